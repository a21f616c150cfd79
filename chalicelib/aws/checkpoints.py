"""How far a walk over everything has come, so that it goes on where it stopped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws import tables
from chalicelib.aws.tables import Table
from chalicelib.kernel.clock import epoch, hour_of, hours_between


class CheckpointRow(Table):
    """The last hour that a walk has finished."""

    Meta = tables.named("counters")
    counter = UnicodeAttribute(hash_key=True)
    hour = UnicodeAttribute()
    ttl = NumberAttribute()


# A walk that has never run, or not for long, starts this far back.
FIRST_LOOK_BACK = timedelta(days=3)
KEPT = timedelta(days=400)


def hours_to_walk(walk: str, now: datetime) -> Iterator[str]:
    """Every hour from the first unfinished one to the present one; finished hours are passed for good.

    The caller says that an hour is finished by `finish`; the present hour never is, since it may still fill.
    """
    row = tables.get(CheckpointRow, f"checkpoint#{walk}", consistent=True)
    first = row.hour if row else hour_of(now - FIRST_LOOK_BACK)
    yield from hours_between(first, hour_of(now))


def finish(walk: str, next_hour: str, now: datetime) -> None:
    """Note that everything before an hour is done."""
    CheckpointRow(f"checkpoint#{walk}", hour=next_hour, ttl=epoch(now + KEPT)).save()
