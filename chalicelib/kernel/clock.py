"""Time: UTC inside, Europe/Stockholm for what is promised to people in days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Clock(Protocol):
    """What time it is; handed in through constructors so that it can be moved."""

    def now(self) -> datetime:
        """Tell the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Tell the present moment, aware, in UTC."""
        return datetime.now(UTC)


def business_date(moment: datetime) -> date:
    """Which day it is in Sweden."""
    return moment.astimezone(STOCKHOLM).date()


def start_of_day(day: date) -> datetime:
    """The first moment of a Swedish day, in UTC (days are 23 or 25 hours long twice a year)."""
    return datetime.combine(day, time(), STOCKHOLM).astimezone(UTC)


def end_of_day_after(moment: datetime, days: int) -> datetime:
    """The first moment after the Swedish day that lies `days` days after `moment`."""
    return start_of_day(business_date(moment) + timedelta(days=days + 1))


def epoch(moment: datetime) -> int:
    """Whole seconds since 1970, as rows and TTLs hold them."""
    return int(moment.timestamp())


def from_epoch(seconds: float) -> datetime:
    """The moment that a row's number of seconds stands for."""
    return datetime.fromtimestamp(seconds, UTC)


def maybe_epoch(moment: datetime | None) -> int | None:
    """The same of what a row may lack."""
    return epoch(moment) if moment is not None else None


def maybe_moment(seconds: float | None) -> datetime | None:
    """The moment that a row's number stands for, if it has one."""
    return from_epoch(seconds) if seconds is not None else None


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with a Z, whole milliseconds, as every API answers it."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def day_of(moment: datetime) -> str:
    """The UTC day a moment lies in, as sparse indexes name it: `2026-11-20`."""
    return moment.astimezone(UTC).date().isoformat()


def next_day(day: str) -> str:
    """The name of the day after a day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def days_between(first: str, last: str) -> Iterator[str]:
    """Every day name from `first` to `last`, both included, oldest first."""
    while first <= last:
        yield first
        first = next_day(first)
