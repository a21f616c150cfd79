"""What each page of the web app costs: the AWS calls of all that it asks for, the same in a small and a large mailbox."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from chalicelib.mailbox.store import ItemRow
from tests.counting import counted
from tests.pages import A_LETTER, FIRST_PAGE, FRAME, NEXT_PAGES, OWN, READ, STRANGERS
from tests.world import ANNA, a_content

SESSION = Counter({"GetItem": 1})  # who it is, in every request but of the site
FRAME_COSTS = Counter({"GetItem": 5, "Query": 1})
COSTS = {
    "/todo": Counter({"GetItem": 1}),
    "/senders": Counter({"GetItem": 2, "Query": 2, "BatchGetItem": 1}),
    "/settings": Counter({"GetItem": 2, "Query": 2}),
    "/settings/accesses": Counter({"Query": 1}),
}
LETTER_COSTS = Counter({"GetItem": 3, "GetObject": 2, "PutItem": 2})
MARK_COSTS = Counter({"UpdateItem": 1})


@pytest.fixture(params=[10, 1_000])
def letters(request):
    """How many letters there are."""
    return request.param


@pytest.fixture
def mailbox(letters, anna, sender, world):
    """Anna's, with so many letters, the last of them real."""
    own, now = anna.cookies["__Host-sid"].partition(".")[0], int(world.clock.now().timestamp())
    with ItemRow.batch_write() as batch:
        for n in range(1, letters):
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


def test_the_whole_index_costs_two_calls_for_each_page_of_it(mailbox, letters):
    """Once for the first fifty, and then for five hundred at a time."""
    cursor, limit, found = "", FIRST_PAGE, 0
    with counted() as made:
        while cursor is not None:
            page = mailbox.get("/letters", {"limit": limit} | ({"cursor": cursor} if cursor else {})).json_body
            cursor, limit, found = page.get("next"), NEXT_PAGES, found + len(page["letters"])

    pages = 1 + math.ceil(max(letters - FIRST_PAGE, 0) / NEXT_PAGES)
    assert found == letters
    assert Counter(made) == Counter({"GetItem": pages, "Query": pages})


@pytest.mark.parametrize("page", STRANGERS)
def test_a_stranger_costs_no_call(visitor, page):
    """Without a cookie there is nothing to look for."""
    with counted() as made:
        for each in STRANGERS[page]:
            assert visitor.get(each.removeprefix("GET ")).status_code in (200, 401)

    assert made == []
