"""What a phone has to fetch before it shows the first letters."""

from __future__ import annotations

import gzip
import re

import pytest

from local.settings import ROOT

DIST = ROOT / "web" / "dist"
MOST = 40_000


@pytest.mark.skipif(not (DIST / "index.html").exists(), reason="the web app is not built")
def test_the_script_before_the_first_list_is_small():
    page = (DIST / "index.html").read_text(encoding="utf-8")
    scripts = [DIST / name.lstrip("/") for name in re.findall(r'(?:src|href)="(/assets/[^"]+\.js)"', page)]
    assert scripts
    assert sum(len(gzip.compress(script.read_bytes(), 9)) for script in scripts) <= MOST


def test_nothing_is_fetched_from_elsewhere():
    page = (ROOT / "web" / "index.html").read_text(encoding="utf-8")
    styles = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "web" / "src" / "styles").glob("*.css"))
    assert "//" not in re.sub(r"<!--.*?-->", "", page)
    assert "http" not in styles
