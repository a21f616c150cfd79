"""(d) What the API function costs to import, from the packaged bundle, against importing Chalice and boto3's client."""

from __future__ import annotations

import os
import shutil
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
    subprocess.run([sys.executable, "-m", "infra.package", "--stage", "dev"], check=True, stdout=sys.stderr)
    bundle = next(OUT.glob("*.zip"))
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(bundle) as archive:
            archive.extractall(folder)
            unpacked = sum(entry.file_size for entry in archive.infolist())
        _lend_natives(Path(folder))
        turns = [(_seconds(BASE, _with_boto3(folder)), _seconds(OURS, folder)) for _ in range(ROUNDS)]
        base, ours = [turn[0] for turn in turns], [turn[1] for turn in turns]
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


def _lend_natives(folder: Path) -> None:
    """Put this machine's compiled modules beside the bundle's own, which are for arm64; all else is the bundle's."""
    site = Path(next(path for path in sys.path if path.endswith("site-packages")))
    for native in site.rglob("*.so*"):
        place = folder / native.relative_to(site)
        if place.parent.exists():
            shutil.copy(native, place)


def _with_boto3(bundle: str) -> str:
    """The bundle, and beside it boto3, which the bundle does without: this machine's, and no other library of its."""
    beside = Path(bundle) / "lent"
    if not beside.exists():
        site = Path(next(path for path in sys.path if path.endswith("site-packages")))
        for name in ("boto3", "s3transfer"):
            shutil.copytree(site / name, beside / name)
    return os.pathsep.join([bundle, str(beside)])


def _seconds(act: str, path: str) -> float:
    environment = {
        "PYTHONPATH": path, "AWS_REGION": "eu-north-1", "KUVERT_STAGE": "dev", "PATH": "/usr/bin", "HOME": "/tmp",
        "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x",
    }
    run = subprocess.run(
        [sys.executable, "-S", "-c", TIMED.format(act=act)], env=environment, check=True, capture_output=True,
        text=True, cwd="/",
    )
    return float(run.stdout)


if __name__ == "__main__":
    main()
