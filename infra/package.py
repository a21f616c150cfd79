"""Packs the code and its template for AWS: `python -m infra.package --stage dev` leaves both in out/.

Chalice collects the code, its dependencies for Lambda's processor and the template; then the bundle is made smaller
and quicker to start: compiled ahead, without the AWS services that are not used, equal byte for byte between builds.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from infra import site

ROOT = Path(__file__).parent.parent
REGION = "eu-north-1"
LAMBDA_DIR = "/var/task"
LIMIT_MB = 250
EPOCH = (1980, 1, 1, 0, 0, 0)

# The services that chalicelib talks to; botocore brings descriptions of hundreds more.
SERVICES = {"dynamodb", "kms", "pinpoint-sms-voice-v2", "s3", "secretsmanager", "sesv2", "sqs"}
# And the tracer, which asks for its service as soon as it is made.
KEPT = SERVICES | {"xray"}
_DESCRIPTION = re.compile(r"^botocore/data/(?P<service>[^/]+)/")
# Tests, command line tools, type stubs, sources of C.
_NEVER = re.compile(
    r"(^|/)(tests?|testing|__pycache__)/|^(bin|local|bench|infra|web)/"
    r"|\.(pyc|pyi|pyx|pxd|c|h)$|/examples-1\.json(\.gz)?$|\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json)$"
)


def belongs(name: str) -> bool:
    """Whether a file of Chalice's zip is needed in Lambda."""
    description = _DESCRIPTION.match(name)
    if description and description["service"] not in KEPT:
        return False
    return not name.endswith("/") and not _NEVER.search(name)


def render(stage: str, project: Path, out: Path) -> None:
    """Let Chalice write the template and the raw zip."""
    # A half-made zip of an earlier run would be used again without a word.
    shutil.rmtree(project / ".chalice" / "deployments", ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-c", "import sys; from chalice.cli import main; sys.exit(main())", "package",
               "--stage", stage, "--merge-template", "infra/app.yaml", str(out)]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KUVERT_")}
    done = subprocess.run(command, cwd=project, env=environment | {"AWS_DEFAULT_REGION": REGION},
                          capture_output=True, text=True, check=False)
    # Chalice ends well even when a dependency has no wheel for Lambda.
    if done.returncode or "Could not install" in done.stdout + done.stderr:
        sys.exit(f"chalice package failed:\n{done.stdout}{done.stderr}")


def pack(bundle: Path) -> None:
    """Make the bundle small, compiled and reproducible, in place."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        with zipfile.ZipFile(bundle) as raw:
            raw.extractall(tree, [name for name in raw.namelist() if belongs(name)])
        _compile(tree)
        _zip(tree, bundle)


def _compile(tree: Path) -> None:
    # Chalice lets Lambda run the version of Python that builds, so that the bytecode fits.
    # Never checked against the source: Lambda's files do not change. A fixed seed keeps sets in one order.
    command = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash",
               "-s", str(tree), "-p", LAMBDA_DIR, str(tree)]
    subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": "0"}, check=True)


def _zip(tree: Path, bundle: Path) -> None:
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(path for path in tree.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(tree).as_posix(), EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, path.read_bytes())


def sizes(bundle: Path) -> tuple[float, float]:
    """How large the bundle is, packed and unpacked, in MB."""
    with zipfile.ZipFile(bundle) as packed:
        return bundle.stat().st_size / 1e6, sum(entry.file_size for entry in packed.infolist()) / 1e6


def main() -> None:
    """Build out/sam.yaml and out/deployment.zip."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--stage", default="dev", choices=["dev", "prod"])
    parser.add_argument("--out", type=Path, default=ROOT / "out")
    options = parser.parse_args()
    if wrong := site.wrong_with_terms(site.of_stage(options.stage)):
        sys.exit("\n".join(wrong))
    out = options.out.resolve()
    render(options.stage, ROOT, out)
    site.write(ROOT / "web" / "dist", out / "web", site.of_stage(options.stage))
    bundle = out / "deployment.zip"
    pack(bundle)
    packed, unpacked = sizes(bundle)
    print(f"{bundle}: {packed:.1f} MB, {unpacked:.1f} MB unpacked (Lambda takes {LIMIT_MB})")
    print(f"{out / 'sam.yaml'}: the template of stage {options.stage}")
    if unpacked > LIMIT_MB:
        sys.exit("too large for Lambda")


if __name__ == "__main__":
    main()
