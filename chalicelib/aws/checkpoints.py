"""How far a walk over everything has come, so that it goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws import tables
from chalicelib.aws.tables import Table
from chalicelib.kernel.clock import day_of, days_between, epoch, from_epoch

Found = TypeVar("Found")


class CheckpointRow(Table):
    """The first day that a walk has not finished, and when it was last made to its end."""

    Meta = tables.named("counters")
    counter = UnicodeAttribute(hash_key=True)
    day = UnicodeAttribute()
    made_at = NumberAttribute(null=True)
    ttl = NumberAttribute()


# Schedules strike soon after they are deployed, so a walk that has never run has little to look back on.
FIRST_LOOK_BACK = timedelta(days=7)
# An index lags behind its table, and clocks differ: a row of the last moment before midnight may be found after it.
INDEXED_WITHIN = timedelta(minutes=10)
KEPT = timedelta(days=20 * 365)
# What stays due is handed out again after so long, and then ever more seldom, but at least so often.
AGAIN = timedelta(minutes=30)
AGAIN_AT_MOST = timedelta(hours=4)


def days_to_walk(walk: str, now: datetime) -> Iterator[str]:
    """Every day from the first unfinished one to today; finished days are passed for good.

    The caller says what is finished by `finish`, once at its end; today never is, since it may still fill.
    """
    row = tables.get(CheckpointRow, f"checkpoint#{walk}", consistent=True)
    first = row.day if row else day_of(now - FIRST_LOOK_BACK)
    yield from days_between(first, day_of(now))


def finish(walk: str, unfinished_day: str, now: datetime) -> None:
    """Note that every day before a day is done; the last one is so when its last rows have reached the indexes."""
    _note(walk, unfinished_day, now)


def _note(walk: str, unfinished_day: str, now: datetime, made_at: int | None = None) -> None:
    day = min(unfinished_day, day_of(now - INDEXED_WITHIN))
    CheckpointRow(f"checkpoint#{walk}", day=day, made_at=made_at, ttl=epoch(now + KEPT)).save()


def hand_out(
    walk: str, now: datetime, due_in: Callable[[str], Iterable[tuple[datetime, Found]]], again: timedelta = AGAIN
) -> Iterator[Found]:
    """Name what workers are to be asked to do, of all that is due by now.

    Each thing is handed out when it falls due, and while it stays due after `again`, and then each time that this has
    doubled, at least every four hours: what is under way is not asked for at every strike, what was lost is. Nothing
    is read or written for that but where the walk stands, which is noted when all has been handed out; a walk that
    dies before hands out again. A day is finished when nothing of it is found.
    """
    row = tables.get(CheckpointRow, f"checkpoint#{walk}", consistent=True)
    before = now - FIRST_LOOK_BACK if row is None or row.made_at is None else from_epoch(row.made_at)
    unfinished = day_of(now)
    for day in days_between(row.day if row else day_of(now - FIRST_LOOK_BACK), day_of(now)):
        for due, found in due_in(day):
            unfinished = min(unfinished, day)
            if _next_turn(due, before, again) <= now:
                yield found
    _note(walk, unfinished, now, made_at=epoch(now))


def _next_turn(due: datetime, after: datetime, again: timedelta) -> datetime:
    """When something that is due has its next turn after a moment."""
    turn = due
    while turn <= after:
        turn += min(turn - due + again, AGAIN_AT_MOST)
    return turn
