"""(c) The first page of an inbox with 10, 1,000 and 10,000 letters: read units and CPU."""

from __future__ import annotations

import statistics
from typing import Any

from bench.stage import Calls, Context, Figure, api_event, cpu, quiet, tell

SIZES = (10, 1_000, 10_000)
RESOURCE = "/api/letters"


class Bench:
    """Three mailboxes of different size, and the page of each."""

    def __init__(self) -> None:
        from app import app
        from chalicelib.wiring import operator

        quiet()
        self.app, self.operator = app, operator()
        self.cookies = {size: self._mailbox(size) for size in SIZES}

    def _mailbox(self, size: int) -> str:
        from chalicelib.kernel.clock import epoch
        from chalicelib.mailbox.store import ItemRow
        from chalicelib.recipients.store import RecipientRow, to_person

        now = epoch(self.operator.clock.now())
        mailbox = f"{now:010d}{size:032x}"
        row = RecipientRow(
            f"bench-{size}", mailbox=mailbox, personnummer="sealed", name="Person", email="p@example.com",
            mobile="+46701740605", terms_version="1", terms_accepted_at=now, created_at=now, last_login_at=now,
        )
        row.save()
        with ItemRow.batch_write() as batch:
            for n in range(size):
                batch.save(ItemRow(
                    mailbox, f"{now - n:010d}{n:032x}", person=row.person, tenant=f"{now:010d}{n % 9:032x}",
                    sender_name="Härnösands kommun", subject=f"Beslut nummer {n:06d} om förskoleplats", type="letter",
                    received_at=now - n, parts=1, correlation_id="x" * 36, email_notice="sent",
                ))
        return self.operator.sessions.begin(to_person(row), "Firefox", self.operator.ids.token())

    def page(self, size: int, limit: int = 10) -> Any:
        """Ask for the first page."""
        headers = {"cookie": f"__Host-sid={self.cookies[size]}"}
        event = api_event("GET", RESOURCE, RESOURCE, None, headers)
        event["multiValueQueryStringParameters"] = {"limit": [str(limit)]}
        answer = self.app(event, Context)
        assert answer["statusCode"] == 200, answer
        return answer

    def units(self, size: int) -> tuple[float, list[str]]:
        """Read units and names of the calls of a first page of fifty."""
        from chalicelib.mailbox.store import ItemRow

        calls = Calls()
        self.page(size, 50)
        answer = ItemRow._get_connection().query(
            self.cookies[size].partition(".")[0], scan_index_forward=False, limit=50, consistent_read=True,
        )
        return float(answer["ConsumedCapacity"]["CapacityUnits"]), calls.names[:-1]


def main() -> None:
    """Measure; CPU at pages of ten letters, which every mailbox fills, so that equal work is compared."""
    bench = Bench()
    times = {size: [] for size in SIZES}
    for size in SIZES:
        bench.page(size)
    for _ in range(9):
        for size in SIZES:
            times[size].append(cpu(lambda size=size: bench.page(size), 30))
    medians = {size: statistics.median(found) for size, found in times.items()}
    slowest = max(medians.values()) / min(medians.values())
    units = {size: bench.units(size) for size in SIZES}
    large = {units[size][0] for size in SIZES[1:]}
    said = ", ".join(f"{units[size][0]:g}" for size in SIZES)
    same_calls = len({tuple(calls) for _, calls in units.values()}) == 1
    tell([
        Figure(
            "(c) inbox, first 50 of 10 / 1,000 / 10,000 letters: read units", f"{said}; calls {units[10][1]}",
            "the same from a full page on", len(large) == 1 and same_calls and units[10][0] <= max(large),
        ),
        Figure(
            "(c) inbox, first 10 of 10 / 1,000 / 10,000 letters: CPU",
            ", ".join(f"{medians[size] * 1000:.2f} ms" for size in SIZES) + f" (spread {slowest:.2f})", "within 10 %",
            slowest <= 1.10,
        ),
    ])


if __name__ == "__main__":
    main()
