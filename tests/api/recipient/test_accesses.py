"""Who has looked: every access to one's own mailbox, newest first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.mailbox.access_store import AccessRow
from chalicelib.mailbox.model import ACCESS_KEPT
from tests.world import ANNA, BENGT, a_content


@pytest.mark.rule("SEC-1")
def test_logins_and_looks_are_told(anna, sender, world):
    """Who, what, when; the digest of whoever it was stays inside."""
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    world.clock.advance(minutes=1)
    anna.get(f"/letters/{key}")
    world.clock.advance(seconds=1)
    anna.get(f"/letters/{key}/parts/1", {"as": "download"})

    assert anna.get("/accesses").json_body == {"accesses": [
        {"at": "2026-11-20T12:01:03.000Z", "who": "you", "act": "download", "letter": key, "part": 1},
        {"at": "2026-11-20T12:01:02.000Z", "who": "you", "act": "open", "letter": key},
        {"at": "2026-11-20T12:00:02.000Z", "who": "you", "act": "login", "device": "Firefox, Linux"},
    ]}


def test_somebody_else_is_told_as_such(anna):
    """Without saying who in figures."""
    mailbox = anna.cookies["__Host-sid"].partition(".")[0]
    AccessRow(mailbox, "2026-11-20T12:00:09.000Z#00000001", who="f" * 64, act="inline", ttl=2_000_000_000).save()

    first = anna.get("/accesses").json_body["accesses"][0]

    assert first["who"] == "other"
    assert "f" * 64 not in str(first)


def test_a_login_is_noted_once(visitor, world):
    """An answer lost on its way is fetched again; that is no login more."""
    world.a_person(ANNA)
    visitor.log_in()
    visitor.post("/login/poll")

    assert [each["act"] for each in visitor.get("/accesses").json_body["accesses"]] == ["login"]


def test_accesses_come_in_pages(anna, monkeypatch):
    """Each once, and the last page says that it is the last."""
    monkeypatch.setattr("chalicelib.mailbox.accesses.PAGE", 2)
    mailbox = anna.cookies["__Host-sid"].partition(".")[0]
    for second in range(3, 6):
        AccessRow(mailbox, f"2026-11-20T12:00:0{second}.000Z#0000000a", who="x", act="open", ttl=2_000_000_000).save()

    first = anna.get("/accesses").json_body
    second = anna.get("/accesses", {"cursor": first["next"]}).json_body

    assert [each["at"][17:19] for each in first["accesses"] + second["accesses"]] == ["05", "04", "03", "02"]
    assert "next" not in second
    assert anna.get("/accesses", {"cursor": "2026"}).status_code == 400


def test_what_is_over_is_not_told(anna, world):
    """After five years, removed or not (I6)."""
    mailbox = anna.cookies["__Host-sid"].partition(".")[0]
    then = world.clock.now() - ACCESS_KEPT - timedelta(seconds=1)
    AccessRow(mailbox, "2021-11-18T12:00:00.000Z#00000001", who="x", act="open", ttl=int((then + ACCESS_KEPT).timestamp())).save()

    assert [each["act"] for each in anna.get("/accesses").json_body["accesses"]] == ["login"]


def test_nobody_sees_who_has_looked_at_anothers_mailbox(anna, a_browser, world):
    """The log is read by the mailbox of the session alone."""
    world.a_person(BENGT)
    bengt = a_browser().log_in(BENGT)

    assert len(bengt.get("/accesses").json_body["accesses"]) == 1
