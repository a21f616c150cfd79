"""docs/rules.md says what is built and where, and the tests agree."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "rules.md"
_ROW = re.compile(r"^\| (?P<id>[A-Z]+-\d+) \|(?P<cells>.*)\|$", re.MULTILINE)
_MARK = re.compile(r"""mark\.rule\(["']([^"']+)["']\)""")
STATES = ("built", "partly", "not built")


@dataclass(frozen=True)
class Row:
    """One rule as the page has it; code and tests are files, with what is named inside them after a colon."""

    rule: str
    what: str
    code: tuple[str, ...]
    tests: tuple[str, ...]
    state: str


def _row(match: re.Match[str]) -> Row:
    what, code, tests, state = (cell.strip() for cell in match["cells"].split("|"))
    return Row(match["id"], what, _named(code), _named(tests), state.partition(":")[0])


def _named(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


def _is_there(name: str) -> bool:
    """Whether a file exists, and in it each class and function of a dotted name."""
    path, _, inside = name.partition(":")
    if not (ROOT / path).is_file():
        return False
    text = (ROOT / path).read_text(encoding="utf-8")
    return all(re.search(rf"\b(class|def) {part}\b", text) for part in inside.split(".") if part)


def _marked() -> set[tuple[str, str]]:
    """Every rule that a test says it proves, with the test's file."""
    files = [file for file in sorted((ROOT / "tests").rglob("*.py")) if file != Path(__file__)]
    return {
        (rule, str(file.relative_to(ROOT))) for file in files for rule in _MARK.findall(file.read_text(encoding="utf-8"))
    }


ROWS = [_row(match) for match in _ROW.finditer(PAGE.read_text(encoding="utf-8"))]
BY_RULE = {row.rule: row for row in ROWS}


def test_each_rule_stands_once():
    """And there are as many rows as lines that look like one, so that none is read past."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| *[A-Z]+-\d", line)]
    assert [rule for rule, times in Counter(row.rule for row in ROWS).items() if times > 1] == []
    assert len(ROWS) == len(lines) > 0


@pytest.mark.parametrize("rule", BY_RULE)
def test_a_row_is_true(rule: str):
    """Its state is one of three, all that it names is there, and what is built has code and a test."""
    row = BY_RULE[rule]
    assert row.state in STATES
    assert row.what
    assert [name for name in (*row.code, *row.tests) if not _is_there(name)] == []
    assert all(name.startswith("tests/") for name in row.tests)
    if row.state == "built":
        assert row.code, f"{rule} is built: name its code in docs/rules.md"
        assert row.tests, f"{rule} is built: name its test in docs/rules.md, or say partly"
    if row.state == "not built":
        assert (row.code, row.tests) == ((), ())


def test_what_a_test_proves_stands_on_the_page():
    """A test marked with a rule is named in that rule's row, which is built at least partly."""
    missing = sorted(
        f"{rule} in {file}" for rule, file in _marked()
        if rule not in BY_RULE or file not in BY_RULE[rule].tests or BY_RULE[rule].state == "not built"
    )
    assert missing == [], "name these tests in docs/rules.md, column test"
