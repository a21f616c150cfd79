# What you can do here. Every target sets up what it needs: Python 3.11, pip, make and git are enough.
SHELL := /bin/bash
PY := .venv/bin/python
STAGE ?= dev
export AWS_DEFAULT_REGION ?= eu-north-1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help setup run reset test prove lint bench package deploy web screenshots browser

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: .venv/ready ## Install what building and running needs (other targets do it by themselves)

.venv/ready: requirements.txt requirements-dev.txt
	@python3 -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' || { echo "Kuvert needs Python 3.11 or later as python3."; exit 1; }
	@test -x $(PY) || python3 -m venv .venv
	@echo "Installing Python packages ..."
	@$(PY) -m pip install --quiet -r requirements-dev.txt
	@touch $@

web/dist/index.html: .venv/ready $(shell find web/src web/sw web/public web/developers -type f -not -name "*.pyc" 2>/dev/null) $(wildcard web/*.html web/*.mjs web/*.json web/make.py docs/*.md docs/openapi/*.json)
	@$(PY) web/make.py

web: web/dist/index.html ## Build the web app into web/dist

run: .venv/ready web/dist/index.html ## Start the whole operator on http://localhost:8000 (PORT=8100 for another port)
	@$(PY) -m local

reset: .venv/ready ## Forget everything that `make run` has stored
	@$(PY) -m local reset

browser:
	@test -x /usr/bin/chromium || { echo "Installing Chromium for the browser tests ..."; \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; }

test: .venv/ready web/dist/index.html browser ## Run the tests (under 10 minutes on 2 cores)
	$(PY) -m pytest -q -n 2 --dist loadgroup -m "not prove"

prove: .venv/ready web/dist/index.html browser ## Run the longer proofs
	$(PY) -m pytest -q -m "prove or hypothesis" --hypothesis-profile=others --ignore tests/faults
	KUVERT_EVERY_POINT=1 $(PY) -m pytest -q tests/faults

lint: .venv/ready ## ruff, mypy --strict, import-linter, codespell; biome for the web app
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --config pyproject.toml
	.venv/bin/codespell
	$(PY) web/make.py lint

bench: .venv/ready ## Measure; figures of the last run are in bench/README.md
	$(PY) -m bench

package: .venv/ready web/dist/index.html ## Make the CloudFormation templates and the Lambda bundle in out/
	$(PY) -m infra.package --stage $(STAGE)

deploy: package ## Deploy a stage to AWS: make deploy STAGE=dev (docs/deploying.md)
	infra/deploy.sh $(STAGE)

screenshots: .venv/ready web/dist/index.html browser ## Take the pictures in docs/screenshots
	$(PY) web/screenshots.py
