"""The senders' pages as they are written: whole, linked, and without anything that the web app's rules would stop."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.api.sender import door

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every page, by its name."""
    dist = tmp_path_factory.mktemp("dist")
    write = f"from pathlib import Path; from developers import site; site.write(Path({str(dist)!r}))"
    subprocess.run([sys.executable, "-c", write], cwd=ROOT / "web", check=True)
    styles = [f"/assets/{file.name}" for file in (dist / "assets").iterdir()]
    found = {file.name: file.read_text(encoding="utf-8") for file in (dist / "developers").glob("*.html")}
    assert all(f'<link rel="stylesheet" href="{styles[0]}">' in page for page in found.values())
    assert len(styles) == 1
    return found


def test_every_operation_stands_in_the_reference_with_its_example(pages):
    """And the models that it speaks of."""
    reference = pages["reference.html"]
    for operation in door.operations:
        path = operation.path.replace("/", "/\u200b")
        assert f"<code>{path}</code>" in reference, operation.path
        if operation.body:
            assert f'id="model-{operation.body.__name__}"' in reference
    assert reference.count("<summary>") > len(door.operations)
    assert "curl https://sender.example/v2/auth" in html.unescape(reference)
    told = re.search(r'id="message-batch.done">.*?</article>', reference, re.DOTALL)
    assert told
    assert "<code>batch_key</code>" in told[0]


def test_what_a_call_costs_inside_is_not_the_senders_business(pages):
    """It stands in docs/architecture.md."""
    assert "AWS calls" not in pages["reference.html"]


def test_no_link_leads_nowhere(pages):
    """To a page and, where it says so, a place on it; what is not among the pages is not linked to."""
    anchors = {name: set(re.findall(r'\bid="([^"]+)"', text)) for name, text in pages.items()}
    for name, text in pages.items():
        for href in re.findall(r'<a [^>]*href="([^"]+)"', text):
            page, _, anchor = href.partition("#")
            if "://" in page or page.endswith(".json"):
                continue
            target = page.removeprefix("/developers/") or name
            assert target in pages, (name, href)
            assert not anchor or anchor in anchors[target], (name, href)


def test_nothing_on_them_needs_a_script_or_a_style_of_its_own(pages):
    """As the content security policy demands, and as slow phones like it."""
    for name, text in pages.items():
        outside = re.sub(r"<pre.*?</pre>", "", text, flags=re.DOTALL)
        assert not re.search(r"<script|<style|<iframe|<img|\sstyle=|\son\w+=|javascript:", outside), name
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), name
        assert "{{" not in outside, name
        assert "``" not in re.sub(r"<code.*?</code>", "", outside), name
