"""Moving the clock, and letting everything that follows it follow."""

from datetime import datetime, timedelta
from typing import Any

from local.clock import MovableClock, parse_duration, parse_time
from local.pumps.reaper import Reaper
from local.pumps.schedules import Scheduler
from local.tools.queues import Queues

MOST_STEPS = 5000


class TimeMachine:
    """A jump runs what fell due, lets the queues settle, and removes what has expired. Then it answers."""

    def __init__(self, clock: MovableClock, scheduler: Scheduler, queues: Queues, reaper: Reaper) -> None:
        self._clock, self._scheduler, self._queues, self._reaper = clock, scheduler, queues, reaper

    def now(self) -> dict[str, Any]:
        return {"now": _iso(self._clock.now()), "offset_seconds": round(self._clock.offset())}

    def move(self, wish: dict[str, Any]) -> dict[str, Any]:
        """To a time, or by a duration; with `step`, in steps of that length, so that nothing is skipped."""
        ran: list[str] = []
        settled = True
        for moment in self._stops(wish):
            self._clock.set(moment)
            ran += self._scheduler.run_due()
            settled = self._queues.settle() and settled
        removed = self._reaper.reap()
        return self.now() | {"ran": ran, "settled": settled, "removed": removed}

    def _stops(self, wish: dict[str, Any]) -> list[datetime]:
        now = self._clock.now()
        if wish.get("now"):
            target = parse_time(str(wish["now"]))
        elif wish.get("advance"):
            target = now + parse_duration(str(wish["advance"]))
        else:
            raise ValueError('Say {"now": "2027-01-01T08:00:00Z"} or {"advance": "P20D"}')
        step = parse_duration(str(wish["step"])) if wish.get("step") else target - now
        if step <= timedelta(0) or target <= now:
            return [target]
        if (target - now) / step > MOST_STEPS:
            raise ValueError(f"More than {MOST_STEPS} steps; take longer ones")
        stops = []
        while (now := now + step) < target:
            stops.append(now)
        return [*stops, target]


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
