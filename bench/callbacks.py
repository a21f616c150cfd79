"""(f) Telling webhooks while one receiver is well, slow, down or flapping: ten workers on a clock of their own.

The rows are real ones in the laptop's DynamoDB and the worker is the product's; time is virtual, so that an hour's
outage is measured in seconds, and what a receiver takes is what it says it takes. The queue is fair as SQS's are said
to be: a group that has had more of the workers' time is served after one that has had less.
"""

from __future__ import annotations

import heapq
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.stage import Figure, quiet, tell

CONTENTS = 300  # one every tenth of a second, each with two messages, to two webhooks
WORKERS = 10
OWN_TIME = 0.03  # what a worker takes besides its receiver
OUTAGE = timedelta(hours=1)


@dataclass
class VirtualClock:
    """Stands where the simulation puts it."""

    at: datetime

    def now(self) -> datetime:
        """The moment it stands at."""
        return self.at


@dataclass
class Receivers:
    """Two receivers: one that is always well, and one as the scenario has it."""

    clock: VirtualClock
    troubled: Callable[[datetime], tuple[float, bool]]
    began: datetime
    tries: dict[str, int] = field(default_factory=lambda: {"well": 0, "troubled": 0})
    taken: dict[str, dict[str, float]] = field(default_factory=lambda: {"well": {}, "troubled": {}})
    twice: int = 0
    elapsed: float = 0.0

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Any:
        """Take as long as the receiver takes, and answer as it answers."""
        import json

        from chalicelib.callbacks.model import Outcome

        name = "troubled" if "troubled" in url else "well"
        took, good = self.troubled(self.clock.at) if name == "troubled" else (0.02, True)
        self.clock.at += timedelta(seconds=took)
        self.elapsed += took
        self.tries[name] += 1
        if good:
            self.twice += headers["webhook-id"] in self.taken[name]
            happened = datetime.fromisoformat(json.loads(body)["timestamp"])
            self.taken[name][headers["webhook-id"]] = (self.clock.at - happened).total_seconds()
        return Outcome(200 if good else None, "" if good else "refused")


class Simulation:
    """A queue, its workers and the clock that strikes each minute, in virtual time."""

    def __init__(self, troubled: Callable[[datetime], tuple[float, bool]]) -> None:
        from chalicelib.callbacks.due import Due
        from chalicelib.callbacks.telling import Telling
        from chalicelib.wiring import operator

        # Tomorrow, so that the laptop's own worker, on its own clock, leaves these rows alone.
        self.began = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
        self.clock = VirtualClock(self.began)
        self.receivers = Receivers(self.clock, troubled, self.began)
        self.heap: list[tuple[datetime, int, dict[str, str]]] = []
        self.sent = 0
        self.had: dict[str, float] = {}
        self.telling = Telling(clock=self.clock, vault=operator().vault, queue=self, receiver=self.receivers)  # type: ignore[arg-type]
        self.due = Due(clock=self.clock, queue=self)  # type: ignore[arg-type]

    def send(self, message: dict[str, str], delay: int = 0, group: str = "") -> None:
        """Put a message on the queue."""
        self.sent += 1
        message["group"] = group
        heapq.heappush(self.heap, (self.clock.at + timedelta(seconds=delay), self.sent, message))

    def send_all(self, messages: Iterable[dict[str, str]], group: str = "") -> int:
        """Put many messages on the queue."""
        before = self.sent
        for message in messages:
            self.send(message, group=group)
        return self.sent - before

    def run(self, subjects: list[str], until: Callable[[], bool]) -> float:
        """Let everything happen until it is over; answer the CPU seconds that it took."""
        for n, subject in enumerate(subjects):
            heapq.heappush(self.heap, (self.began + timedelta(seconds=n / 10), n - len(subjects), {"subject": subject}))
        free, strikes = [self.began] * WORKERS, self.began + timedelta(minutes=1)
        start = time.process_time()
        while not until():
            due = max(self.heap[0][0], min(free)) if self.heap else strikes
            if strikes <= due:
                self.clock.at = strikes
                self.due.strike()
                strikes += timedelta(minutes=1)
                continue
            message = self._next(due)
            worker = free.index(min(free))
            self.clock.at = due
            self._handle(message)
            free[worker] = self.clock.at + timedelta(seconds=OWN_TIME)
        return time.process_time() - start

    def _next(self, now: datetime) -> dict[str, str]:
        """Take what is due of the group that has had the least time, and of that what has waited longest."""
        ready = []
        while self.heap and self.heap[0][0] <= now:
            ready.append(heapq.heappop(self.heap))
        best = min(ready, key=lambda each: (self.had.get(each[2].get("group", ""), 0.0), each[:2]))
        for each in ready:
            if each is not best:
                heapq.heappush(self.heap, each)
        return best[2]

    def _handle(self, message: dict[str, str]) -> None:
        from chalicelib.kernel.errors import Unavailable

        before = self.receivers.elapsed
        try:
            self.telling.handle({name: value for name, value in message.items() if name != "group"})
        except Unavailable as busy:
            self.send(message, delay=busy.retry_after or 30, group=message.get("group", ""))
        if group := message.get("group"):
            self.had[group] = self.had.get(group, 0.0) + self.receivers.elapsed - before


def scenario(name: str, troubled: Callable[[datetime, datetime], tuple[float, bool]]) -> tuple[Simulation, float]:
    """Let the contents be delivered while one receiver is in trouble."""
    from chalicelib.aws import tables
    from chalicelib.callbacks import store
    from chalicelib.callbacks.model import Definition, News, Type
    from chalicelib.kernel.identifiers import OrganisationNumber
    from chalicelib.senders.model import Caller, full_scopes
    from chalicelib.wiring import operator

    vat = {"well": "2021006107", "slow": "2021006115", "down": "2021006123", "flapping": "2021006131"}[name]
    tenant = operator().senders.register_tenant(name, OrganisationNumber(vat)).key
    client, _ = operator().senders.register_client(name, [tenant])
    caller = Caller(client.client_id, frozenset([tenant]), full_scopes((tenant,)))
    for receiver in ("well", "troubled"):
        definition = Definition(f"https://hooks.{receiver}.example.com/", tenant, (Type.ACCEPTED, Type.DELIVERED))
        operator().webhooks.add(caller, definition)
    here: list[datetime] = []
    simulation = Simulation(lambda now: troubled(now, here[0]))
    here.append(simulation.began)
    subjects = []
    for n in range(CONTENTS):
        at = simulation.began + timedelta(seconds=n / 10)
        subject = operator().ids.key(at)
        tables.commit([store.news(News(tenant, subject, (Type.ACCEPTED, Type.DELIVERED), at))])
        subjects.append(subject)
    taken = simulation.receivers.taken
    spent = simulation.run(subjects, lambda: all(len(each) >= 2 * CONTENTS for each in taken.values()))
    return simulation, spent


def _said(delays: Mapping[str, float]) -> tuple[float, float, float]:
    ordered = sorted(delays.values())
    return statistics.median(ordered), ordered[len(ordered) * 99 // 100], ordered[-1]


def figure(name: str, simulation: Simulation, spent: float, target: str, most: int) -> Figure:
    """One line of the table."""
    receivers = simulation.receivers
    (middle, _, last), (_, well, _) = _said(receivers.taken["troubled"]), _said(receivers.taken["well"])
    tries, messages = receivers.tries["troubled"], 2 * CONTENTS
    return Figure(
        f"(f) webhooks, one receiver {name}: {messages} messages to it, and as many to one that is well",
        f"all taken, {receivers.twice} twice; {tries} tries; median {middle:.1f} s, last {last:.0f} s after it "
        f"happened; the other's 99th percentile {well:.1f} s; CPU {spent / (2 * messages) * 1000:.1f} ms a message",
        target, receivers.twice == 0 and tries <= most and well <= 5 and last < OUTAGE.total_seconds() * 2,
    )


def main() -> None:
    """Measure."""
    quiet()
    half_minutes = timedelta(seconds=60)
    cases: list[tuple[str, str, Callable[[datetime, datetime], tuple[float, bool]], int]] = [
        ("well", "well", lambda *_: (0.02, True), 600),
        ("slow", "slow (0.9 s an answer)", lambda *_: (0.9, True), 600),
        ("down", "down for an hour", lambda now, began: (0.01, now - began >= OUTAGE), 1200),
        ("flapping", "flapping (a minute up, a minute down)",
         lambda now, began: (0.02, (now - began) // half_minutes % 2 == 1), 1200),
    ]
    figures = []
    for name, said, troubled, most in cases:
        simulation, spent = scenario(name, troubled)
        target = f"each once, ≤ {most} tries, the other's 99th percentile ≤ 5 s"
        figures.append(figure(said, simulation, spent, target, most))
    tell(figures)


if __name__ == "__main__":
    main()
