"""Nobody sees another's data (I8): each route of the table, tried by everybody who should not get in."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

import app as entry
from chalicelib.api.recipient import door as recipient_door
from chalicelib.api.sender import door as sender_door
from chalicelib.api.sender.authorizer import Unauthorized
from chalicelib.aws import clients
from chalicelib.aws.secrets import fingerprint
from chalicelib.kernel.clock import epoch, iso
from tests.software import SenderSoftware
from tests.world import ANNA, World, a_content

# The only routes that answer without a credential, each with its reason.
PUBLIC = {
    ("POST", "/v1/auth"): "gives out tokens",
    ("POST", "/v2/auth"): "gives out tokens",
    ("POST", "/v3/auth"): "gives out tokens",
    ("POST", "/{version}/auth"): "gives out tokens",
    ("GET", "/img/tenant/{tenantKey}/icon.png"): "shows senders' icons, which are as public as their names",
    ("GET", "/api/site"): "what the login page says of the operator",
    ("GET", "/api/terms"): "what one agrees to, before one does",
    ("GET", "/api/calendar"): "calendars read appointments by the secret of a private link",
    ("GET", "/api/preview"): "what a sender's dry run shows, by the secret of a link that is good for an hour",
    ("GET", "/api/preview/parts/{n}"): "the documents of a preview, by the same secret",
    ("GET", "/api/preview/calendar"): "the appointment of a preview, by the same secret",
    ("POST", "/api/push/moved"): "a browser whose push service has moved it, by the address and the secret it had before",
    ("POST", "/api/login"): "starts a BankID order",
    ("POST", "/api/login/poll"): "bound to the order by its own cookie",
    ("POST", "/api/login/cancel"): "bound to the order by its own cookie",
}
SENDER = [op for op in sender_door.operations if op.guard != "public"]
RECIPIENT = [op for op in recipient_door.operations if op.guard in ("session", "step_up")]
UNKNOWN = "1795176000ffffffffffffffffffffffffffffffff"


def named(operations):
    return {"argvalues": operations, "ids": [f"{op.method} {op.path}" for op in operations]}


def path_of(operation, **known: str) -> str:
    """Fill a path's places in; what is not known is a key that nobody has."""
    return re.sub(r"{(\w+)}", lambda place: known.get(place[1], UNKNOWN), operation.path)


def test_the_public_list_is_whole_and_true():
    """A new route without a guard must be put on the list, with its reason."""
    doors = [*sender_door.operations, *recipient_door.operations]

    assert {(op.method, op.path) for op in doors if op.guard == "public"} == set(PUBLIC)


def test_every_guarded_sender_route_has_the_gateways_authorizer():
    """The gateway turns strangers away before the function is woken."""
    for operation in SENDER:
        route = entry.app.routes[operation.path][operation.method]
        assert route.authorizer is not None, operation.path


class TestSenders:
    """Every guarded route of the sender API."""

    @pytest.mark.parametrize("operation", **named(SENDER))
    def test_a_stranger_is_turned_away(self, operation, sender: SenderSoftware):
        """Without a living token the authorizer says Unauthorized, and nothing else."""
        sender.token = "0" * 32

        with pytest.raises(Unauthorized):
            sender.call(operation.method, path_of(operation, tenantKey=sender.tenant), {})

    @pytest.mark.parametrize("operation", **named([op for op in SENDER if "{tenantKey}" in op.path]))
    def test_another_tenants_key_looks_absent(self, operation, sender: SenderSoftware, world: World):
        """Forbidden and absent are the same 404."""
        other = world.a_tenant("Annan", "202100548901")

        forbidden = sender.call(operation.method, path_of(operation, tenantKey=other), {})
        absent = sender.call(operation.method, path_of(operation, tenantKey=UNKNOWN), {})

        assert (forbidden.status_code, forbidden.json_body["code"]) == (404, 40400)
        assert forbidden.json_body == absent.json_body

    @pytest.mark.parametrize("operation", **named(SENDER))
    def test_a_limited_scope_is_enforced(self, operation, sender: SenderSoftware, world: World):
        """A token for something else is told what it lacks."""
        scope = f"put:kivra.v2.tenant.{sender.tenant}.nothing"
        sender.token = world.operator.senders.grant(sender.client_id, sender.secret, scope).token

        answer = sender.call(operation.method, path_of(operation, tenantKey=sender.tenant), {})

        assert (answer.status_code, answer.json_body["code"]) == (403, 40300)

    @pytest.mark.parametrize("operation", **named([op for op in SENDER if set(re.findall(r"{(\w+)}", op.path)) - {"tenantKey"}]))
    def test_a_name_longer_than_any_looks_absent(self, operation, sender: SenderSoftware):
        """No table is asked for what cannot be a key."""
        body = {"GET": None, "DELETE": None}.get(operation.method, {"content_key": "x", "subject": "x"})
        path = re.sub(r"{(?!tenantKey)\w+}", "a" * 3000, operation.path).replace("{tenantKey}", sender.tenant)

        assert sender.call(operation.method, path, body).status_code == 404

    def test_another_clients_request_for_access_looks_absent(self, sender: SenderSoftware, world: World):
        """Who has asked for what is between the client and the operator."""
        world.a_tenant("Annan", "202100548901")
        asked = sender.call("POST", "/v2/tenant/request_access", {"vat_number": "SE202100548901"})
        sender.token = world.token(sender.tenant)

        theirs = sender.call("GET", f"/v2/tenant/request_access/{asked.headers['kivra-objkey']}")
        nobodys = sender.call("GET", f"/v2/tenant/request_access/{UNKNOWN}")

        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.json_body == nobodys.json_body

    @pytest.mark.parametrize("state", ["delivered", "scheduled"])
    @pytest.mark.parametrize("operation", **named([op for op in SENDER if "{contentKey}" in op.path]))
    def test_another_tenants_content_looks_absent(self, operation, state, sender: SenderSoftware, world: World):
        """The key of a content says nothing to anybody but its sender, who finds it as it was."""
        theirs = a_sending(sender, world, state)
        other = a_second_sender(sender, world)
        mine = other.send(a_content()).headers["kivra-objkey"]
        bodies = {"PUT": a_content(subject="Av en annan"), "POST": {"content_key": mine}}
        before = sender.status(theirs), scan(world)

        answers = [
            other.call(operation.method, path_of(operation, tenantKey=other.tenant, contentKey=key), bodies.get(operation.method))
            for key in (theirs, UNKNOWN)
        ]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json_body == answers[1].json_body
        assert (sender.status(theirs), scan(world)) == before

    @pytest.mark.parametrize("state", ["delivered", "scheduled"])
    def test_another_tenants_content_corrects_nothing(self, state, sender: SenderSoftware, world: World):
        """Also in a body, whose it is and whether it is there look the same."""
        theirs = a_sending(sender, world, state)
        other = a_second_sender(sender, world)
        mine = other.send(a_content()).headers["kivra-objkey"]
        before = other.status(mine), sender.status(theirs), scan(world)

        path = f"/v2/tenant/{{tk}}/content/{mine}/corrected_by"
        answers = [other.call("POST", path, {"content_key": key}) for key in (theirs, UNKNOWN)]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json_body == answers[1].json_body
        assert (other.status(mine), sender.status(theirs), scan(world)) == before


def a_sending(sender: SenderSoftware, world: World, state: str) -> str:
    """Send a content to somebody, now or in a day; answer its key."""
    world.a_person()
    later = {"deliver_at": iso(world.clock.now() + timedelta(days=1))} if state == "scheduled" else {}
    return str(sender.send(a_content(**later)).headers["kivra-objkey"])


def a_second_sender(sender: SenderSoftware, world: World) -> SenderSoftware:
    """Make another client of another tenant."""
    tenant = world.a_tenant("Annan", "202100548901")
    return SenderSoftware(sender.http, tenant, world.token(tenant))


def scan(world: World) -> list[object]:
    """Everything that lies in mailboxes and waits for them, rows and files."""
    tables = (world.config.table(name) for name in ("items", "waiting"))
    rows = [clients.client("dynamodb").scan(TableName=table)["Items"] for table in tables]
    return [*rows, world.objects()]


ORIGIN = {"Origin": "http://localhost:8000", "Content-Type": "application/json", "Accept-Language": "sv"}


def logged_in(world: World, person, *, expired: bool = False, stepped_up: bool = True) -> dict[str, str]:
    """Headers of a browser that is logged in."""
    from chalicelib.recipients.store import to_person

    kept = world.operator.sessions.begin(to_person(person), "Firefox", world.ids.token())
    if stepped_up:
        kept = world.operator.sessions.step_up(person.mailbox, fingerprint(kept.partition(".")[2]), world.ids.token())
    if expired:
        world.clock.advance(hours=9)
    return {**ORIGIN, "Cookie": f"__Host-sid={kept}"}


class TestRecipients:
    """Every guarded route of the recipient API."""

    def call(self, http, operation, headers, **known):
        body = b"" if operation.method == "GET" else b"{}"
        return http.request(operation.method, path_of(operation, **known), headers=headers, body=body)

    @pytest.mark.parametrize("operation", **named(RECIPIENT))
    def test_nobody_gets_in_without_a_session(self, operation, http, world: World):
        """No cookie, a made-up one, an expired one: all 401."""
        tolvan = world.a_person()
        made_up = {**ORIGIN, "Cookie": f"__Host-sid={tolvan.mailbox}.{'x' * 43}"}
        for headers in (ORIGIN, made_up, logged_in(world, tolvan, expired=True)):
            answer = self.call(http, operation, headers)
            assert (answer.status_code, answer.json_body["code"]) == (401, "unauthenticated")

    @pytest.mark.parametrize("operation", **named([op for op in recipient_door.operations if op.method != "GET"]))
    def test_no_other_site_can_act(self, operation, http, world: World):
        """A page elsewhere has the cookie's browser, but not our origin."""
        headers = logged_in(world, world.a_person())
        for foreign in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            answer = self.call(http, operation, {**headers, **foreign})
            assert answer.status_code == 403

    @pytest.mark.parametrize("operation", **named([op for op in RECIPIENT if op.guard == "step_up"]))
    def test_sensitive_acts_want_bankid_again(self, operation, http, world: World):
        """A session alone is not enough."""
        headers = logged_in(world, world.a_person(), stepped_up=False)
        answer = self.call(http, operation, headers)

        assert (answer.status_code, answer.json_body["code"]) == (403, "step_up_required")

    @pytest.mark.parametrize(
        "operation", **named([op for op in RECIPIENT if op.path.startswith("/api/letters/{key}")])
    )
    def test_another_persons_letter_looks_absent(self, operation, http, world: World, sender: SenderSoftware):
        """A key that is somebody else's, and one that is nobody's, are the same 404."""
        world.a_person(ANNA)
        key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
        headers = logged_in(world, world.a_person())
        body = json.dumps({"unread": False}).encode() if operation.method in ("PATCH", "PUT", "POST") else b"{}"

        def ask(letter: str):
            path = path_of(operation, key=letter, n="1")
            sent = b"" if operation.method == "GET" else body
            return http.request(operation.method, path, headers=headers, body=sent)

        theirs, nobodys = ask(key), ask(UNKNOWN)
        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.json_body["code"] == nobodys.json_body["code"] == "not_found"

    def test_a_closed_account_has_no_session_after_its_day(self, http, world: World):
        """Access ends when erasure falls due, whether or not it has been done."""
        tolvan = world.a_person()
        now = epoch(world.clock.now())
        tolvan.update(actions=[
            type(tolvan).closed_at.set(now - 20 * 86400), type(tolvan).accepts_until.set(now - 10 * 86400),
            type(tolvan).erase_at.set(now), type(tolvan).erase_day.set("2026-11-20"),
        ])
        world.operator.erasing.erase(tolvan.person)
        headers = {**ORIGIN, "Cookie": f"__Host-sid={tolvan.mailbox}.{'x' * 43}"}

        assert http.request("GET", "/api/session", headers=headers).status_code == 401
        assert world.operator.people.find(tolvan.person) is None
