"""(b) Matching 100,000 personal numbers, against a bare concurrent loop of BatchGetItem over the same keys."""

from __future__ import annotations

import json
import random
import resource
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

from bench.stage import Context, Figure, api_event, by_turns, quiet, tell

SIZE = 100_000
USERS = 20_000
RESOURCE = "/v2/tenant/{tenantKey}/usermatch/ssn"


def honest_list(size: int) -> list[str]:
    """Customers as they come: any age, anybody born on a day; made in memory only."""
    from chalicelib.kernel.identifiers import luhn

    chance, found = random.Random(1), set[str]()
    while len(found) < size:
        day = date(1926, 1, 1) + timedelta(days=chance.randrange(29_000))
        ten = f"{day:%y%m%d}{chance.randrange(1000):03d}"
        found.add(f"{day:%Y}"[:2] + ten + next(digit for digit in "0123456789" if luhn(ten + digit)))
    return sorted(found, key=lambda _: chance.random())


class Bench:
    """A register of users, a list to match, and two ways of matching it."""

    def __init__(self) -> None:
        from app import app
        from chalicelib.aws import clients
        from chalicelib.kernel.identifiers import OrganisationNumber
        from chalicelib.wiring import operator

        quiet()
        self.app, self.operator = app, operator()
        self.tenant = self.operator.senders.register_tenant("Matchning", OrganisationNumber("2021005489")).key
        self.numbers = honest_list(SIZE)
        self.keys = [self.operator.pepper.person(number) for number in self.numbers]
        self.dynamodb = clients.client("dynamodb")
        self._register(self.keys[:: SIZE // USERS])
        self.body = json.dumps({"list": self.numbers})
        scopes = f"kivra.v2.tenant.{self.tenant}.**"
        self.authorizer = {"client_id": "client_bench", "tenants": self.tenant, "scopes": scopes}

    def _register(self, people: list[str]) -> None:
        from chalicelib.kernel.clock import epoch
        from chalicelib.recipients.store import RecipientRow

        now = epoch(self.operator.clock.now())
        with RecipientRow.batch_write() as batch:
            for n, person in enumerate(people):
                batch.save(RecipientRow(
                    person, mailbox=f"{now:010d}{n:032x}", personnummer="s" * 200, name="Person Personsson",
                    email=f"p{n}@example.com", mobile="+46701740605", terms_version="1", terms_accepted_at=now,
                    created_at=now, last_login_at=now,
                ))

    def ours(self) -> None:
        """Match through the product's own door."""
        path = RESOURCE.replace("{tenantKey}", self.tenant)
        headers = {"content-type": "application/json"}
        answer = self.app(api_event("POST", path, RESOURCE, self.body, headers, authorizer=self.authorizer), Context)
        assert answer["statusCode"] == 200, answer
        assert len(json.loads(answer["body"])["list"]) == USERS

    def bare(self) -> None:
        """Read the same keys, sixteen calls at once, and count what is there."""
        table = self.operator.config.table("recipients")
        names = {"#person": "person", "#seen": "last_login_at", "#bounced": "email_bounced", "#closed": "closed_at"}

        def read(start: int) -> int:
            wanted: Any = {table: {
                "Keys": [{"person": {"S": key}} for key in self.keys[start : start + 100]], "ConsistentRead": True,
                "ProjectionExpression": ",".join(names), "ExpressionAttributeNames": names,
            }}
            return len(self.dynamodb.batch_get_item(RequestItems=wanted)["Responses"][table])

        with ThreadPoolExecutor(16) as pool:
            assert sum(pool.map(read, range(0, SIZE, 100))) == USERS


def main() -> None:
    """Measure."""
    bench = Bench()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    bench.ours()
    wall = time.perf_counter() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    ours, bare = by_turns(bench.ours, bench.bare, times=1, rounds=5)
    tell([
        Figure(
            f"(b) usermatch of {SIZE:,} personal numbers: CPU against a bare loop of BatchGetItem",
            f"{ours / bare:.2f} ({ours:.1f} s / {bare:.1f} s; {wall:.1f} s from request to answer)", "≤ 1.3",
            ours / bare <= 1.3,
        ),
        Figure(f"(b) usermatch of {SIZE:,}: memory it adds", f"{grown:.0f} MB", "≤ 150 MB", grown <= 150),
    ])


if __name__ == "__main__":
    main()
