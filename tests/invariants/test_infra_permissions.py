"""Each function's policy allows what the function does, and no more, in a life of letters lived through its handlers."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

import app as doors
from chalicelib import wiring
from chalicelib.aws import clients
from chalicelib.aws.multipart import Multipart
from chalicelib.batches import store as batch_store
from chalicelib.kernel.clock import iso
from chalicelib.mailbox.model import blob_prefix, content_blob
from chalicelib.privacy import store as exports
from chalicelib.privacy.model import whole_blob
from tests.api.sender.test_icons import png, sent
from tests.batches import in_zip, ndjson, put, zipped
from tests.browsers import subscription
from tests.contents import EVENT, a_picture, of_type
from tests.forms import ANSWERS, TEMPLATE, a_form
from tests.invariants.witness import Policies, Witness
from tests.phone import Phone, phone
from tests.software import basic
from tests.world import ANNA, BENGT, PDF, SPAR, TOLVAN, FakeMail, FakePush, FakeReceiver, FakeSms, World, a_content

__all__ = ["phone"]

# What no call of this process shows: Lambda's own logging and X-Ray; our certificate at BankID, which is played here;
# and that S3 says "absent" rather than "forbidden" only to who may list.
UNSEEN = {"Logs", "Traces", "BankidCertificate", "TellAbsent"}
CLOCKS = ("reconcile", "scheduled_due", "callbacks_due", "expire_waiting", "purge_trash", "erase_due")
CONSUMERS = ("notify", "release", "erase", "mail_events", "callbacks", "batches", "segments", "export")
PICTURED = {**EVENT, "images": {"landscape": a_picture()}}
# Where a function has another name than its queue.
WORKERS = {"callbacks": "deliver_callbacks", "batches": "read_batch", "segments": "send_segment"}


@dataclass
class Life:
    """An operator whose functions are called as AWS calls them, watched by a witness."""

    world: World
    http: Any
    phone: Phone
    witness: Witness
    cookies: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def running(self, function: str) -> Iterator[None]:
        """Run as a function's fresh process, which remembers nothing of the others."""
        suppliers = wiring.Suppliers(
            mail=FakeMail(self.world.outbox), sms=FakeSms(self.world.outbox), bankid=self.phone,
            receiver=FakeReceiver(), push=FakePush(self.world.outbox),
        )
        self.world.operator = wiring.build(self.world.config, self.world.clock, self.world.ids, suppliers)
        wiring.install(self.world.operator)
        with self.witness.during(function):
            yield

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request to the API, with the browser's cookies."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)
        sent = {"content-type": "application/json", "origin": self.world.config.web_url, "cookie": cookies, **headers}
        raw = body.encode() if isinstance(body, str) else json.dumps(body or {}).encode()
        with self.running("api_handler"):
            answer = self.http.request(method, path, headers=sent, body=raw)
        assert answer.status_code < 400, (method, path, answer.body)
        given = answer.headers.get("Set-Cookie", [])
        for cookie in given if isinstance(given, list) else [given]:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def identify(self, number: str, path: str, **wanted: Any) -> None:
        """Identify with BankID, to the end."""
        self.call("POST", path, wanted)
        self.phone.identify(number)
        self.world.clock.advance(seconds=3)
        self.call("POST", "/api/login/poll")

    def code(self) -> str:
        """The code that was sent last, by whichever channel: codes rise in a test."""
        texts = [mail.text for mail in self.world.outbox.mails] + [text for _, text in self.world.outbox.sms]
        return max(code for text in texts for code in re.findall(r"\b\d{6}\b", text))

    def take(self, function: str, tries: int = 1) -> None:
        """Let a consumer have what is on its queue."""
        url = getattr(self.world.config, f"{function}_queue_url")
        while batch := clients.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in batch:
                record = {
                    "messageId": "1", "receiptHandle": message["ReceiptHandle"], "body": message["Body"],
                    "attributes": {"ApproximateReceiveCount": str(tries)}, "messageAttributes": {},
                }
                worker = WORKERS.get(function, function)
                with self.running(worker):
                    getattr(doors, worker)({"Records": [record]}, None)

    def give(self, function: str, message: dict[str, Any], tries: int = 1) -> None:
        """Put a message on a consumer's queue and let it have it."""
        url = getattr(self.world.config, f"{function}_queue_url")
        clients.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(message))
        self.take(function, tries)

    def tick(self, function: str) -> None:
        """Let a clock strike, and the workers that it wakes work."""
        event = dict.fromkeys(("id", "time", "region", "source", "account", "version", "detail-type"), "x")
        with self.running(function):
            getattr(doors, function)({**event, "resources": [], "detail": {}}, None)
        for consumer in CONSUMERS:
            self.take(consumer)


@pytest.fixture
def life(world, http, phone, monkeypatch):
    """A life under watch; the authorizer is a function of its own inside the gateway's call."""
    witness = Witness()
    authorize = doors.authorize

    def watched(request):
        with witness.during("sender_authorizer"):
            return authorize(request)

    monkeypatch.setattr(doors, "authorize", watched)
    with witness.watching():
        yield Life(world, http, phone, witness)


def _send(life: Life) -> str:
    """A sender gets a token, looks around, and sends to somebody here, to somebody not here yet, and by address."""
    world, tenant = life.world, life.world.a_tenant()
    client, secret = world.operator.senders.register_client("client", [tenant])
    world.a_person(TOLVAN)
    form = {"Authorization": basic(client.client_id, secret), "content-type": "application/x-www-form-urlencoded"}
    token = life.call("POST", "/v1/auth", "grant_type=client_credentials", **form).json_body["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    life.call("GET", "/v2/tenant", **bearer)
    life.call("GET", f"/v2/tenant/{tenant}", **bearer)
    life.call("POST", f"/v2/tenant/{tenant}/usermatch/ssn", {"list": [TOLVAN, ANNA]}, **bearer)
    life.call("POST", f"/v2/tenant/{tenant}/usermatch/verified_email", {"list": ["person1212@example.com"]}, **bearer)
    _keep_the_register(life, tenant, bearer)
    html = {"name": "a.html", "data": "PHA+SGVqPC9wPg==", "content_type": "text/html"}
    salary = {"type": "letter.salary", "retain": True}
    _set_up_webhooks(life, tenant, bearer)
    event = life.call("POST", f"/v2/tenant/{tenant}/ticket/event", PICTURED, **bearer).json_body["event_key"]
    for content in (
        a_content(TOLVAN), a_content(TOLVAN, subject="En till"), a_content(None, email="person1212@example.com"),
        a_content(ANNA, **salary), a_content(ANNA, parts=[html], **salary),
        a_content(ANNA, subject="Kort", retention_time="30", **salary), a_content(BENGT, retention_time="30", **salary),
        a_content(None, email="anna.ny@example.com", **salary), of_type("ticket.event", event),
    ):
        key = life.call("POST", f"/v2/tenant/{tenant}/content", content, **bearer).headers["kivra-objkey"]
        life.call("GET", f"/v2/tenant/{tenant}/content/{key}", **bearer)
    _send_a_large_file(life, f"/v2/tenant/{tenant}", bearer)
    _think_again(life, f"/v2/tenant/{tenant}/content", bearer)
    _have_it_signed_for(life, f"/v2/tenant/{tenant}", bearer)
    _ask_and_be_answered(life, f"/v2/tenant/{tenant}", bearer)
    return tenant


def _send_a_large_file(life: Life, tenant: str, bearer: dict[str, str]) -> None:
    """The sender uploads a file and names it in a dry run, which reads and judges it."""
    asked = {"content_type": "application/pdf", "size": len(PDF)}
    place = life.call("POST", f"{tenant}/upload", asked, **bearer).json_body
    requests.put(place["url"], data=PDF, headers=place["headers"], timeout=5)
    part = {"name": "a.pdf", "upload_key": place["upload_key"], "content_type": "application/pdf"}
    life.call("POST", f"{tenant}/content?dry_run=true", a_content(TOLVAN, subject="Stor", parts=[part]), **bearer)


def _think_again(life: Life, contents: str, bearer: dict[str, str]) -> None:
    """The sender schedules, replaces, withdraws, corrects; Bengt has left when his letters are due."""
    later = {"deliver_at": iso(life.world.clock.now() + timedelta(minutes=30))}
    rehearsed = life.call("POST", f"{contents}?dry_run=true", a_content(TOLVAN, **later), **bearer).json_body
    key = urlsplit(rehearsed["preview"]["url"]).fragment
    life.call("GET", f"/api/preview?key={key}")
    life.call("GET", f"/api/preview/parts/1?key={key}")
    bengt = life.world.a_person(BENGT)
    salary = {"type": "letter.salary", "retain": True, **later}
    gone, kept, told, mailed = (
        life.call("POST", contents, content, **bearer).headers["kivra-objkey"]
        for content in (
            a_content(BENGT, **later), a_content(BENGT, **salary), a_content(TOLVAN, **salary),
            a_content(None, email="nobody@example.com", **salary),
        )
    )
    bengt.delete()
    life.call("PUT", f"{contents}/{told}", a_content(TOLVAN, subject="Ny", **salary), **bearer)
    life.world.clock.advance(minutes=30)
    life.tick("scheduled_due")
    life.call("DELETE", f"{contents}/{kept}", **bearer)
    newer = life.call("POST", contents, a_content(TOLVAN, subject="Rättat"), **bearer).headers["kivra-objkey"]
    life.call("POST", f"{contents}/{told}/corrected_by", {"content_key": newer}, **bearer)
    states = [life.call("GET", f"{contents}/{key}", **bearer).json_body["state"] for key in (gone, kept, told, mailed)]
    assert states == ["refused", "withdrawn", "delivered", "retained"]


def _ask_and_be_answered(life: Life, tenant: str, bearer: dict[str, str]) -> None:
    """The sender makes a form; Tolvan fills it in, answers it and deletes it, and gets another one."""
    form = life.call("POST", f"{tenant}/form", TEMPLATE, **bearer).json_body["key"]
    letter = life.call("POST", f"{tenant}/content", a_form(form, TOLVAN), **bearer).headers["kivra-objkey"]
    life.identify(TOLVAN, "/api/login", purpose="login")
    life.call("GET", f"/api/letters/{letter}/form")
    life.call("PUT", f"/api/letters/{letter}/form/draft", {"answers": ANSWERS})
    life.call("POST", f"/api/letters/{letter}/form/answer", {"answers": ANSWERS})
    life.call("PATCH", f"/api/letters/{letter}", {"trashed": True})
    life.call("DELETE", f"/api/letters/{letter}")
    life.cookies.clear()
    life.call("GET", f"{tenant}/form", **bearer)
    life.call("GET", f"{tenant}/form/{form}", **bearer)
    listed = life.call("GET", f"{tenant}/form/{form}/responses", **bearer).json_body["responses"]
    for each in listed:
        one = f"{tenant}/form/{form}/responses/{each['form_response_key']}"
        life.call("GET", one, **bearer)
        life.call("DELETE", one, **bearer)
    life.call("POST", f"{tenant}/content", a_form(form, TOLVAN, subject="En till"), **bearer)


def _have_it_signed_for(life: Life, tenant: str, bearer: dict[str, str]) -> None:
    """Tolvan signs for one registered letter, and lets the time of another go by."""
    letter, _ = (
        life.call("POST", f"{tenant}/content", {**of_type("registered.letter"), "subject": subject}, **bearer)
        for subject in ("Ett", "Två")
    )
    key = letter.headers["kivra-objkey"]
    life.identify(TOLVAN, "/api/login", purpose="login")
    life.identify(TOLVAN, f"/api/letters/{key}/receive")
    life.call("GET", f"/api/letters/{key}")
    life.cookies.clear()
    life.call("GET", f"{tenant}/registered", **bearer)
    life.call("GET", f"{tenant}/registered/{key}", **bearer)
    life.call("DELETE", f"{tenant}/registered/{key}", **bearer)


def _keep_the_register(life: Life, tenant: str, bearer: dict[str, str]) -> None:
    """The client makes a tenant of its own, changes it, gives it a face, and asks to send for somebody else's."""
    life.world.a_tenant("Annan", "202100548901")
    one, other = ({"name": "X", "orgnr": number} for number in ("SE556703748501", "SE556012579001"))
    life.call("POST", "/v2/tenant", {"name": "Eget", "company_id": [one]}, **bearer)
    life.call("PUT", f"/v2/tenant/{tenant}/name", {"name": "Kommunen"}, **bearer)
    life.call("POST", f"/v2/tenant/{tenant}/company_id", {"company_id": other}, **bearer)
    life.call("DELETE", f"/v2/tenant/{tenant}/company_id/{other['orgnr']}", **bearer)
    life.call("POST", f"/v2/tenant/{tenant}/icon", sent(png()), **bearer)
    life.call("GET", f"/img/tenant/{tenant}/icon.png", accept="image/png")
    asked = life.call("POST", "/v2/tenant/request_access", {"vat_number": "SE202100548901"}, **bearer)
    life.call("GET", f"/v2/tenant/request_access/{asked.headers['kivra-objkey']}", **bearer)


def _set_up_webhooks(life: Life, tenant: str, bearer: dict[str, str]) -> None:
    """The sender wants to be told of everything; its receiver fails until it is left alone, and is found again."""
    events = "/v2/webhooks/events"
    wanted = {"url": "https://hooks.example.com/kuvert", "tkey_filter": tenant}
    spare = life.call("POST", events, wanted, **bearer).json_body["id"]
    hook = life.call("POST", events, wanted, **bearer).json_body["id"]
    life.call("PATCH", f"{events}/{spare}", {"tkey_filter": "*"}, **bearer)
    life.call("DELETE", f"{events}/{spare}", **bearer)
    life.call("POST", f"{events}/{hook}/rotate-secret", **bearer)
    test = life.call("POST", f"{events}/{hook}/test", **bearer).headers["kivra-objkey"]
    FakeReceiver.status = 503
    life.take("callbacks")
    life.call("GET", f"{events}/{hook}/deliveries", **bearer)
    life.call("GET", f"{events}/{hook}/events", **bearer)
    for _ in range(6):
        life.call("POST", f"{events}/{hook}/deliveries/{test}/resend", **bearer)
        life.take("callbacks")
    FakeReceiver.status = 200
    life.world.clock.advance(minutes=5)
    life.tick("callbacks_due")
    life.take("callbacks")
    life.call("GET", f"{events}/{hook}", **bearer)
    life.call("GET", events, **bearer)


def _be_told(life: Life) -> None:
    """Nobody was told in time; the reconciler sees to it. An orphan goes, and SES tells what became of the e-mails."""
    clients.client("sqs").purge_queue(QueueUrl=life.world.config.notify_queue_url)
    life.world.clock.advance(hours=2)
    life.tick("reconcile")
    mails = life.world.outbox.mails
    assert len(mails) == 9
    orphan = content_blob(blob_prefix("1" * 42, "1795000000" + "0" * 32))
    life.world.operator.blobs.put(orphan, b"{}", "application/json")
    life.give("notify", {"Records": [{"eventTime": "2026-11-20T12:00:00Z", "s3": {"object": {"key": orphan}}}]})
    assert orphan not in life.world.objects()
    for mail, kind, more in ((mails[1], "Bounce", {"bounce": {"bounceType": "Permanent"}}), (mails[0], "Complaint", {})):
        tags = {name: [value] for name, value in mail.tags.items()}
        life.give("mail_events", {"eventType": kind, "mail": {"tags": tags}, **more})
        life.take("notify")


def _send_batches(life: Life, tenant: str) -> None:
    """The sender sends two batches of everything that rows can be, and gives one up; messages about them are lost."""
    path, bearer = f"/v2/tenant/{tenant}", {"Authorization": f"Bearer {life.world.token(tenant)}"}
    form = life.call("POST", f"{path}/form", TEMPLATE, **bearer).json_body["key"]
    event = life.call("POST", f"{path}/ticket/event", PICTURED, **bearer).json_body["event_key"]
    asked = {"content_type": "application/pdf", "size": len(PDF)}
    place = life.call("POST", f"{path}/upload", asked, **bearer).json_body
    requests.put(place["url"], data=PDF, headers=place["headers"], timeout=5)
    large = {"name": "a.pdf", "upload_key": place["upload_key"], "content_type": "application/pdf"}
    salary = {"type": "letter.salary", "retain": True}
    contents = ndjson(
        a_content(TOLVAN), a_content(TOLVAN, parts=[large]), of_type("ticket.event", event),
        of_type("registered.letter"), a_content(None, email="person1212@example.com"), a_content(SPAR),
        a_content(SPAR, **salary), a_content(None, email="nobody.yet@example.com", **salary), a_form(form, TOLVAN),
    )
    life.world.clock.advance(minutes=2)
    for kind, data in (("ndjson", contents), ("zip", zipped(ndjson(in_zip("a.pdf")) + contents, {"a.pdf": PDF}))):
        batch = life.call("POST", f"{path}/batch", {"format": kind}, **{**bearer, "Idempotency-Key": kind}).json_body
        life.call("POST", f"{path}/batch", {"format": kind}, **{**bearer, "Idempotency-Key": kind})
        put(batch, data)
        life.world.clock.advance(minutes=20)
        life.world.messages(life.world.config.batches_queue_url)  # lost
        life.tick("reconcile")
        life.world.clock.advance(minutes=20)
        for consumer in ("segments", "batches", "segments", "batches", "callbacks"):
            life.take(consumer)
        found = life.call("GET", f"{path}/batch/{batch['batch_key']}", **bearer).json_body
        assert (found["status"], found["refused"]) == ("done", 1), requests.get(found["results_url"], timeout=5).text
    _try_again(life, path, contents, bearer)


def _try_again(life: Life, path: str, contents: bytes, bearer: dict[str, str]) -> None:
    """A worker dies over a segment, and another goes on; one batch more is given up."""
    batch = life.call("POST", f"{path}/batch", {"format": "ndjson"}, **bearer).json_body
    put(batch, ndjson(*[a_content(BENGT, subject=str(n)) for n in range(3)]))
    life.take("batches")
    key = batch["batch_key"]
    row = batch_store.claim(key, "000001", life.world.clock.now())
    assert row is not None
    life.world.clock.advance(minutes=20)
    life.take("segments")
    life.take("batches")
    spare = life.call("POST", f"{path}/batch", {"format": "ndjson"}, **bearer).json_body["batch_key"]
    life.call("DELETE", f"{path}/batch/{spare}", **bearer)
    listed = life.call("GET", f"{path}/batch", **bearer).json_body["batches"]
    assert [(each["batch_key"], each["status"]) for each in listed[:2]] == [(spare, "failed"), (key, "done")]


def _open_an_account(life: Life) -> None:
    """Anna joins: BankID, terms, e-mail, code, mobile, code; what waited for her is delivered and told."""
    life.identify(ANNA, "/api/login", purpose="open", personnummer=ANNA)
    life.call("GET", "/api/site")
    life.call("POST", "/api/enrolment/terms", {"version": life.world.config.terms_version})
    life.call("POST", "/api/enrolment/email", {"email": "anna@example.com"})
    life.world.clock.advance(minutes=2)
    life.call("POST", "/api/enrolment/email/resend")
    life.call("POST", "/api/enrolment/email/code", {"code": life.code()})
    life.call("POST", "/api/enrolment/mobile", {"mobile": "0701740606"})
    life.call("GET", "/api/enrolment")
    life.call("POST", "/api/enrolment/mobile/code", {"code": life.code()})
    life.take("release")
    life.take("notify")


def _read_the_post(life: Life, tenant: str) -> None:
    """Anna reads, throws away and takes back, deletes for good, and switches the sender off and on."""
    first, *others = life.call("GET", "/api/letters").json_body["letters"]
    assert len(others) == 2
    for letter in (first, *others):
        life.call("GET", f"/api/letters/{letter['key']}")
        life.call("GET", f"/api/letters/{letter['key']}/parts/1?as=inline")
        life.call("PATCH", f"/api/letters/{letter['key']}", {"unread": False, "trashed": True})
    life.call("DELETE", f"/api/letters/{first['key']}")
    life.call("GET", "/api/accesses")
    life.call("GET", "/api/calendar-link")
    life.call("DELETE", "/api/calendar-link")
    link = urlsplit(life.call("POST", "/api/calendar-link").json_body["url"])
    life.call("GET", f"{link.path}?{link.query}")
    label = "/api/labels/0123456789abcdef"
    life.call("PUT", label, {"name": "Huset"})
    life.call("GET", "/api/labels")
    keys = [letter["key"] for letter in others]
    life.call("POST", "/api/letters/actions", {"keys": keys, "set": {"add_label": label[-16:]}})
    life.call("DELETE", label)
    life.call("GET", "/api/senders")
    life.call("GET", "/api/directory?name=h")
    life.call("PUT", f"/api/senders/{tenant}", {"on": False})
    life.call("PUT", f"/api/senders/{tenant}", {"on": True})


def _take_it_home(life: Life) -> None:
    """Anna orders an export; the message is lost, the clock sees to it, and she fetches it. Another is given up."""
    life.identify(ANNA, "/api/step-up")
    life.call("POST", "/api/export")
    life.world.messages(life.world.config.export_queue_url)
    life.world.clock.advance(minutes=10)
    life.tick("reconcile")
    life.call("GET", "/api/export")
    life.identify(ANNA, "/api/step-up")
    life.call("POST", "/api/export/link")
    _order_and_leave_half_made(life)


def _order_and_leave_half_made(life: Life) -> None:
    """A worker dies when it has begun."""
    life.call("POST", "/api/export")
    life.world.messages(life.world.config.export_queue_url)
    export, now = exports.find(life.cookies["__Host-sid"].partition(".")[0]), life.world.clock.now()
    upload = Multipart(life.world.config.content_bucket).begin(whole_blob(export.mailbox, export.key), "application/zip")
    assert exports.claim(export, "a", now)
    assert exports.begin(export, "a", upload, now)


def _be_pushed(life: Life) -> None:
    """Three browsers are turned on; one is renewed, one turned off, one has unsubscribed; a test reaches them."""
    life.call("GET", "/api/push")
    _, two, _ = (life.call("POST", "/api/push", subscription(name)).json_body for name in ("one", "two", "three"))
    life.call("POST", "/api/push/renew", {"endpoint": subscription("one")["endpoint"]})
    life.call("POST", "/api/push/moved", {"old": subscription("three"), "new": subscription("four")})
    life.call("DELETE", f"/api/push/{two['id']}")
    life.world.outbox.push_says[subscription("three")["endpoint"]] = 410
    life.call("POST", "/api/notices/test", {"channel": "push"})
    life.take("notify")
    assert len(life.world.outbox.pushes) == 2


def _settle(life: Life) -> None:
    """Anna changes her settings and contact details, looks at her sessions, and logs out of them."""
    life.call("GET", "/api/session")
    life.call("POST", "/api/notices/test", {"channel": "email"})
    _be_pushed(life)
    life.call("PATCH", "/api/settings", {"language": "en", "notices": {"email": True}})
    life.identify(ANNA, "/api/step-up")
    life.call("POST", "/api/settings/email", {"email": "anna.ny@example.com"})
    life.call("POST", "/api/settings/email/code", {"code": life.code()})
    clients.client("sqs").purge_queue(QueueUrl=life.world.config.release_queue_url)  # a message lost
    life.call("POST", "/api/settings/mobile", {"mobile": "0701740607"})
    life.call("POST", "/api/settings/mobile/code", {"code": life.code()})
    life.call("GET", "/api/settings")
    life.call("GET", "/api/sessions")
    life.call("DELETE", "/api/sessions")
    life.call("POST", "/api/login", {"purpose": "login"})
    life.call("POST", "/api/login/cancel")
    life.world.clock.advance(days=1)
    life.tick("reconcile")
    life.tick("expire_waiting")


def _leave(life: Life, contents: str, bearer: dict[str, str]) -> None:
    """Something is scheduled for Anna. Anna closes her account, changes her mind, and closes it again; Tolvan throws a letter away. A preview is left. Time passes."""
    later = a_content(ANNA, deliver_at=iso(life.world.clock.now() + timedelta(days=60)))
    life.call("POST", contents, later, **bearer)
    life.identify(ANNA, "/api/login", purpose="login")
    life.identify(ANNA, "/api/step-up")
    life.call("POST", "/api/account/close")
    life.call("DELETE", "/api/account/close")
    _order_and_leave_half_made(life)
    life.call("POST", "/api/account/close")
    life.identify(TOLVAN, "/api/login", purpose="login")
    letter = life.call("GET", "/api/letters").json_body["letters"][0]
    life.call("PATCH", f"/api/letters/{letter['key']}", {"trashed": True})
    life.call("POST", f"{contents}?dry_run=true", a_content(TOLVAN), **bearer)
    life.world.clock.advance(hours=3)
    life.tick("purge_trash")
    life.world.clock.advance(days=20)
    life.tick("erase_due")
    life.world.clock.advance(days=11)
    life.tick("purge_trash")
    life.tick("expire_waiting")


def _what_cannot_be_done(life: Life) -> None:
    """Every consumer tries a message that it does not understand again, and then gives it up."""
    for function in CONSUMERS:
        life.give(function, {"Message": 1, "Records": 1})
        life.give(function, {"Message": 1, "Records": 1}, tries=99)


@pytest.fixture
def needed(life):
    """What a whole life has needed, by function."""
    tenant = _send(life)
    _be_told(life)
    _send_batches(life, tenant)
    _open_an_account(life)
    _read_the_post(life, tenant)
    _take_it_home(life)
    _settle(life)
    _leave(life, f"/v2/tenant/{tenant}/content", {"Authorization": f"Bearer {life.world.token(tenant)}"})
    _what_cannot_be_done(life)
    return life.witness.needed


def test_policies_allow_what_functions_do_and_nothing_else(needed):
    """A permission that is missing is a failure in AWS only; one too many is used by nobody but an intruder."""
    policies = Policies()
    used = {function: {need: policies.allow(function, need) for need in needs} for function, needs in needed.items()}
    missing = [(function, need) for function, needs in used.items() for need, sid in needs.items() if sid is None]
    assert missing == []
    idle = {function: policies.sids(function) - set(used[function].values()) - UNSEEN for function in used}
    assert {function: sids for function, sids in idle.items() if sids} == {}, "live through it above, or take it away"
