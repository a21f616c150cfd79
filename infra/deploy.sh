#!/usr/bin/env bash
# Deploys a stage whose bundle and web app are built: first what is kept, then what runs, then the web app's files.
set -euo pipefail
cd "$(dirname "$0")/.."

stage=${1:?"which stage? infra/deploy.sh dev"}
command -v aws >/dev/null || { echo "Install the AWS CLI first: https://aws.amazon.com/cli/"; exit 1; }
[ -f "infra/stages/$stage.conf" ] || { echo "There is no infra/stages/$stage.conf."; exit 1; }
[ -f out/sam.yaml ] && [ -f out/web/index.html ] || { echo "Build first: make package STAGE=$stage"; exit 1; }
grep -q "stage=$stage:" out/sam.yaml || { echo "out/ holds another stage. Build first: make package STAGE=$stage"; exit 1; }

export AWS_REGION=eu-north-1 AWS_DEFAULT_REGION=eu-north-1 AWS_PAGER=""
mapfile -t settings < <(grep -E '^[A-Za-z]+=' "infra/stages/$stage.conf" | grep -v '^RegisterReadsPerSecond=')
mapfile -t kept < <(grep -E '^(WebOrigin|RegisterReadsPerSecond)=' "infra/stages/$stage.conf")

output() {  # output <stack> <name>: one output of a stack
  aws cloudformation describe-stacks --stack-name "$1" --output text \
    --query "Stacks[0].Outputs[?OutputKey=='$2'].OutputValue | [0]"
}

echo "What is kept ..."
aws cloudformation deploy --stack-name "kuvert-$stage-data" --template-file infra/data.yaml \
  --parameter-overrides "Stage=$stage" "${kept[@]}" --no-fail-on-empty-changeset

echo "What runs ..."
code=$(output "kuvert-$stage-data" CodeBucket)
aws cloudformation package --template-file out/sam.yaml --s3-bucket "$code" --output-template-file out/packaged.yaml
aws cloudformation deploy --stack-name "kuvert-$stage" --template-file out/packaged.yaml --s3-bucket "$code" \
  --capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND \
  --parameter-overrides "Stage=$stage" "${settings[@]}" --no-fail-on-empty-changeset

echo "The web app ..."
# New files first, the page that names them last (the three in out/web say who runs this stage); old files stay, since a page that is open may still ask for them.
files=$(output "kuvert-$stage" WebBucket)
aws s3 sync web/dist/assets "s3://$files/assets" --cache-control "public,max-age=31536000,immutable"
aws s3 sync web/dist/pdf "s3://$files/pdf" --cache-control "public,max-age=31536000,immutable"
aws s3 sync web/dist "s3://$files" --exclude index.html --exclude sw.js --exclude app.webmanifest --exclude "assets/*" --exclude "pdf/*" --cache-control no-cache
aws s3 cp out/web/app.webmanifest "s3://$files/app.webmanifest" --cache-control no-cache --content-type application/manifest+json
aws s3 cp out/web/index.html "s3://$files/index.html" --cache-control no-cache
# The service worker names the files of the page beside it, so it comes after them all.
aws s3 cp out/web/sw.js "s3://$files/sw.js" --cache-control no-cache
aws cloudfront create-invalidation --distribution-id "$(output "kuvert-$stage" WebDistribution)" --paths /index.html / '/developers*' /sw.js /app.webmanifest >/dev/null

echo "Done. The web app: https://$(output "kuvert-$stage" WebDistributionDomain)"
echo "The API for senders: $(output "kuvert-$stage" EndpointURL)"
