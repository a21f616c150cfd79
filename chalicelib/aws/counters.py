"""Limits: counters that are raised and judged in one conditional write, so that no count is ever a query."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws import tables
from chalicelib.aws.tables import Table, Write
from chalicelib.kernel.clock import epoch


class CounterRow(Table):
    """How often something has happened in a window of time; gone when the window is over."""

    Meta = tables.named("counters")
    counter = UnicodeAttribute(hash_key=True)
    times = NumberAttribute(default=0)
    holder = UnicodeAttribute(null=True)
    ttl = NumberAttribute()


def _window(key: str, seconds: int, now: datetime) -> tuple[CounterRow, int]:
    """The row of the window that `now` lies in: the window's number is part of the key, so it expires by itself."""
    number = epoch(now) // seconds
    return CounterRow(f"{key}#{seconds}#{number}"), (number + 2) * seconds


def hold(key: str, holder: str, until: datetime) -> bool:
    """Take what only one can have; answer whether it is the holder's, who may ask again after a crash."""
    actions = [CounterRow.holder.set(holder), CounterRow.ttl.set(epoch(until))]
    return tables.changed(CounterRow(key), actions, CounterRow.holder.does_not_exist() | (CounterRow.holder == holder))


def once_more(key: str, limit: int, seconds: int, now: datetime) -> Write:
    """Count once more as part of a transaction, which is refused when the window already holds `limit`."""
    row, ttl = _window(key, seconds, now)
    actions = [CounterRow.times.add(1), CounterRow.ttl.set(ttl)]
    return tables.update(row, actions, CounterRow.times.does_not_exist() | (CounterRow.times < limit))
