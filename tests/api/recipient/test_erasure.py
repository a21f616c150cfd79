"""A closed account is gone everywhere on its twentieth day (I7): one search through everything that is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from moto.backends import get_backend

from chalicelib.kernel.clock import iso
from chalicelib.recipients import store as recipients_store
from tests.forms import a_form, form_key
from tests.world import ANNA, a_content

# What stays, as docs/architecture.md says: who looked at what (five years), and what became of each content.
KEPT = {"accesses", "deliveries", "counters"}


def everything(now):
    """All rows of each table by its name, and every object by its key, as long as any version of it is there.

    Without the rows whose time is over, which DynamoDB removes by itself.
    """
    kept = {}
    for name, table in get_backend("dynamodb")["123456789012"]["eu-north-1"].tables.items():
        rows = [item.to_json()["Attributes"] for item in table.all_items()]
        kept[name.split("-")[-1]] = str([row for row in rows if float(row.get("ttl", {"N": "inf"})["N"]) > now.timestamp()])
    for bucket in get_backend("s3")["123456789012"]["aws"].buckets.values():
        kept.update({key: key for key in bucket.keys})
    return kept


def places(now, *traces):
    """Where anything of somebody is found."""
    return {place for place, text in everything(now).items() if any(trace.lower() in text.lower() for trace in traces)}


@pytest.fixture
def lived(anna, sender, world):
    """An account in which everything that can be has happened."""
    first, second = (sender.send(a_content(ANNA, subject=each)).headers["kivra-objkey"] for each in ("Ett", "Två"))
    form = sender.send(a_form(form_key(sender), ANNA)).headers["kivra-objkey"]
    acts = [
        anna.call("PUT", f"/letters/{form}/form/draft", {"answers": {"namn": "Ti"}}),
        anna.call("PATCH", f"/letters/{first}", {"archived": True}),
        anna.call("PATCH", f"/letters/{second}", {"trashed": True}),
        anna.call("PUT", "/labels/00000000000000aa", {"name": "Skatt"}),
        anna.get(f"/letters/{first}/parts/1"),
        anna.post("/calendar-link"),
        anna.call("PUT", f"/senders/{sender.tenant}", {"on": False}),
    ]
    assert all(act.status_code < 300 for act in acts), [act.json_body for act in acts]
    mailbox = recipients_store.find(world.operator.pepper.person(ANNA)).mailbox
    world.operator.notices.announce(mailbox, first, world.clock.now())


@pytest.mark.rule("RET-2")
@pytest.mark.rule("RET-3")
@pytest.mark.rule("RET-6")
@pytest.mark.rule("RET-22")
@pytest.mark.rule("RET-43")
def test_nothing_of_a_person_is_left_on_the_twentieth_day(world, sender, anna, lived):
    """Rows, indexes, files and their versions; and senders are told of what they had waiting."""
    person = world.operator.pepper.person(ANNA)
    row = recipients_store.find_row(person)
    deliver_at = iso(world.clock.now() + timedelta(days=60))
    later = sender.send(a_content(ANNA, deliver_at=deliver_at)).headers["kivra-objkey"]
    anna.step_up()
    assert anna.post("/account/close").status_code == 200
    world.clock.advance(days=12)
    sender.renew()
    salary = {"type": "letter.salary", "retain": True, "retention_time": "390"}
    kept = sender.send(a_content(ANNA, **salary)).headers["kivra-objkey"]
    by_address = sender.send(a_content(None, email=row.email, **salary)).headers["kivra-objkey"]
    traces = person, row.mailbox, row.email, row.mobile, world.operator.pepper.of("email", row.email.lower())
    found = places(world.clock.now(), *traces)
    assert {"recipients", "addresses", "items", "waiting", "form_drafts", "labels", "correspondents"} <= found
    world.clock.advance(days=9)

    assert world.operator.erasing.erase(person)

    assert places(world.clock.now(), *traces) <= KEPT
    sender.renew()
    states = {key: sender.status(key)["state"] for key in (later, kept, by_address)}
    assert states == {later: "refused", kept: "expired", by_address: "expired"}
    assert not world.operator.erasing.erase(person)


def test_before_its_day_nothing_is_touched(world, anna, lived):
    """The erasure that comes early does nothing, and the closing can be undone."""
    anna.step_up()
    anna.post("/account/close")
    world.clock.advance(days=19)
    before = everything(world.clock.now())

    assert not world.operator.erasing.erase(world.operator.pepper.person(ANNA))

    assert everything(world.clock.now()) == before
