"""Taking one's post home: ordered and fetched with BankID again, on record, and told as it stands."""

from __future__ import annotations

import pytest

import app
from tests.counting import counted
from tests.faults.harness import drain
from tests.world import ANNA, a_content


def made(world) -> None:
    drain(world, "export", lambda event: app.export(event, None))


def test_an_export_from_order_to_end(anna, sender, world):
    """Nothing, ordered, ready, expired; and a word of what is wrong between."""
    sender.send(a_content(ANNA))
    assert anna.get("/export").json_body == {"state": "none"}
    assert anna.post("/export").json_body["code"] == "step_up_required"
    anna.step_up()
    ordered = anna.post("/export")
    assert (ordered.status_code, ordered.json_body["state"]) == (202, "ordered")
    assert anna.post("/export").json_body["code"] == "export_under_way"
    assert anna.post("/export/link").json_body["code"] == "not_found"
    made(world)

    anna.log_in().step_up()
    ready = anna.get("/export").json_body
    assert (ready["state"], ready["letters"]) == ("ready", 1)
    assert ready["size"] > 1000
    link = anna.post("/export/link").json_body
    assert link["content_type"] == "application/zip"
    assert f"{world.config.content_origin}/export/" in link["url"]
    world.clock.advance(days=7)
    anna.log_in().step_up()
    assert anna.get("/export").json_body["state"] == "expired"
    assert anna.post("/export/link").status_code == 404


@pytest.mark.rule("SEC-1")
def test_both_are_on_record(anna, sender, world):
    """Who has taken everything out is worth knowing."""
    anna.step_up()
    anna.post("/export")
    made(world)
    anna.log_in().step_up()
    anna.post("/export/link")

    acts = [each["act"] for each in anna.get("/accesses").json_body["accesses"]]
    assert acts == ["export_fetched", "login", "export", "login"]


def test_the_fourth_of_a_day_waits(anna, world):
    """Told when it can be done."""
    world.clock.at = world.clock.at.replace(hour=0)
    for _ in range(3):
        anna.log_in().step_up()
        assert anna.post("/export").status_code == 202
        made(world)
    anna.log_in().step_up()
    refused = anna.post("/export")

    assert (refused.status_code, refused.json_body["code"]) == (429, "too_many_exports")
    assert "retry_after" in refused.json_body


def test_asking_how_it_stands_keeps_nobody_logged_in(anna, world):
    """Pages ask by themselves: a quarter of an hour after somebody was last there, the session is over."""
    for _ in range(14):
        world.clock.advance(minutes=1)
        with counted() as calls:
            assert anna.get("/export").status_code == 200
        assert calls == ["GetItem", "GetItem"]
    anna.get("/settings")
    world.clock.advance(minutes=14)
    assert anna.get("/export").status_code == 200
    world.clock.advance(minutes=1)

    assert anna.get("/export").status_code == 401
