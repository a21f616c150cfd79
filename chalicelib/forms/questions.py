"""Questions of a form: which answers fit each kind, and where each answer leads."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONGEST_TEXT = 4000
LARGEST_NUMBER = 10**15
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CLEARING = re.compile(r"^[0-9]{4,5}$")
_ACCOUNT = re.compile(r"^[0-9]{5,15}$")


class Kind(StrEnum):
    """What is asked for."""

    FREE_TEXT = "free_text"
    NUMBER = "number"
    OPTIONS = "options"
    MULTI_OPTIONS = "multi_options"
    VERIFIED_ACCOUNT = "verified_account"


class Unfit(Exception):
    """An answer that does not fit its question; one word says why."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose, and where it leads."""

    id: str
    next_question: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `min` and `max` bound a number, the length of a text, or how many options are chosen."""

    type: Kind
    id: str
    next_question: str | None = None
    options: tuple[Option, ...] = ()
    min: int | None = None
    max: int | None = None

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Question:
        """Read one question as it was told; options that are not its kind's are ignored."""
        kind = Kind(told["type"])
        chosen_from = told.get(kind.value, []) if kind in (Kind.OPTIONS, Kind.MULTI_OPTIONS) else []
        # Only a single choice can lead somewhere of its own.
        options = tuple(
            Option(each["id"], each.get("next_question") if kind is Kind.OPTIONS else None) for each in chosen_from
        )
        return cls(kind, told["id"], told.get("next_question"), options, told.get("min"), told.get("max"))

    def leads(self) -> Iterator[tuple[str, str]]:
        """Every question that it may lead to, with the field that says so."""
        if self.next_question is not None:
            yield "next_question", self.next_question
        for n, option in enumerate(self.options):
            if option.next_question is not None:
                yield f"options/{n}/next_question", option.next_question

    def ways(self) -> set[str]:
        """The questions that it may lead to."""
        return {onward for _, onward in self.leads()}

    def after(self, value: object) -> str | None:
        """Which question follows an answer that fits: the chosen option's own, or else the question's; None ends it."""
        chosen = next((option for option in self.options if option.id == value), None)
        return chosen.next_question if chosen and chosen.next_question is not None else self.next_question

    def mistakes(self) -> Iterator[tuple[str, str]]:
        """What makes it impossible to answer, with the field."""
        if self.min is not None and self.max is not None and self.min > self.max:
            yield "min", "is greater than max"
        if self.type is not Kind.NUMBER:
            if self.min is not None and self.min < 0:
                yield "min", "is less than 0"
            if self.max is not None and self.max < 1:
                yield "max", "is less than 1"
        if self.type is Kind.FREE_TEXT and (self.min or 0) > LONGEST_TEXT:
            yield "min", f"is more than {LONGEST_TEXT} characters"
        if self.type in (Kind.OPTIONS, Kind.MULTI_OPTIONS):
            yield from self._mistaken_options()

    def _mistaken_options(self) -> Iterator[tuple[str, str]]:
        names = [option.id for option in self.options]
        if not names:
            yield self.type.value, "is empty: there is nothing to choose"
        for n, name in enumerate(names):
            if name in names[:n]:
                yield f"{self.type.value}/{n}/id", "is the id of another option too"
        if self.type is Kind.MULTI_OPTIONS and names and (self.min or 0) > len(names):
            yield "min", "is more than there are options"

    def taken(self, value: object) -> Any:
        """The answer as it is passed on; raises Unfit when it does not fit."""
        return _TAKERS[self.type](self, value)


def _free_text(question: Question, value: object) -> str:
    if not isinstance(value, str | None):
        raise Unfit("wrong_kind")
    text = _CONTROL.sub("", value or "").strip()
    least = 1 if question.min is None else question.min
    if len(text) < least:
        raise Unfit("too_short" if text else "missing")
    if len(text) > min(LONGEST_TEXT, question.max or LONGEST_TEXT):
        raise Unfit("too_long")
    return text


def _number(question: Question, value: object) -> int | float:
    if value is None:
        raise Unfit("missing")
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise Unfit("wrong_kind")
    if value < (-LARGEST_NUMBER if question.min is None else question.min):
        raise Unfit("too_small")
    if value > (LARGEST_NUMBER if question.max is None else question.max):
        raise Unfit("too_large")
    return value


def _option(question: Question, value: object) -> str:
    if value is None:
        raise Unfit("missing")
    if not isinstance(value, str) or value not in [option.id for option in question.options]:
        raise Unfit("not_an_option")
    return value


def _multi_options(question: Question, value: object) -> list[str]:
    given = [] if value is None else value
    if not isinstance(given, list):
        raise Unfit("wrong_kind")
    names = [option.id for option in question.options]
    if any(each not in names for each in given):
        raise Unfit("not_an_option")
    chosen = [name for name in names if name in given]
    if len(chosen) < (1 if question.min is None else question.min):
        raise Unfit("too_few" if chosen else "missing")
    if question.max is not None and len(chosen) > question.max:
        raise Unfit("too_many")
    return chosen


def _account(question: Question, value: object) -> dict[str, Any]:  # noqa: ARG001 (an account has no bounds)
    """An account as its holder, identified by BankID, states it; nobody asks the bank."""
    if value is None:
        raise Unfit("missing")
    if not isinstance(value, dict):
        raise Unfit("wrong_kind")
    said = {name: str(value.get(name) or "").strip() for name in ("bank_name", "clearing_number", "account_number")}
    digits = {name: re.sub(r"[\s.-]", "", said[name]) for name in ("clearing_number", "account_number")}
    bank = _CONTROL.sub(" ", said["bank_name"])[:100]
    if not bank or not digits["account_number"]:
        raise Unfit("missing")
    if not _ACCOUNT.match(digits["account_number"]):
        raise Unfit("not_an_account")
    if digits["clearing_number"] and not _CLEARING.match(digits["clearing_number"]):
        raise Unfit("not_a_clearing_number")
    return {"bank_name": bank, **{name: text for name, text in digits.items() if text}}


_TAKERS: Mapping[Kind, Callable[[Question, object], Any]] = {
    Kind.FREE_TEXT: _free_text,
    Kind.NUMBER: _number,
    Kind.OPTIONS: _option,
    Kind.MULTI_OPTIONS: _multi_options,
    Kind.VERIFIED_ACCOUNT: _account,
}
