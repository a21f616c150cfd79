"""EventBridge to Lambda: the schedules of app.py, on the movable clock.

A jump of the clock is as if the laptop had slept: each schedule that fell due meanwhile runs once, at its last due
time, in the order of those times. To see every step of a longer time, move the clock in steps.
"""

import json
import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from chalice.app import Chalice, ScheduledEventConfig

from local.clock import MovableClock
from local.front import lambdas
from local.pumps.expressions import Expression, parse
from local.settings import ACCOUNT, REGION

TICK = 0.5
RETRIES = (timedelta(minutes=1), timedelta(minutes=2))  # as Lambda tries an asynchronous event again
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Schedule:
    """A function of app.py that a clock wakes."""

    name: str
    text: str
    expression: Expression
    handler: Callable[[Any, Any], Any]


class UnknownSchedule(KeyError):
    """app.py declares no such schedule."""


class FailedRun(Exception):
    """The function ended in an error."""


def schedules(app: Chalice) -> list[Schedule]:
    """What app.py declares with `@app.schedule`."""
    declared = [event for event in app.event_sources if isinstance(event, ScheduledEventConfig)]
    return [
        Schedule(event.name, text := _text(event.schedule_expression), parse(text), app.handler_map[event.name])
        for event in declared
    ]


def _text(expression: Any) -> str:
    return expression if isinstance(expression, str) else str(expression.to_string())


class Scheduler:
    """Runs what is due, and remembers when each was last due."""

    def __init__(self, declared: list[Schedule], clock: MovableClock, file: Path) -> None:
        self._schedules = {schedule.name: schedule for schedule in declared}
        self._clock, self._file = clock, file
        self._lock = threading.RLock()
        kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        now = clock.now()
        self._last = {name: _moment(kept[name]) if name in kept else now for name in self._schedules}
        self._new = self._schedules.keys() - kept.keys()  # a rule strikes soon after it was made
        self._retries: list[tuple[datetime, str, int]] = []

    def start(self) -> None:
        threading.Thread(target=self._run, name="schedules", daemon=True).start()

    def _run(self) -> None:
        while True:
            self.run_due()
            threading.Event().wait(TICK)

    def all(self) -> list[dict[str, Any]]:
        return [
            {
                "name": one.name,
                "schedule": one.text,
                "last": _iso(self._last[one.name]),
                "next": _iso(one.expression.after(self._last[one.name])),
            }
            for one in self._schedules.values()
        ]

    def run_due(self) -> list[str]:
        """Runs each schedule that has fallen due, once; answers which ran."""
        with self._lock:
            now = self._clock.now()
            due = sorted((time, name) for name, time in self._due(now).items())
            for time, name in due:
                self._last[name] = time
                self._try(name, time, 0)
            if due:
                self._keep()
            self._run_retries(now)
        return [name for _, name in due]

    def run(self, name: str) -> None:
        """Now, whenever it is due."""
        if name not in self._schedules:
            raise UnknownSchedule(f"app.py has no schedule {name}; it has {', '.join(self._schedules)}")
        with self._lock:
            self._invoke(name, self._clock.now())

    def _due(self, now: datetime) -> dict[str, datetime]:
        found = {}
        for name, schedule in self._schedules.items():
            self._last[name] = min(self._last[name], now)  # the clock was set back
            if name in self._new:
                found[name] = now
            elif time := schedule.expression.latest(self._last[name], now):
                found[name] = time
        self._new = set()
        return found

    def _run_retries(self, now: datetime) -> None:
        ready = [entry for entry in self._retries if entry[0] <= now]
        self._retries = [entry for entry in self._retries if entry[0] > now]
        for _, name, tried in ready:
            self._try(name, now, tried)

    def _try(self, name: str, due: datetime, tried: int) -> None:
        try:
            self._invoke(name, due)
        except FailedRun:
            if tried < len(RETRIES):
                self._retries.append((self._clock.now() + RETRIES[tried], name, tried + 1))

    def _invoke(self, name: str, due: datetime) -> None:
        event = {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": ACCOUNT,
            "time": _iso(due),
            "region": REGION,
            "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/kuvert-local-{name}"],
            "detail": {},
        }
        try:
            self._schedules[name].handler(event, lambdas.context(name))
        except Exception as error:
            log.exception("The schedule %s failed", name)
            raise FailedRun(f"{name}: {type(error).__name__}: {error}") from error

    def _keep(self) -> None:
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps({name: time.isoformat() for name, time in self._last.items()}))
        part.replace(self._file)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _iso(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""
