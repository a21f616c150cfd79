"""Runs every benchmark, or those named, and writes their figures into bench/README.md: `python -m bench [name …]`."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.stage import Figure
from local.testing import running_operator

HERE = Path(__file__).parent
ALL = ("sending", "matching", "whole_register", "inbox", "browser", "imports", "callbacks", "batches", "exporting")
ROW = re.compile(r"^\| \([a-z]\) .*$", re.MULTILINE)
MARK = re.compile(r"(<!-- figures -->\n).*?(<!-- end -->)", re.DOTALL)


def main(names: list[str]) -> int:
    """Run them, each in a process of its own, against one emulated AWS."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder, running_operator(Path(folder) / "state") as operator:
        for name in names:
            sys.stdout.write(f"{name} ...\n")
            own = operator.environment | {"BENCH": operator.base_url}
            run = subprocess.run(
                [sys.executable, "-m", f"bench.{name}"], env=os.environ | own,
                cwd=HERE.parent, check=True, stdout=subprocess.PIPE, text=True,
            )
            found = [Figure(**entry) for entry in json.loads(run.stdout.splitlines()[-1])]
            for figure in found:
                sys.stdout.write(f"  {figure.row()}\n")
            figures += found
    _write(figures)
    return 0 if all(figure.holds for figure in figures) else 1


def _write(figures: list[Figure]) -> None:
    """Put the figures in the table, each where its letter stands; those of benchmarks that were not run stay."""
    readme, today = HERE / "README.md", datetime.now(UTC).date().isoformat()
    text = readme.read_text()
    measured = {_letter(figure.row()) for figure in figures}
    kept = [row for row in ROW.findall(text) if _letter(row) not in measured]
    rows = sorted([*kept, *(figure.row() for figure in figures)], key=_letter)
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores shared with other work"
    said = f"Last run {today}, {machine}; what was not run then stands as it was.\n\n"
    table = "\n".join(["| what | measured | target | holds |", "| --- | --- | --- | --- |", *rows])
    readme.write_text(MARK.sub(lambda m: f"{m[1]}{said}{table}\n{m[2]}", text))


def _letter(row: str) -> str:
    return row[2:5]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(ALL)))
