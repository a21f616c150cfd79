"""(a) Sending a letter of 100 kB: AWS calls, and CPU against a bare handler that makes the same calls."""

from __future__ import annotations

import base64
import io
import itertools
import json
import os
import uuid
from typing import Any

import pikepdf

from bench.stage import Calls, Context, Figure, api_event, by_turns, quiet, tell

RESOURCE = "/v2/tenant/{tenantKey}/content"


def a_pdf(size: int = 100_000) -> bytes:
    """A real PDF of one page and about `size` bytes that do not compress."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    pdf.pages[0].obj["/Kuvert"] = pdf.make_stream(os.urandom(size - 900))
    del page
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


class Bench:
    """A tenant, people enough for the limit of fifty a minute, and two ways of sending."""

    def __init__(self) -> None:
        from app import app
        from chalicelib.aws import clients
        from chalicelib.kernel.identifiers import OrganisationNumber
        from chalicelib.wiring import operator

        quiet()
        self.app, self.operator = app, operator()
        self.tenant = self.operator.senders.register_tenant("Mätning", OrganisationNumber("5560004755")).key
        self.people = [self._person(n) for n in range(40)]
        self.turn = itertools.count()
        self.data = base64.b64encode(a_pdf()).decode()
        self.dynamodb, self.s3 = clients.client("dynamodb"), clients.client("s3")
        scopes = f"kivra.v2.tenant.{self.tenant}.**"
        self.authorizer = {"client_id": "client_bench", "tenants": self.tenant, "scopes": scopes}

    def _person(self, n: int) -> Any:
        from chalicelib.kernel.clock import epoch
        from chalicelib.recipients.store import RecipientRow

        now = epoch(self.operator.clock.now())
        ssn = _number(n)
        row = RecipientRow(
            self.operator.pepper.person(ssn), mailbox=f"{now:010d}{n:032x}", personnummer="sealed", name="Person",
            email=f"p{n}@example.com", mobile="+46701740605", terms_version="1", terms_accepted_at=now, created_at=now,
            last_login_at=now,
        )
        row.save()
        return ssn, row

    def body(self) -> tuple[str, Any]:
        """A new letter to the next person."""
        n = next(self.turn)
        ssn, row = self.people[n % len(self.people)]
        part = {"name": "brev.pdf", "content_type": "application/pdf", "data": self.data}
        return json.dumps({"ssn": ssn, "subject": f"Brev {n} {uuid.uuid4()}", "type": "letter", "parts": [part]}), row

    def ours(self) -> None:
        """Send through the product's own door."""
        body, _ = self.body()
        path = RESOURCE.replace("{tenantKey}", self.tenant)
        headers = {"content-type": "application/json"}
        answer = self.app(api_event("POST", path, RESOURCE, body, headers, authorizer=self.authorizer), Context)
        assert answer["statusCode"] == 201, answer

    def bare(self) -> None:
        """Read the same body and make the same calls, with nothing else around them."""
        body, row = self.body()
        content = json.loads(body)
        data = base64.b64decode(content["parts"][0]["data"])
        key = f"1795176000{uuid.uuid4().hex}"
        table = self.operator.config.table
        bucket = self.operator.config.content_bucket
        self.dynamodb.batch_get_item(RequestItems={
            table("recipients"): {"Keys": [{"person": {"S": row.person}}], "ConsistentRead": True},
            table("duplicates"): {"Keys": [{"duplicate": {"S": key}}], "ConsistentRead": True},
            table("tenants"): {"Keys": [{"key": {"S": self.tenant}}], "ConsistentRead": True},
        })
        document = json.dumps({"subject": content["subject"], "type": "letter", "parts": [{"n": 1}]}).encode()
        prefix = f"mailbox/{row.mailbox}/{key}/"
        self.s3.put_object(Bucket=bucket, Key=f"{prefix}content.json", Body=document, ContentType="application/json")
        self.s3.put_object(Bucket=bucket, Key=f"{prefix}1", Body=data, ContentType="application/pdf")
        self.dynamodb.transact_write_items(TransactItems=self._writes(key, row, content["subject"], table))

    def _writes(self, key: str, row: Any, subject: str, table: Any) -> list[dict[str, Any]]:
        return [
            {"ConditionCheck": {"TableName": table("recipients"), "Key": {"person": {"S": row.person}},
                                "ConditionExpression": "attribute_exists(person)"}},
            {"Put": {"TableName": table("duplicates"), "ConditionExpression": "attribute_not_exists(duplicate)",
                     "Item": {"duplicate": {"S": key}, "content_key": {"S": key}, "payload": {"S": key},
                              "retained": {"BOOL": False}, "ttl": {"N": "1897776000"}}}},
            {"Update": {"TableName": table("counters"), "Key": {"counter": {"S": f"bare#{key}"}},
                        "UpdateExpression": "ADD times :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}},
            {"Put": {"TableName": table("items"), "ConditionExpression": "attribute_not_exists(content_key)",
                     "Item": {"mailbox": {"S": row.mailbox}, "content_key": {"S": key}, "person": {"S": row.person},
                              "tenant": {"S": self.tenant}, "sender_name": {"S": "Mätning"}, "subject": {"S": subject},
                              "type": {"S": "letter"}, "received_at": {"N": "1795176000"}, "unread": {"BOOL": True}}}},
            {"Put": {"TableName": table("deliveries"), "Item": {
                "content_key": {"S": key}, "event": {"S": "accepted"}, "tenant": {"S": self.tenant}}}},
        ]


def _number(n: int) -> str:
    """A number with a right check digit, made in memory only."""
    from chalicelib.kernel.identifiers import luhn

    ten = f"{80 + n // 12 % 10}{n % 12 + 1:02d}01{n:03d}"
    return "19" + ten + next(digit for digit in "0123456789" if luhn(ten + digit))


def main() -> None:
    """Measure."""
    bench = Bench()
    calls = Calls()
    bench.ours()
    calls.names.clear()
    bench.ours()
    made = list(calls.names)
    ours, bare = by_turns(bench.ours, bench.bare, times=15)
    wanted = ["BatchGetItem", "PutObject", "PutObject", "TransactWriteItems"]
    tell([
        Figure("(a) letter of 100 kB: AWS calls", ", ".join(made), ", ".join(wanted), made == wanted),
        Figure(
            "(a) letter of 100 kB: CPU against a bare handler with the same calls",
            f"{ours / bare:.2f} ({ours * 1000:.1f} ms / {bare * 1000:.1f} ms)", "≤ 1.5", ours / bare <= 1.5,
        ),
    ])


if __name__ == "__main__":
    main()
