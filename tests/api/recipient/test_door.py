"""What holds for every route of the recipients' door: headers, refusals, who may call from where."""

from __future__ import annotations

import json
import re

import pytest

from chalicelib.api.recipient import door
from tests.world import ANNA

ROUTES = [(operation.method, operation.path) for operation in door.operations]


def test_the_site_needs_no_login(visitor, world):
    """Who runs it, which terms, what time it is."""
    site = visitor.get("/site").json_body

    assert site["operator"]["name"] == world.config.operator_name
    assert set(site["operator"]["support_hours"]) == set(site["languages"])
    assert (site["terms_version"], site["demo"]) == (world.config.terms_version, True)
    assert (site["now"], site["languages"]) == ("2026-11-20T12:00:00.000Z", ["sv", "en"])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_terms_in_force_can_be_read_by_all(visitor, world, language):
    """In the language asked for; their version is the one that is accepted."""
    terms = visitor.get("/terms", accept_language=f"{language}-SE").json_body

    assert (terms["version"], terms["language"]) == (world.config.terms_version, language)
    assert world.config.operator_name in terms["sections"][0]["paragraphs"][0]


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=" ".join)
def test_every_answer_is_dressed(visitor, method, path):
    """Never kept, framed, sniffed or read by another site; with the call's id; refusals as problem+json."""
    answer = visitor.call(method, re.sub(r"{\w+}", "x", path).removeprefix("/api"), {})

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-correlation-id"]
    if answer.status_code >= 400:
        problem = answer.json_body
        assert answer.headers["content-type"] == "application/problem+json"
        assert problem["status"] == answer.status_code
        assert problem["type"] == f"urn:kuvert:problem:{problem['code']}"
        assert problem["correlation_id"] == answer.headers["x-correlation-id"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 204),
        ({"origin": None, "sec_fetch_site": "same-origin"}, 204),
        ({"origin": "http://127.0.0.1:8000", "sec_fetch_site": "same-origin"}, 204),
        ({"origin": None}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://localhost:8000.evil.example"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"origin": None, "sec_fetch_site": "same-site"}, 403),
        ({"origin": None, "sec_fetch_site": "none"}, 403),
    ],
)
def test_acts_come_from_our_own_pages(anna, headers, status):
    """By Origin, or by what the browser says of where the call comes from."""
    assert anna.call("DELETE", "/session", **headers).status_code == status


def test_reading_needs_no_origin(anna):
    """Browsers do not send it then."""
    assert anna.get("/session", origin=None).status_code == 200


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed_json"),
        (b"[]", "application/json", 400, "not_an_object"),
        (b"", "application/json", 400, "malformed_json"),
        (b"unread=true", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b"{}", "text/plain", 415, "unsupported_media_type"),
        (b'{"unread": "maybe"}', "application/json", 400, "invalid"),
        (b'{"unread": true, "new": 1}', "application/json", 404, "not_found"),
    ],
)
def test_bodies(anna, body, content_type, status, code):
    """JSON objects; what is not known is ignored, what does not fit is told by its place."""
    answer = anna.call("PATCH", f"/letters/1795176000{'f' * 32}", body, content_type=content_type)

    assert (answer.status_code, answer.json_body["code"]) == (status, code)


def test_verbs_that_a_path_does_not_know(visitor):
    """Named, with those that it does."""
    answer = visitor.call("PUT", "/session", {})

    assert (answer.status_code, answer.json_body["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, DELETE"


def test_a_fault_of_ours_says_nothing(anna, world, monkeypatch, caplog):
    """The log knows its kind and place, never its words."""
    def broken(*_: object) -> None:
        raise RuntimeError("karin@example.com 197701032380")

    monkeypatch.setattr(type(world.operator.mailboxes), "page", broken)
    answer = anna.get("/letters")

    assert (answer.status_code, answer.json_body["code"]) == (500, "internal")
    said = answer.body.decode() + "".join(str(vars(record)) for record in caplog.records)
    assert "RuntimeError" in said
    assert "karin" not in said
    assert ANNA not in said


def test_cookies_that_are_none_of_ours(visitor):
    """Nonsense in a cookie is no session, and no fault."""
    for cookie in ("__Host-sid", "__Host-sid=", "__Host-sid=\x01", "x=y; ;=; __Host-sid=a.b", "__Host-sid=" + "a" * 9000):
        assert visitor.get("/session", cookie=cookie).status_code == 401


def test_every_answer_has_a_model(visitor):
    """What OpenAPI says of an operation is what answers it."""
    for operation in door.operations:
        assert operation.answers, operation.path
        assert operation.tag
        assert operation.method == "GET" or operation.method == "DELETE" or operation.body


def test_answers_are_json_without_nulls(anna):
    """What is absent is left out."""
    assert "null" not in json.dumps(anna.get("/session").json_body)
