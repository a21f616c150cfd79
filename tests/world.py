"""A whole operator on moto, in process, with its time, its ids and its outside parties in the test's hands."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import boto3
from moto.backends import get_backend
from moto.s3 import notifications

from chalicelib import wiring
from chalicelib.aws import clients
from chalicelib.aws.config import Config
from chalicelib.kernel.clock import epoch, iso
from chalicelib.notifications.model import Mail
from chalicelib.outgoing.model import Outcome
from chalicelib.recipients.store import AddressRow, RecipientRow
from local.resources import create_resources
from tests.logwatch import WATCH
from tests.strictness import strict

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TOLVAN = "191212121212"
ANNA = "197701032380"
BENGT = "198112172385"
SPAR = "195704133106"
MINOR = "201201012380"
# A PDF as small as they come, with a page and a text.
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000056 00000 n \n0000000108 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n176\n%%EOF\n"
)


@dataclass
class FakeClock:
    """A clock that stands until it is moved."""

    at: datetime = START

    def now(self) -> datetime:
        """The moment it stands at."""
        return self.at

    def advance(self, **step: float) -> None:
        """Move it forward."""
        self.at += timedelta(**step)


@dataclass
class CountingIds:
    """Identifiers in a row, so that a test can be read; every one of the right form."""

    n: int = 0

    def _next(self) -> int:
        self.n += 1
        return self.n

    def key(self, now: datetime) -> str:
        """An object key."""
        return f"{epoch(now):010d}{self._next():032x}"

    def token(self) -> str:
        """A secret."""
        return f"token-{self._next():037d}"

    def hex(self, digits: int) -> str:
        """Hex digits."""
        return f"{self._next():0{digits}x}"

    def code(self) -> str:
        """A code of six digits."""
        code = f"{self._next() + 100000:06d}"
        WATCH.codes.add(code)
        return code


@dataclass
class Outbox:
    """What would have been sent; `fail` is raised instead as often as it has entries."""

    mails: list[Mail] = field(default_factory=list)
    sms: list[tuple[str, str]] = field(default_factory=list)
    lifted: list[str] = field(default_factory=list)
    pushes: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    push_says: dict[str, int | None] = field(default_factory=dict)
    fail: list[Exception] = field(default_factory=list)

    def _trip(self) -> None:
        if self.fail:
            raise self.fail.pop(0)


class FakeMail:
    """A mail supplier that keeps what it is given."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def send(self, mail: Mail) -> None:
        """Keep it."""
        self._outbox._trip()
        self._outbox.mails.append(mail)

    def lift(self, address: str) -> None:
        """Keep that it was asked for."""
        self._outbox.lifted.append(address)


class FakeSms:
    """An SMS supplier that keeps what it is given."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def send(self, to: str, text: str, lives: timedelta) -> None:
        """Keep it."""
        assert timedelta() < lives <= timedelta(days=3)
        self._outbox._trip()
        self._outbox.sms.append((to, text))


class FakePush:
    """Every push service; it keeps what it is given, and answers as it is told."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Keep it."""
        self._outbox.pushes.append((url, dict(headers), body))
        return Outcome(self._outbox.push_says.get(url, 201))


class FakeReceiver:
    """A sender's receiver that answers every webhook in one way."""

    status = 200

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Answer it."""
        return Outcome(self.status)


class World:
    """The operator under test and everything around it."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.reset()

    def reset(self, *, real_mail: bool = False) -> None:
        """Empty every table, bucket and queue, and build a fresh operator."""
        dynamodb = get_backend("dynamodb")["123456789012"]["eu-north-1"]
        for table in dynamodb.tables.values():
            table.items.clear()
        s3 = get_backend("s3")["123456789012"]["aws"]
        for bucket in s3.buckets.values():
            bucket.keys.clear()
            bucket.multiparts.clear()
        for queue in get_backend("sqs")["123456789012"]["eu-north-1"].queues.values():
            queue._messages.clear()
            # In AWS the notice waits a moment for the commit; here nothing waits, whoever has made the queues anew.
            queue.delay_seconds = 0
        self.clock, self.ids, self.outbox = FakeClock(), CountingIds(), Outbox()
        suppliers = replace(
            wiring.Suppliers.real(self.config), sms=FakeSms(self.outbox), push=FakePush(self.outbox)
        )
        if not real_mail:
            suppliers = replace(suppliers, mail=FakeMail(self.outbox))
        _ses().sent_messages.clear()
        self.operator = wiring.build(self.config, self.clock, self.ids, suppliers)
        wiring.install(self.operator)

    def sent(self) -> int:
        """Count the e-mails that SES has taken."""
        return len(_ses().sent_messages)

    def a_tenant(self, name: str = "Härnösands kommun", vat: str = "556000475501") -> str:
        """Register a sender; answer its key."""
        from chalicelib.kernel.identifiers import OrganisationNumber

        return self.operator.senders.register_tenant(name, OrganisationNumber.typed(f"SE{vat}")).key

    def a_person(self, ssn: str = TOLVAN, **change: Any) -> RecipientRow:
        """Put a person with an account straight into the tables."""
        person = self.operator.pepper.person(ssn)
        now = epoch(self.clock.now())
        values: dict[str, Any] = {
            "mailbox": f"{now:010d}{person[:32]}", "personnummer": self.operator.vault.seal(ssn, person),
            "name": "Tolvan Tolvansson", "email": f"person{ssn[-4:]}@example.com", "mobile": "+46701740605",
            "terms_version": "1", "terms_accepted_at": now, "created_at": now, "last_login_at": now,
        }
        row = RecipientRow(person, **{**values, **change})
        row.save()
        AddressRow(self.operator.pepper.of("email", row.email.lower()), person=person).save()
        return row

    def token(self, tenant: str, scope: str = "") -> str:
        """Make a client of a tenant and get it a token."""
        client, secret = self.operator.senders.register_client("client", [tenant])
        return self.operator.senders.grant(client.client_id, secret, scope).token

    def objects(self, prefix: str = "") -> list[str]:
        """Name every object in the content bucket."""
        listed = clients.client("s3").list_objects_v2(Bucket=self.config.content_bucket, Prefix=prefix)
        return [entry["Key"] for entry in listed.get("Contents", [])]

    def hour(self) -> None:
        """Let the clock of what waits strike, and the worker do what it asks for."""
        self.operator.registered.fall_due()
        self.operator.waiting.fall_due()
        self.release()

    def release(self) -> None:
        """Let the worker see to what it has been asked for."""
        self._work("release")

    def purge(self) -> int:
        """Let the clock of the trash strike, and the worker remove what it asks for; answer how much."""
        self.operator.trash.purge_due()
        return self._work("erase")

    def _work(self, worker: str) -> int:
        import app

        messages = self.messages(getattr(self.config, f"{worker}_queue_url"))
        for message in messages:
            record = {"messageId": "m", "receiptHandle": "r", "body": json.dumps(message["body"])}
            assert getattr(app, worker)({"Records": [record]}, None) == {"batchItemFailures": []}
        return len(messages)

    def messages(self, queue_url: str) -> list[dict[str, Any]]:
        """Take every message off a queue."""
        sqs, found = clients.client("sqs"), []
        while batch := sqs.receive_message(
            QueueUrl=queue_url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        ).get("Messages"):
            for message in batch:
                sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
            found += batch
        return [{"body": json.loads(m["Body"]), "attributes": m.get("MessageAttributes", {})} for m in found]


def _ses() -> Any:
    return get_backend("ses")["123456789012"]["eu-north-1"]


def a_content(ssn: str = TOLVAN, **change: Any) -> dict[str, Any]:
    """A letter as a sender's software sends it."""
    part = {"name": "brev.pdf", "data": base64.b64encode(PDF).decode(), "content_type": "application/pdf"}
    return {"ssn": ssn, "subject": "Beslut om förskoleplats", "type": "letter", "parts": [part], **change}


@contextmanager
def mocked_world() -> Iterator[World]:
    """Create our templates' resources in the mocked account."""
    clients.forget()
    boto3.setup_default_session(region_name="eu-north-1")
    environment = create_resources()
    clients.client("sesv2").create_email_identity(EmailIdentity=environment.get("KUVERT_MAIL_FROM", Config().mail_from))
    world = World(config_from(environment))
    # The bucket's events happen in the test's time, not in that of the machine; and DynamoDB takes only what it takes.
    with (
        mock.patch.object(notifications, "iso_8601_datetime_with_milliseconds", side_effect=lambda: iso(world.clock.now())),
        strict(),
    ):
        yield world


def config_from(environment: dict[str, str]) -> Config:
    """Read the environment that the templates describe."""
    names = {f"KUVERT_{f.name.upper()}": f.name for f in fields(Config)}
    return Config(**{names[name]: value for name, value in environment.items() if name in names})
