"""Quiet hours (tyst tid): when a person does not want to hear a sound from us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from chalicelib.kernel.clock import STOCKHOLM


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the Swedish clock, each day, over midnight too; when they end as they begin there are none."""

    start: time
    end: time

    @classmethod
    def read(cls, written: str) -> Quiet:
        """Read `22:00-07:00`."""
        start, _, end = written.partition("-")
        return cls(time.fromisoformat(start), time.fromisoformat(end))

    def __str__(self) -> str:
        """As a row holds them."""
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def until(self, now: datetime) -> datetime | None:
        """When the quiet hours that it is in are over; None when there is no need to be quiet."""
        local = now.astimezone(STOCKHOLM)
        at, over_midnight = local.time(), self.end < self.start
        late, early = at >= self.start, at < self.end
        if not (late or early if over_midnight else late and early):
            return None
        day = local.date() + timedelta(days=1 if over_midnight and late else 0)
        end = datetime.combine(day, self.end, STOCKHOLM).astimezone(UTC)
        # In the hour that comes twice in October they are over when they end the first time.
        return end if end > now else None


NEVER = Quiet(time(), time())
