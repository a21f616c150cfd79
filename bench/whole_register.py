"""(e) Matching 300,000 personal numbers in one call, where each BatchGetItem takes the 5 ms that DynamoDB would."""

from __future__ import annotations

import json
import resource
import time
from io import BytesIO
from typing import Any

from bench.matching import RESOURCE, honest_list
from bench.stage import Context, Figure, api_event, quiet, tell

SIZE = 300_000
LATENCY = 0.005
PAYLOAD = 6 * 1024 * 1024  # what Lambda takes and gives
GATEWAY = 29.0
CPU_SHARE = 1024 / 1769  # of one core, by the memory that .chalice/config.json gives the function


class Distant:
    """DynamoDB at a distance: waits as the network would, and knows every fifth person."""

    def __init__(self, people: list[str]) -> None:
        self.calls = 0
        common = {"last_login_at": {"N": str(int(time.time()))}, "email_bounced": {"BOOL": False}, "paused": {"M": {}}}
        self._rows = {person: {"person": {"S": person}, **common} for person in people[::5]}

    def answer(self, request: Any, **_: Any) -> Any:
        """Answer one call in place of the network."""
        from botocore.awsrequest import AWSResponse

        self.calls += 1
        time.sleep(LATENCY)
        (table, wanted), = json.loads(request.body)["RequestItems"].items()
        rows = [self._rows[key["person"]["S"]] for key in wanted["Keys"] if key["person"]["S"] in self._rows]
        body = json.dumps({"Responses": {table: rows}, "UnprocessedKeys": {}}).encode()
        raw = BytesIO(body)
        raw.stream = lambda **_: iter([body])  # type: ignore[attr-defined]
        return AWSResponse(request.url, 200, {"content-type": "application/x-amz-json-1.0"}, raw)


def main() -> None:
    """Measure one call, from the event that the gateway makes to the answer it gets."""
    from app import app
    from chalicelib.aws import clients
    from chalicelib.kernel.identifiers import OrganisationNumber
    from chalicelib.wiring import operator

    quiet()
    tenant = operator().senders.register_tenant("Hela registret", OrganisationNumber("2021000985")).key
    numbers = honest_list(SIZE)
    distant = Distant([operator().pepper.person(number) for number in numbers])
    clients.lean_dynamodb().meta.events.register("before-send.dynamodb.BatchGetItem", distant.answer)
    event = api_event(
        "POST", RESOURCE.replace("{tenantKey}", tenant), RESOURCE, json.dumps({"list": numbers}),
        {"content-type": "application/json"},
        authorizer={"client_id": "client_bench", "tenants": tenant, "scopes": f"kivra.v2.tenant.{tenant}.**"},
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, spent = time.perf_counter(), time.process_time()
    answer = app(event, Context)
    wall, busy = time.perf_counter() - start, time.process_time() - spent
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    matched = len(json.loads(answer["body"])["list"])
    assert answer["statusCode"] == 200, answer
    assert matched == len(numbers[::5]), matched
    deployed = wall + busy * (1 / CPU_SHARE - 1)
    payload = len(json.dumps(event))
    tell([
        Figure(
            f"(e) usermatch of {SIZE:,} with 5 ms a call ({distant.calls:,} calls): from request to answer",
            f"{wall:.1f} s here, {busy:.1f} s of them CPU: {deployed:.1f} s on the {CPU_SHARE:.2f} core that 1,024 MB "
            "gives", "≤ 14.5 s, half of what the gateway waits", deployed <= GATEWAY / 2,
        ),
        Figure(f"(e) usermatch of {SIZE:,}: memory it adds", f"{grown:.0f} MB", "≤ 500 MB", grown <= 500),
        Figure(
            f"(e) usermatch of {SIZE:,}: the request as Lambda gets it", f"{payload / 1e6:.1f} MB", "≤ 6 MB",
            payload <= PAYLOAD,
        ),
    ])


if __name__ == "__main__":
    main()
