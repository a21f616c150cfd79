"""What the mailbox's store does to a letter that is not there: nothing, whichever verb is asked for."""

from __future__ import annotations

from contextlib import suppress

import pytest

from chalicelib.aws import clients, tables
from chalicelib.mailbox import store
from chalicelib.mailbox.store import ItemRow

VERBS = {
    "change": lambda now: store.change("m", "a1", [ItemRow.unread.set(False)]),
    "change, if": lambda now: store.change("m", "a1", [ItemRow.unread.set(False)], ItemRow.trashed_at.does_not_exist()),
    "change_row": lambda now: store.change_row("m", "a1", [ItemRow.email_lease.set(1)]),
    "changing": lambda now: tables.commit([store.changing("m", "a1", [ItemRow.unread.set(False)])]),
    "changing, if": lambda now: tables.commit(
        [store.changing("m", "a1", [ItemRow.unread.set(False)], ItemRow.sms_notice.does_not_exist())]
    ),
    "answered": lambda now: tables.commit([store.answered("m", "a1", now)]),
    "correct": lambda now: store.correct("m", "a1", "newer"),
    "end_trash": lambda now: store.end_trash("m", "a1", now),
    "remove": lambda now: store.remove("m", "a1"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_no_change_makes_a_letter_of_nothing(world, verb):
    """DynamoDB's update makes a row where there is none, unless it is told not to."""
    with suppress(tables.Cancelled):
        assert not VERBS[verb](world.clock.now())

    assert clients.client("dynamodb").scan(TableName="kuvert-local-items")["Items"] == []
