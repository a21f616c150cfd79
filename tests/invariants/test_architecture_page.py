"""docs/architecture.md names what is there: the layers as they are enforced, and code that exists."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0]["layers"]
CODE = {path: path.read_text(encoding="utf-8") for path in (ROOT / "app.py", *(ROOT / "chalicelib").rglob("*.py"))}
# `file.py:name` or `file.py:Class.name`, and `Class.name` by itself.
IN_A_FILE = sorted(set(re.findall(r"`([\w/.]+\.py):([\w.]+)`", PAGE)))
OF_A_CLASS = sorted(set(re.findall(r"`([A-Z]\w+)\.(\w+)`", PAGE)))


def test_the_layers_are_those_that_are_enforced():
    """In the sentence and in the picture, from the doors down."""
    (told,) = re.findall(r"^The order of the layers is enforced .*: (.*)\.$", PAGE, re.MULTILINE)
    assert told.split(", ") == ["doors", *LAYERS[1:]]
    drawn = re.findall(r"^\s+(\w+ --> .*)$", PAGE[PAGE.index("## Components"):], re.MULTILINE)
    steps = {pair for line in drawn for pair in pairwise(line.split(" --> "))}
    business = LAYERS[2:LAYERS.index("outgoing")]
    assert set(pairwise(business)) <= steps


@pytest.mark.parametrize(("file", "name"), IN_A_FILE)
def test_what_is_named_in_a_file_is_there(file, name):
    """The file, and each part of the name in it."""
    (text,) = [text for path, text in CODE.items() if str(path).endswith(f"/{file}")]
    for part in name.split("."):
        assert re.search(rf"(def|class) {part}\b|^{part}\b", text, re.MULTILINE), part


@pytest.mark.parametrize(("owner", "name"), OF_A_CLASS)
def test_what_a_class_is_said_to_do_is_there(owner, name):
    """In the file of the class."""
    (text,) = [text for text in CODE.values() if re.search(rf"^class {owner}\b", text, re.MULTILINE)]
    assert re.search(rf"def {name}\b", text)
