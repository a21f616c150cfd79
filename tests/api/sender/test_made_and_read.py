"""What is answered when something is made is what is answered when it is read, to the millisecond."""

from __future__ import annotations

from tests.forms import TEMPLATE

COMPANY = {"name": "Sundsvalls kommun", "orgnr": "SE202100548901"}
ONLY_WHEN_MADE = ("secret", "upload")


def test_what_is_made_is_read_as_it_was_answered(sender, world):
    """Also what is made in the midst of a millisecond."""
    world.clock.advance(milliseconds=518.784)
    world.a_tenant("Annan kommun", "202100305401")
    for path, body in {
        "/v2/tenant": {"name": "Sundsvalls kommun", "company_id": [COMPANY]},
        "/v2/tenant/request_access": {"vat_number": "SE202100305401"},
        "/v2/webhooks/events": {"url": "https://hooks.example.com/kuvert"},
        "/v2/tenant/{tk}/form": TEMPLATE,
        "/v2/tenant/{tk}/batch": {"format": "ndjson"},
    }.items():
        made = sender.call("POST", path, body)
        assert made.status_code in (200, 201), made.json_body
        assert made.json_body["created_at"] == "2026-11-20T12:00:00.518Z"
        sender.renew()
        key = made.headers.get("kivra-objkey") or made.json_body.get("key")
        where = made.headers.get("location", f"{path}/{key}").removeprefix("http://localhost:8000")
        read = sender.call("GET", where)
        assert read.json_body == {name: told for name, told in made.json_body.items() if name not in ONLY_WHEN_MADE}
