"""What each page of the web app costs: the AWS calls of all that it asks for, the same in a small and a large mailbox."""

from __future__ import annotations

from collections import Counter

import pytest

from chalicelib.mailbox.store import ItemRow
from tests.counting import counted
from tests.pages import A_LETTER, FRAME, OWN, READ
from tests.world import ANNA, a_content

SESSION = Counter({"GetItem": 1})  # who it is, in every request but of the site
FRAME_COSTS = Counter({"GetItem": 5, "Query": 1})
COSTS = {
    "/todo": Counter({"GetItem": 1}),
    "/senders": Counter({"GetItem": 2, "Query": 2, "BatchGetItem": 1}),
    "/settings": Counter({"GetItem": 2, "Query": 3}),
}
LETTER_COSTS = Counter({"GetItem": 3, "GetObject": 2, "PutItem": 2})
MARK_COSTS = Counter({"UpdateItem": 1})


@pytest.fixture(params=[10, 1_000])
def mailbox(request, anna, sender, world):
    """Anna's, with so many letters, the last of them real."""
    own, now = anna.cookies["__Host-sid"].partition(".")[0], int(world.clock.now().timestamp())
    with ItemRow.batch_write() as batch:
        for n in range(1, request.param):
            batch.save(ItemRow(
                own, f"{now - n:010d}{n:032x}", person="p", tenant=sender.tenant, sender_name="Härnösands kommun",
                subject="Beslut", type="letter", received_at=now - n, parts=1, correlation_id="x", email_notice="sent",
            ))
    anna.get("/push")  # the key for web push is read once in a process
    anna.key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    return anna


def costs(anna, asked):
    """The AWS calls of some requests."""
    with counted() as made:
        for each in asked:
            method, path = each.split(" ")
            answer = anna.call(method, path.format(key=anna.key), {"unread": False} if method == "PATCH" else None)
            assert answer.status_code == 200, each
    return Counter(made)


def test_every_page_costs_the_same_in_a_small_mailbox_and_a_large(mailbox):
    """The frame that every page has, and what each asks for besides."""
    assert costs(mailbox, FRAME) == FRAME_COSTS
    for page, asked in OWN.items():
        sessions = Counter({"GetItem": len([each for each in asked if each != "GET /terms"])})  # those may be read by all
        assert costs(mailbox, asked) == COSTS.get(page, Counter()) + sessions, page
    assert costs(mailbox, A_LETTER) == LETTER_COSTS + Counter({"GetItem": len(A_LETTER)})
    assert costs(mailbox, READ) == MARK_COSTS + SESSION
