"""(d) What the API function costs to import, from the packaged bundle, against importing Chalice and boto3's client."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from bench.stage import Figure, tell

OUT = Path("out")
BASE = "import chalice.app, boto3; boto3.Session(region_name='eu-north-1').client('dynamodb')"
# The function's own module, and the client that its first request makes.
OURS = "import app; from chalicelib.aws import clients; clients.client('dynamodb')"
TIMED = "import time; start = time.process_time(); {act}; print(time.process_time() - start)"
ROUNDS = 11


def main() -> None:
    """Measure the bundle that would be deployed, unpacked, with nothing else on the path."""
    if not list(OUT.glob("*.zip")):
        subprocess.run([sys.executable, "-m", "infra.package", "--stage", "dev"], check=True, stdout=sys.stderr)
    bundle = next(OUT.glob("*.zip"))
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(bundle) as archive:
            archive.extractall(folder)
            unpacked = sum(entry.file_size for entry in archive.infolist())
        natives = _natives(folder)
        base = [_seconds(BASE, natives) for _ in range(ROUNDS)]
        ours = [_seconds(OURS, natives) for _ in range(ROUNDS)]
    ratio = statistics.median(ours) / statistics.median(base)
    tell([
        Figure(
            "(d) import of the API function against Chalice and boto3's client alone",
            f"{ratio:.2f} ({statistics.median(ours) * 1000:.0f} ms / {statistics.median(base) * 1000:.0f} ms)", "≤ 2",
            ratio <= 2,
        ),
        Figure(
            "(d) the bundle", f"{bundle.stat().st_size / 1e6:.1f} MB zipped, {unpacked / 1e6:.1f} MB unpacked",
            "≤ 250 MB unpacked", unpacked < 250e6,
        ),
    ])


def _natives(folder: str) -> str:
    """The bundle first, and behind it this machine's compiled modules, since the bundle's own are for arm64.

    Their loaders find the wrong architecture's file by name and pass it over; what is pure Python comes from the
    bundle, with its compiled bytecode.
    """
    site = next(path for path in sys.path if path.endswith("site-packages"))
    return f"{folder}:{site}"


def _seconds(act: str, path: str) -> float:
    environment = {
        "PYTHONPATH": path, "AWS_REGION": "eu-north-1", "KUVERT_STAGE": "dev", "PATH": "/usr/bin", "HOME": "/tmp",
        "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x",
    }
    run = subprocess.run(
        [sys.executable, "-S", "-c", TIMED.format(act=act)], env=environment, check=True, capture_output=True, text=True,
        cwd="/",
    )
    return float(run.stdout)


if __name__ == "__main__":
    main()
