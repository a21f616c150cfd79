"""How far a walk over everything has come, so that it goes on where it stopped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws import tables
from chalicelib.aws.tables import Table
from chalicelib.kernel.clock import day_of, days_between, epoch


class CheckpointRow(Table):
    """The first day that a walk has not finished."""

    Meta = tables.named("counters")
    counter = UnicodeAttribute(hash_key=True)
    day = UnicodeAttribute()
    ttl = NumberAttribute()


# Schedules strike soon after they are deployed, so a walk that has never run has little to look back on.
FIRST_LOOK_BACK = timedelta(days=7)
# An index lags behind its table, and clocks differ: a row of the last moment before midnight may be found after it.
INDEXED_WITHIN = timedelta(minutes=10)
KEPT = timedelta(days=20 * 365)


def days_to_walk(walk: str, now: datetime) -> Iterator[str]:
    """Every day from the first unfinished one to today; finished days are passed for good.

    The caller says what is finished by `finish`, once at its end; today never is, since it may still fill.
    """
    row = tables.get(CheckpointRow, f"checkpoint#{walk}", consistent=True)
    first = row.day if row else day_of(now - FIRST_LOOK_BACK)
    yield from days_between(first, day_of(now))


def finish(walk: str, unfinished_day: str, now: datetime) -> None:
    """Note that every day before a day is done; the last one is so when its last rows have reached the indexes."""
    day = min(unfinished_day, day_of(now - INDEXED_WITHIN))
    CheckpointRow(f"checkpoint#{walk}", day=day, ttl=epoch(now + KEPT)).save()
