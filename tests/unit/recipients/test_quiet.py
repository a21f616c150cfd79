"""Quiet hours by the Swedish clock: over midnight, within a day, and on the two days that are not of 24 hours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.recipients.quiet import NEVER, Quiet

NIGHT, NOON = Quiet.read("22:00-07:00"), Quiet.read("12:00-13:30")


def utc(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("quiet", "now", "until"), [
    # In winter Sweden is an hour before UTC, in summer two.
    (NIGHT, "2026-11-20T20:59:59", None),
    (NIGHT, "2026-11-20T21:00", "2026-11-21T06:00"),
    (NIGHT, "2026-11-20T23:30", "2026-11-21T06:00"),
    (NIGHT, "2026-11-21T05:59:59", "2026-11-21T06:00"),
    (NIGHT, "2026-11-21T06:00", None),
    (NIGHT, "2026-07-01T20:00", "2026-07-02T05:00"),
    (NOON, "2026-11-20T10:59", None),
    (NOON, "2026-11-20T11:00", "2026-11-20T12:30"),
    (NOON, "2026-11-20T12:30", None),
    # The night in which an hour comes twice is ten hours long, the one that lacks an hour eight.
    (NIGHT, "2026-10-24T20:00", "2026-10-25T06:00"),
    (NIGHT, "2026-03-28T21:00", "2026-03-29T05:00"),
    # What ends in the hour that comes twice ends the first time.
    (Quiet.read("22:00-02:30"), "2026-10-25T00:15", "2026-10-25T00:30"),
    (Quiet.read("22:00-02:30"), "2026-10-25T01:15", None),
    # What ends in the hour that is not there ends when it would have been.
    (Quiet.read("22:00-02:30"), "2026-03-29T00:30", "2026-03-29T01:30"),
    (NEVER, "2026-11-20T23:00", None),
    (Quiet.read("08:00-08:00"), "2026-11-20T07:00", None),
])
def test_when_quiet_hours_are_over(quiet: Quiet, now: str, until: str | None) -> None:
    """The moment after which there may be a sound again."""
    assert quiet.until(utc(now)) == (utc(until) if until else None)


def test_they_are_written_as_they_are_read() -> None:
    """For the row."""
    assert str(Quiet.read(str(NIGHT))) == "22:00-07:00"
