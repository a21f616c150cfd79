"""No personal data in any log line: the watch works, and it watches the whole suite."""

from __future__ import annotations

import json

import pytest

from chalicelib.aws.observability import logger
from tests.logwatch import Watch
from tests.software import SenderSoftware
from tests.world import ANNA, TOLVAN, World, a_content


@pytest.mark.parametrize(
    "said", [TOLVAN, "person0380@example.com", "+46701740605", "Hemlig rubrik", "Tolvan Tolvansson", "the code 123456"],
)
def test_the_watch_finds_what_it_looks_for(said: str):
    """A watch that finds nothing proves nothing."""
    watch = Watch()
    watch.codes.add("123456")
    watch.lines.append(f'{{"level": "INFO", "message": "x {said}"}}')

    assert list(watch.leaks())


def test_ids_are_no_leak(sender: SenderSoftware):
    """Keys and digests may be logged."""
    watch = Watch()
    watch.lines.append(f'{{"message": "request", "content": "{sender.tenant}", "timestamp": "2026-11-20 123456"}}')

    assert list(watch.leaks()) == []


def test_sends_good_and_bad_log_ids_only(sender: SenderSoftware, world: World):
    """Also when the door refuses, and when it fails."""
    world.a_person()
    watch = Watch()
    logger.addHandler(watch)
    try:
        sender.send(a_content(subject="Hemlig rubrik"))
        sender.send(a_content(ANNA, subject="Hemlig rubrik"))
        sender.send(a_content("191212121213", subject="Hemlig rubrik"))
        sender.send(a_content(None, email="person0380@example.com", subject="Hemlig rubrik"))
        sender.call("POST", "/v2/tenant/{tk}/usermatch/ssn", {"list": [TOLVAN, ANNA]})
        sender.call("GET", f"/v1/tenant/{{tk}}/user?ssn={TOLVAN}")
        world.operator.blobs._bucket = "no-such-bucket"
        world.operator.accepting._blobs._bucket = "no-such-bucket"
        assert sender.send(a_content(subject="Hemlig rubrik", type="letter.creditnotice")).status_code == 500
    finally:
        world.operator.blobs._bucket = world.config.content_bucket
        logger.removeHandler(watch)

    assert len(watch.lines) >= 8
    assert list(watch.leaks()) == []


@pytest.mark.parametrize("wanted", [
    TOLVAN, "19121212-1212", "order-191212121212", "order-121212-1212-2026", "1912-12-12-1212-b", "20261120-191212121212-x",
    "b-191212721219", "2026-11-20-17",
])
def test_an_id_that_may_be_somebodys_number_is_not_taken(sender: SenderSoftware, wanted: str):
    """It would stand in every log, trace and row on the way; the call has one of ours instead."""
    answer = sender.call("GET", "/v2/tenant/{tk}", X_Correlation_Id=wanted)

    assert (answer.status_code, answer.headers["x-correlation-id"]) == (200, "unknown-request")


@pytest.mark.parametrize("wanted", [
    "utskick-2026-11-20-17", "order-191212121213", "0b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "batch-0001912121212120",
])
def test_any_other_id_is(sender: SenderSoftware, wanted: str):
    """Digits that are nobody's number are nobody's business."""
    assert sender.call("GET", "/v2/tenant/{tk}", X_Correlation_Id=wanted).headers["x-correlation-id"] == wanted


def test_what_stands_in_a_path_is_not_logged_unless_it_is_the_clients(sender: SenderSoftware):
    """A number in the place of a tenant is told as what is not there, and nowhere else."""
    watch = Watch()
    logger.addHandler(watch)
    try:
        assert sender.call("GET", f"/v2/tenant/{TOLVAN}/content/1").status_code == 404
        assert sender.call("GET", f"/v2/tenant/{{tk}}/content/{TOLVAN}").status_code == 404
    finally:
        logger.removeHandler(watch)

    assert len(watch.lines) == 2
    assert list(watch.leaks()) == []
    assert ["tenant" in json.loads(line) for line in watch.lines] == [False, True]


def test_one_correlation_id_from_the_request_to_the_email(sender: SenderSoftware, world: World):
    """What the sender's call was named is on the answer, on the letter and in the notice."""
    from chalicelib.notifications.arrivals import arrivals

    world.a_person()
    answer = sender.send(a_content(), X_Correlation_Id="utskick-2026-11-20-17")
    for message in world.messages(world.config.notify_queue_url):
        for mailbox, key, arrived_at in arrivals(message["body"]):
            world.operator.notices.announce(mailbox, key, arrived_at)

    assert answer.headers["x-correlation-id"] == "utskick-2026-11-20-17"
    assert [mail.correlation_id for mail in world.outbox.mails] == ["utskick-2026-11-20-17"]
