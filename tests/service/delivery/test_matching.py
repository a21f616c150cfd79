"""Matching large lists: what DynamoDB gives back unread is read again, and nobody is lost on the way."""

from __future__ import annotations

import pytest

from chalicelib.aws import clients, tables
from chalicelib.kernel.errors import Unavailable
from chalicelib.recipients.store import AddressRow
from tests.world import ANNA, BENGT, TOLVAN


class Stingy:
    """A DynamoDB that reads one key of each call and gives the others back; `patience` calls, and then none."""

    def __init__(self, patience: int) -> None:
        self.real, self.patience, self.calls = clients.lean_dynamodb(), patience, 0

    def batch_get_item(self, *, RequestItems):  # noqa: N803 (as boto3 names it)
        """Read the first key, as long as patience lasts."""
        self.calls += 1
        [(table, wanted)] = RequestItems.items()
        first, rest = wanted["Keys"][:1], wanted["Keys"][1:]
        if self.calls > self.patience:
            first, rest = [], wanted["Keys"]
        responses = self.real.batch_get_item(RequestItems={table: {**wanted, "Keys": first}})["Responses"] if first else {}
        return {"Responses": responses, "UnprocessedKeys": {table: {**wanted, "Keys": rest}} if rest else {}}


@pytest.fixture
def waits(monkeypatch):
    """How long was paused, without the waiting."""
    told: list[int] = []
    monkeypatch.setattr(tables, "pause", told.append)
    return told


@pytest.fixture
def people(world, sender):
    """Three people who can be reached."""
    for number in (TOLVAN, ANNA, BENGT):
        world.a_person(number)
    return [BENGT, TOLVAN, ANNA]


def test_what_was_not_read_is_read_again(world, sender, people, waits, monkeypatch):
    """All three are found, in the order of the list, with pauses that grow."""
    stingy = Stingy(10)
    monkeypatch.setattr(clients, "lean_dynamodb", lambda: stingy)

    assert world.operator.matching.by_personnummer(sender.tenant, people) == people
    assert waits == [0, 1]


def test_a_register_that_stays_busy_says_so(world, sender, people, waits, monkeypatch):
    """No list with holes: the whole answer or none."""
    stingy = Stingy(1)
    monkeypatch.setattr(clients, "lean_dynamodb", lambda: stingy)

    with pytest.raises(Unavailable):
        world.operator.matching.by_personnummer(sender.tenant, people)
    assert len(waits) == 9


def test_numbers_that_are_none_are_left_out(world, sender, people):
    """And a number given twice is answered once, each as it was submitted."""
    asked = [ANNA, "191212121213", "abc", "", ANNA]

    assert world.operator.matching.by_personnummer(sender.tenant, asked) == [ANNA]


def test_a_number_spelt_in_several_ways_is_answered_in_each(world, sender, people):
    """With a hyphen or blanks it is the same number; which century ten digits mean is not guessed."""
    hyphened = f"{ANNA[:8]}-{ANNA[8:]}"

    asked = [hyphened, ANNA, f" {ANNA} ", ANNA[2:], hyphened[2:], hyphened]
    assert world.operator.matching.by_personnummer(sender.tenant, asked) == asked[:3]


def test_an_address_spelt_in_several_ways_is_answered_in_each(world, sender):
    """Letter case and blanks make no other address, and two addresses of one person no other person."""
    anna = world.a_person(ANNA, email="anna@example.com")
    AddressRow(world.operator.pepper.of("email", "anna@work.example.com"), person=anna.person).save()
    asked = ["anna@example.com", "ANNA@Example.com", " anna@example.com ", "Anna@Work.example.com", "other@example.com"]

    assert world.operator.matching.by_email(sender.tenant, asked) == asked[:4]
