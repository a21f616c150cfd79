"""The inbox and its letters, as the web app reads them."""

from __future__ import annotations

import base64

import pytest

from tests.world import ANNA, BENGT, PDF, a_content

HTML = b"<!doctype html><html><head><title>Hej</title></head><body><p>Hej</p></body></html>"


@pytest.fixture
def letters(anna, sender, world):
    """Three letters to Anna, oldest first."""
    keys = []
    for n in range(3):
        world.clock.advance(seconds=1)
        keys.append(sender.send(a_content(ANNA, subject=f"Brev {n}")).headers["kivra-objkey"])
    return keys


def test_the_inbox_is_newest_first(anna, letters, sender):
    """With all that the list shows."""
    inbox = anna.get("/letters").json_body

    assert [letter["key"] for letter in inbox["letters"]] == letters[::-1]
    assert "next" not in inbox
    letter = inbox["letters"][0]
    assert letter == {
        "key": letters[2], "sender": {"key": sender.tenant, "name": "Härnösands kommun"}, "subject": "Brev 2",
        "type": "letter", "received_at": "2026-11-20T12:00:05.000Z", "unread": True, "archived": False, "labels": [],
        "parts": 1,
    }


def test_the_inbox_comes_in_pages(anna, letters):
    """Each letter once."""
    first = anna.get("/letters", {"limit": 2}).json_body
    second = anna.get("/letters", {"limit": 2, "cursor": first["next"]}).json_body

    assert [letter["key"] for letter in first["letters"] + second["letters"]] == letters[::-1]
    assert "next" not in second


@pytest.mark.parametrize(
    "query",
    [{"limit": 0}, {"limit": 501}, {"limit": "x"}, {"limit": "²"}, {"limit": "0" * 8 + "1" * 4400}, {"cursor": "x"}],
)
def test_a_page_that_cannot_be(anna, query):
    """Told as what is wrong."""
    assert anna.get("/letters", query).status_code == 400


def test_a_letter_is_opened(anna, letters):
    """With its documents, and whether its sender is switched off."""
    page = anna.get(f"/letters/{letters[0]}").json_body

    assert page["documents"] == [
        {"n": 1, "name": "brev.pdf", "content_type": "application/pdf", "size": len(PDF), "has_responsive": False}
    ]
    assert page["switched_off"] is False
    anna.call("PUT", f"/senders/{page['sender']['key']}", {"on": False})
    assert anna.get(f"/letters/{letters[0]}").json_body["switched_off"] is True


def test_a_document_is_linked_to(anna, letters, world):
    """For a minute, with a good name."""
    link = anna.get(f"/letters/{letters[0]}/parts/1", {"as": "download"}).json_body

    assert link["file_name"] == "2026-11-20 Härnösands kommun Brev 0.pdf"
    assert link["content_type"] == "application/pdf"
    assert f"/{letters[0]}/1?" in link["url"]
    assert link["expires_at"] == "2026-11-20T12:01:05.000Z"


def test_html_is_linked_to_by_its_sanitised_view(anna, sender):
    """What was sent can be downloaded, not shown."""
    html = {"name": "brev.html", "data": base64.b64encode(HTML).decode(), "content_type": "text/html"}
    key = sender.send(a_content(ANNA, parts=[html])).headers["kivra-objkey"]

    assert f"/{key}/1.view?" in anna.get(f"/letters/{key}/parts/1").json_body["url"]
    assert f"/{key}/1?" in anna.get(f"/letters/{key}/parts/1", {"as": "download"}).json_body["url"]


@pytest.mark.parametrize(
    ("part", "how", "status"),
    [("2", "inline", 404), ("x", "inline", 404), ("²", "inline", 404), ("1", "responsive", 404), ("1", "other", 400),
     ("99999999999", "inline", 404)],
)
def test_documents_that_are_not_there(anna, letters, part, how, status):
    """Or are asked for in a way that is not there."""
    from urllib.parse import quote

    assert anna.get(f"/letters/{letters[0]}/parts/{quote(part)}", {"as": how}).status_code == status


def test_what_is_done_with_a_letter(anna, letters):
    """Read, put away, thrown away, taken back, gone for good."""
    path = f"/letters/{letters[1]}"
    assert anna.call("PATCH", path, {"unread": False}).json_body["unread"] is False
    assert anna.call("PATCH", path, {"archived": True}).json_body["archived"] is True
    assert anna.call("DELETE", path).status_code == 409
    assert anna.call("PATCH", path, {"trashed": True}).json_body["trashed_at"] == "2026-11-20T12:00:05.000Z"
    assert "trashed_at" not in anna.call("PATCH", path, {"trashed": False}).json_body
    anna.call("PATCH", path, {"trashed": True})
    assert anna.call("DELETE", path).status_code == 204

    assert anna.get(path).status_code == 404
    assert len(anna.get("/letters").json_body["letters"]) == 2


def test_a_letter_of_another_person_is_not_there(anna, letters, a_browser, world):
    """Whatever is tried with its key (I8)."""
    world.a_person(BENGT)
    bengt = a_browser().log_in(BENGT)
    path = f"/letters/{letters[0]}"

    answers = [
        bengt.get(path), bengt.get(f"{path}/parts/1"), bengt.call("PATCH", path, {"unread": False}),
        bengt.call("DELETE", path),
    ]
    assert {(answer.status_code, answer.json_body["code"]) for answer in answers} == {(404, "not_found")}
    assert bengt.get("/letters").json_body == {"letters": []}
    assert anna.get(path).json_body["unread"] is True


def test_a_session_that_is_over_reads_nothing(anna, letters, world):
    """Fifteen idle minutes."""
    world.clock.advance(minutes=15)

    assert anna.get("/letters").json_body["code"] == "unauthenticated"
