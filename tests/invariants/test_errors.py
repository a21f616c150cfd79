"""docs/errors.md, the catalogue and the errors in the code say the same."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import chalicelib
from chalicelib.api.sender.catalogue import CATALOGUE
from chalicelib.kernel.errors import OperatorError

PAGE = (Path(__file__).parents[2] / "docs/errors.md").read_text(encoding="utf-8")
TO_SENDERS, _, TO_RECIPIENTS = PAGE.partition("## To recipients")
ROW = re.compile(r"^\| ([0-9]{5}) \| ([^|]+) \|", re.MULTILINE)


@cache
def errors() -> list[type[OperatorError]]:
    """Every error that the code can raise."""
    for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return sorted(set(_below(OperatorError)), key=lambda error: (error.number, error.__name__))


def _below(error: type[OperatorError]) -> Iterator[type[OperatorError]]:
    for leaf in error.__subclasses__():
        if leaf.__module__.startswith("chalicelib."):
            yield leaf
        yield from _below(leaf)


def is_ours(number: int) -> bool:
    """The catalogue ends no number that is given with 80 to 97; those are ours."""
    return number % 100 >= 80 and number not in CATALOGUE


def test_every_number_is_the_catalogues_or_ours():
    strange = [error.__name__ for error in errors() if error.number not in CATALOGUE and not is_ours(error.number)]
    assert strange == []


def test_every_error_is_on_the_page():
    told = {int(number) for number, _ in ROW.findall(PAGE)}
    assert [error.__name__ for error in errors() if error.number not in told] == []


def test_the_page_tells_of_no_error_that_is_never_raised():
    raised = {error.number for error in errors()}
    assert [number for number, _ in ROW.findall(PAGE) if int(number) not in raised] == []


@pytest.mark.parametrize(("number", "short"), ROW.findall(TO_SENDERS))
def test_senders_are_told_in_the_catalogues_words(number, short):
    assert CATALOGUE[int(number)][0] == short


@pytest.mark.parametrize(("number", "slug"), ROW.findall(TO_RECIPIENTS))
def test_recipients_codes_are_those_of_the_code(number, slug):
    assert slug in {error.slug for error in errors() if error.number == int(number)}


def test_the_catalogue_is_whole():
    assert len(CATALOGUE) == 191
    assert all(20010 <= code <= 51100 and short and long for code, (short, long) in CATALOGUE.items())
    assert f"The whole catalogue, {len(CATALOGUE)} codes" in PAGE
