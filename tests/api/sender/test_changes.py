"""What a sender may decide about later: scheduled, withdrawn, replaced, corrected, rehearsed."""

from __future__ import annotations

from datetime import timedelta

import pytest

import app
from chalicelib.aws import clients
from chalicelib.delivery import waiting_store
from chalicelib.kernel.clock import epoch, iso
from chalicelib.mailbox import store as mailbox_store
from chalicelib.recipients import standing_store
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import Closing
from tests.contents import BOOKING, of_type
from tests.faults.harness import drain
from tests.world import ANNA, PDF, START, TOLVAN, a_content

LAMBDA = type("Context", (), {"aws_request_id": "r", "get_remaining_time_in_millis": lambda _: 30000})()
EVENT = dict.fromkeys(("id", "time", "source", "detail-type", "region", "account", "version"), "") | {"detail": {}, "resources": []}
TOMORROW = START + timedelta(days=1)


def quarter(world):
    """Let the clock strike and the worker do what it asks for."""
    app.scheduled_due(EVENT, LAMBDA)
    drain(world, "release", lambda event: app.release(event, LAMBDA), rounds=1)


def letters(person):
    return mailbox_store.page(person.mailbox, None, 500)


def scheduled(sender, **change):
    return sender.send(a_content(**{"deliver_at": iso(TOMORROW), **change}))


def key_of(answer) -> str:
    assert answer.status_code in (200, 201), answer.json_body
    return answer.headers["kivra-objkey"]


def state(sender, key):
    sender.renew()
    return sender.status(key)["state"]


def waiting(world):
    """Every row and every file of what waits."""
    scanned = clients.client("dynamodb").scan(TableName=world.config.table("waiting"))["Items"]
    return scanned, world.objects("waiting/")


class TestScheduled:
    """Delivered at a time: not before, and soon after."""

    def test_it_waits_for_its_time_and_is_then_delivered(self, sender, world):
        """By the quarter's walk, whole, among the letters of its day."""
        tolvan = world.a_person()
        answer = scheduled(sender)
        key = key_of(answer)

        assert (answer.headers["kuvert-scheduled"], state(sender, key)) == ("true", "scheduled")
        assert "kivra-retained" not in answer.headers
        world.clock.advance(hours=23, minutes=59)
        quarter(world)
        assert letters(tolvan) == []
        world.clock.advance(minutes=1)
        quarter(world)

        [letter] = letters(tolvan)
        assert (letter.key, letter.unread) == (key, True)
        assert key.startswith(str(epoch(TOMORROW)))
        assert world.operator.blobs.get(f"mailbox/{tolvan.mailbox}/{key}/1") == PDF
        assert waiting(world) == ([], [])
        sender.renew()
        assert [event["event"] for event in sender.status(key)["events"]] == ["accepted", "scheduled", "delivered"]
        drain(world, "notify", lambda event: app.notify(event, LAMBDA))
        assert len(world.outbox.mails) == 1

    def test_joining_does_not_bring_it_forward(self, sender, world):
        """What waits for its time is not released by a recipient's choices."""
        key = key_of(scheduled(sender, type="letter.salary", retain=True))
        tolvan = world.a_person()
        world.operator.releasing.release(tolvan.person)
        assert letters(tolvan) == []
        world.clock.advance(days=1)
        quarter(world)

        assert [letter.key for letter in letters(tolvan)] == [key]

    def test_a_missed_week_is_made_up_for(self, sender, world):
        """The walk begins where it stopped."""
        tolvan = world.a_person()
        quarter(world)
        scheduled(sender)
        world.clock.advance(days=20)
        quarter(world)

        assert len(letters(tolvan)) == 1

    def test_a_lost_message_is_sent_again(self, sender, world):
        """A day is not done while something of it is left."""
        tolvan = world.a_person()
        scheduled(sender)
        world.clock.advance(days=1)
        app.scheduled_due(EVENT, LAMBDA)
        world.messages(world.config.release_queue_url)
        world.clock.advance(days=2)
        quarter(world)

        assert len(letters(tolvan)) == 1

    def test_who_has_left_meanwhile_gets_nothing_and_the_sender_is_told(self, sender, world):
        """Decided anew at its time; sent again, it is not taken for a repetition."""
        tolvan = world.a_person()
        key = key_of(scheduled(sender))
        recipients_store.close(tolvan.person, Closing.at(world.clock.now() - timedelta(days=15)))
        world.clock.advance(days=1)
        quarter(world)

        assert (letters(tolvan), state(sender, key)) == ([], "refused")
        assert waiting(world) == ([], [])
        assert sender.send(a_content()).json_body["code"] == 40032

    @pytest.mark.parametrize("by", ["ssn", "email"])
    def test_who_has_left_finds_it_later_where_it_is_retained(self, sender, world, by):
        """From its time on it is kept as many days as asked for."""
        tolvan = world.a_person(email="tolvan@example.com")
        to = {"ssn": TOLVAN} if by == "ssn" else {"ssn": None, "email": "tolvan@example.com"}
        key = key_of(scheduled(sender, type="letter.salary", retain=True, **to))
        standing_store.pause(tolvan.person, sender.tenant, world.clock.now())
        world.clock.advance(days=1)
        quarter(world)
        assert state(sender, key) == "retained"
        world.a_person(email="tolvan@example.com", mailbox=tolvan.mailbox)
        world.operator.releasing.release(tolvan.person)

        assert ([letter.key for letter in letters(tolvan)], state(sender, key)) == ([key], "delivered")

    def test_an_account_that_is_erased_ends_it(self, sender, world):
        """Told at once, not silently forgotten."""
        tolvan = world.a_person()
        key = key_of(scheduled(sender, deliver_at=iso(START + timedelta(days=60))))
        recipients_store.close(tolvan.person, Closing.at(world.clock.now()))
        world.clock.advance(days=21)
        assert world.operator.erasing.erase(tolvan.person)

        assert (waiting(world), state(sender, key)) == (([], []), "refused")

    def test_nobody_there_is_refused_at_once(self, sender, world):
        """The sender prints rather than waits."""
        assert scheduled(sender).json_body["code"] == 40032
        assert waiting(world) == ([], [])

    @pytest.mark.parametrize("moment", ["2026-11-20T11:00:00Z", "2028-11-20T11:00:00Z", "9999-12-31T23:00:00Z", "i morgon"])
    def test_the_time_lies_ahead_and_not_too_far(self, sender, world, moment):
        """Up to 390 days."""
        world.a_person()

        answer = scheduled(sender, deliver_at=moment)

        assert answer.status_code == 400

    def test_a_repetition_is_the_same_content_also_afterwards(self, sender, world):
        """Answered as the first time, header and all."""
        tolvan = world.a_person()
        first = scheduled(sender)
        world.clock.advance(days=2)
        quarter(world)
        sender.renew()
        again = scheduled(sender)

        assert key_of(again) == key_of(first)
        assert again.headers["kuvert-scheduled"] == "true"
        assert len(letters(tolvan)) == 1

    def test_an_appointment_that_is_over_by_then_is_refused(self, sender, world):
        """What is good until a moment must be good when it is delivered."""
        world.a_person()
        late = of_type("booking", deliver_at="2026-12-02T00:00:00Z")

        assert sender.send(late).status_code == 400
        assert sender.send({**late, "deliver_at": BOOKING["start_time"]}).status_code == 400
        assert sender.send({**late, "deliver_at": "2026-11-30T00:00:00Z"}).status_code == 201


class TestWithdrawn:
    """What waits is its sender's; what is delivered is not."""

    def delete(self, sender, key):
        return sender.call("DELETE", f"/v2/tenant/{{tk}}/content/{key}")

    @pytest.mark.parametrize("kind", ["scheduled", "retained"])
    def test_what_waits_is_gone(self, sender, world, kind):
        """Rows and files; once more is as good as once."""
        if kind == "scheduled":
            world.a_person()
        content = a_content(type="letter.salary", retain=True)
        key = key_of(sender.send({**content, "deliver_at": iso(TOMORROW)} if kind == "scheduled" else content))

        assert [self.delete(sender, key).status_code for _ in range(2)] == [204, 204]

        assert state(sender, key) == "withdrawn"
        assert waiting(world) == ([], [])
        world.clock.advance(days=1)
        quarter(world)
        assert letters(world.a_person()) == []

    def test_sent_again_it_is_a_new_content(self, sender, world):
        """A promise taken back is not answered with once more (I1)."""
        tolvan = world.a_person()
        first = key_of(scheduled(sender))
        self.delete(sender, first)
        second = key_of(scheduled(sender))
        world.clock.advance(days=1)
        quarter(world)

        assert second != first
        assert [letter.key for letter in letters(tolvan)] == [second]

    @pytest.mark.parametrize("seen", [False, True])
    def test_twice_at_once_both_have_withdrawn_it(self, sender, world, monkeypatch, seen):
        """The other is done right before this one looks where it waits, or right after."""
        world.a_person()
        key, find = key_of(scheduled(sender)), waiting_store.find

        def meanwhile(key):
            monkeypatch.undo()
            row = find(key) if seen else None
            assert self.delete(sender, key).status_code == 204
            return row

        monkeypatch.setattr(waiting_store, "find", meanwhile)

        assert self.delete(sender, key).status_code == 204
        assert waiting(world) == ([], [])

    def test_what_is_replaced_at_this_moment_is_withdrawn_as_it_is_now(self, sender, world, monkeypatch):
        """Both have been promised; the later is told last."""
        world.a_person()
        key, find = key_of(scheduled(sender)), waiting_store.find

        def meanwhile(key):
            monkeypatch.undo()
            row = find(key)
            again = a_content(subject="Nytt", deliver_at=iso(TOMORROW))
            assert sender.call("PUT", f"/v2/tenant/{{tk}}/content/{key}", again).status_code == 200
            return row

        monkeypatch.setattr(waiting_store, "find", meanwhile)

        assert self.delete(sender, key).status_code == 204
        assert (state(sender, key), waiting(world)) == ("withdrawn", ([], []))

    def test_what_is_delivered_is_the_recipients(self, sender, world):
        """409, and the sentence says so."""
        world.a_person()
        key = key_of(sender.send(a_content()))

        answer = self.delete(sender, key)

        assert (answer.status_code, answer.json_body["code"]) == (409, 40904)
        assert "recipient's now" in answer.json_body["long_message"]

    def test_what_has_expired_cannot_be_withdrawn(self, sender, world):
        """It waits no more."""
        key = key_of(sender.send(a_content(type="letter.salary", retain=True)))
        world.clock.advance(days=31)
        world.hour()
        sender.renew()

        assert self.delete(sender, key).status_code == 409

    def test_a_walk_finishes_what_was_left(self, sender, world, monkeypatch):
        """The files go later when they could not go at once."""
        world.a_person()
        key = key_of(scheduled(sender))
        monkeypatch.setattr(world.operator.blobs, "erase", lambda prefix: (_ for _ in ()).throw(KeyError))
        self.delete(sender, key)
        monkeypatch.undo()
        assert waiting(world)[1]
        world.hour()

        assert (waiting(world), state(sender, key)) == (([], []), "withdrawn")


class TestReplaced:
    """Another content under the same key."""

    def put(self, sender, key, content):
        return sender.call("PUT", f"/v2/tenant/{{tk}}/content/{key}", content)

    def test_the_new_one_is_delivered_under_the_same_key(self, sender, world):
        """With its own files only, at the first one's time."""
        tolvan = world.a_person()
        content = a_content(deliver_at=iso(TOMORROW))
        key = key_of(sender.send({**content, "parts": content["parts"] * 2}))

        answer = self.put(sender, key, a_content(subject="Rättat beslut"))

        assert (answer.status_code, key_of(answer)) == (200, key)
        assert answer.headers["kuvert-scheduled"] == "true"
        world.clock.advance(days=1)
        quarter(world)
        [letter] = letters(tolvan)
        assert (letter.key, letter.subject, letter.parts) == (key, "Rättat beslut", 1)
        assert world.objects() == [f"mailbox/{tolvan.mailbox}/{key}/{name}" for name in ("1", "content.json")]

    @pytest.mark.parametrize("hours", [1, 100])
    def test_it_may_be_moved(self, sender, world, hours):
        """Earlier or later."""
        tolvan = world.a_person()
        key = key_of(scheduled(sender))
        self.put(sender, key, a_content(deliver_at=iso(START + timedelta(hours=hours))))
        world.clock.advance(hours=hours - 0.5)
        quarter(world)
        assert letters(tolvan) == []
        world.clock.advance(hours=0.5)
        quarter(world)

        assert [letter.key for letter in letters(tolvan)] == [key]

    def test_what_is_retained_keeps_its_days(self, sender, world):
        """And is delivered when its recipient joins."""
        first = a_content(type="letter.salary", retain=True)
        key = key_of(sender.send(first))
        world.clock.advance(days=29)
        sender.renew()
        assert self.put(sender, key, {**first, "subject": "Ny"}).headers["kivra-retained"] == "true"
        tolvan = world.a_person()
        world.operator.releasing.release(tolvan.person)

        assert [letter.subject for letter in letters(tolvan)] == ["Ny"]

    def test_the_same_checks_and_the_same_recipient(self, sender, world):
        """Nothing changes where one fails."""
        world.a_person()
        world.a_person(ANNA)
        key = key_of(scheduled(sender))
        before = waiting(world)

        for content in (a_content(parts=[]), a_content(ANNA), a_content(type="x"), a_content(retain=True)):
            assert self.put(sender, key, content).status_code in (400, 422)
        assert waiting(world) == before

    @pytest.mark.parametrize(("waits", "becomes", "number"), [
        ({"deliver_at": iso(TOMORROW)}, "registered.letter", 42200),
        ({"type": "letter.salary", "retain": True}, "registered.letter", 42221),
        ({"type": "letter.salary", "retain": True}, "letter", 42221),
    ])
    def test_what_waits_never_becomes_what_may_not(self, sender, world, waits, becomes, number):
        """What is delivered at once, or only to who is here: opened without a signature it would be."""
        if "deliver_at" in waits:
            world.a_person()
        key = key_of(sender.send(a_content(**waits)))
        before = waiting(world)

        answer = self.put(sender, key, of_type(becomes, ssn=TOLVAN))

        assert (answer.status_code, answer.json_body["code"]) == (422, number)
        assert waiting(world) == before

    def test_what_its_recipient_has_left_meanwhile_is_judged_anew(self, sender, world, monkeypatch):
        """Its time comes while it is replaced by a type that is not kept for anybody: nothing is put in its place."""
        tolvan = world.a_person()
        key = key_of(scheduled(sender, type="letter.salary", retain=True))
        recipients_store.close(tolvan.person, Closing.at(world.clock.now() - timedelta(days=15)))
        replacement = waiting_store.replacement

        def late(*given):
            world.clock.advance(days=1)
            quarter(world)
            return replacement(*given)

        monkeypatch.setattr(waiting_store, "replacement", late)
        answer = self.put(sender, key, a_content())
        assert (answer.status_code, state(sender, key)) == (503, "retained")
        monkeypatch.undo()
        assert self.put(sender, key, a_content()).json_body["code"] == 42221

    def test_what_is_taken_back_meanwhile_is_not_called_delivered(self, sender, world, monkeypatch):
        """Its sender would not print it."""
        world.a_person()
        key = key_of(scheduled(sender))
        find = waiting_store.find

        def withdrawn(key):
            monkeypatch.undo()
            sender.call("DELETE", f"/v2/tenant/{{tk}}/content/{key}")
            return find(key)

        monkeypatch.setattr(waiting_store, "find", withdrawn)
        answer = self.put(sender, key, a_content(subject="Annat"))

        assert (answer.status_code, answer.json_body["code"]) == (409, 40904)
        assert answer.json_body["long_message"] == "It waits no more: withdrawn."

    def test_what_is_delivered_cannot_be_replaced(self, sender, world):
        """409."""
        world.a_person()
        key = key_of(sender.send(a_content()))

        assert self.put(sender, key, a_content(subject="Annat")).json_body["code"] == 40904


class TestCorrected:
    """What is delivered can only be called corrected."""

    def correct(self, sender, key, newer):
        return sender.call("POST", f"/v2/tenant/{{tk}}/content/{key}/corrected_by", {"content_key": newer})

    @pytest.mark.parametrize("fate", ["unread", "read", "removed"])
    def test_the_answer_says_nothing_of_the_reader(self, sender, world, fate):
        """The same, and the same events, whatever the recipient has done."""
        tolvan = world.a_person()
        old, new = key_of(sender.send(a_content())), key_of(sender.send(a_content(subject="Rättat")))
        if fate == "removed":
            mailbox_store.remove(tolvan.mailbox, old)
        elif fate == "read":
            mailbox_store.change(tolvan.mailbox, old, [mailbox_store.ItemRow.unread.set(False)])

        answers = [self.correct(sender, old, new) for _ in range(2)]

        assert [(answer.status_code, answer.body) for answer in answers] == [(204, b"")] * 2
        assert [letter.corrected_by for letter in letters(tolvan)][1:] == ([] if fate == "removed" else [new])
        events = sender.status(old)["events"]
        assert [(e["event"], e.get("content_key")) for e in events][2:] == [("corrected", new)]

    def test_the_newer_one_is_not_corrected_by_the_older(self, sender, world):
        """Not even of two from one moment that already stand the other way round."""
        tolvan = world.a_person()
        old, new = key_of(sender.send(a_content())), key_of(sender.send(a_content(subject="Rättat")))
        assert self.correct(sender, old, new).status_code == 204
        world.clock.advance(seconds=1)
        last = key_of(sender.send(a_content(subject="Rättat igen")))

        for key, newer in ((new, old), (last, old)):
            answer = self.correct(sender, key, newer)
            assert (answer.status_code, answer.json_body["code"]) == (409, 40904)
        assert self.correct(sender, new, last).status_code == 204
        assert [letter.corrected_by for letter in letters(tolvan)] == [None, last, new]

    def test_somebody_elses_letter_changes_nothing_and_tells_nothing(self, sender, world):
        """Or it would tell whose address an address is."""
        tolvan, _ = world.a_person(), world.a_person(ANNA)
        old, new = key_of(sender.send(a_content())), key_of(sender.send(a_content(ANNA)))

        assert self.correct(sender, old, new).status_code == 204
        assert [letter.corrected_by for letter in letters(tolvan)] == [None]

    def test_both_are_delivered_contents_of_the_tenant(self, sender, world):
        """What waits is replaced; what is another's is absent."""
        world.a_person()
        old, later = key_of(sender.send(a_content())), key_of(scheduled(sender))

        assert self.correct(sender, old, later).status_code == 409
        assert self.correct(sender, later, old).status_code == 409
        assert self.correct(sender, old, old).status_code == 400
        assert self.correct(sender, old, "1795176000ffffffffffffffffffffffffffffffff").status_code == 404


class TestRehearsed:
    """A dry run: everything but the letter."""

    def rehearse(self, sender, content):
        return sender.call("POST", "/v2/tenant/{tk}/content?dry_run=true", content)

    def test_it_says_what_would_become_of_it_and_delivers_nothing(self, sender, world):
        """In the words of sending itself."""
        tolvan = world.a_person()
        said = {
            "delivered": self.rehearse(sender, a_content()),
            "scheduled": self.rehearse(sender, a_content(deliver_at=iso(TOMORROW))),
            "retained": self.rehearse(sender, a_content(ANNA, type="letter.salary", retain=True)),
            "refused": self.rehearse(sender, a_content(ANNA)),
        }

        assert {word: (answer.status_code, answer.json_body["would"]) for word, answer in said.items()} == {
            word: (200, word) for word in said
        }
        real = sender.send(a_content(ANNA)).json_body
        assert {name: said["refused"].json_body[name] for name in ("code", "long_message")} == {
            name: real[name] for name in ("code", "long_message")
        }
        kept = [name for name in world.objects() if not name.startswith("preview/")]
        assert (letters(tolvan), kept, waiting(world)) == ([], [], ([], []))
        assert key_of(sender.send(a_content()))

    def test_what_was_sent_before_is_told_by_its_key(self, sender, world):
        """It would be a repetition."""
        world.a_person()
        key = key_of(sender.send(a_content()))

        told = self.rehearse(sender, a_content()).json_body
        assert (told["would"], told["content_key"]) == ("delivered", key)

    def test_everything_is_checked(self, sender, world):
        """A mistake is the same mistake."""
        world.a_person()

        assert self.rehearse(sender, a_content(parts=[])).json_body["code"] == 40019

    @pytest.mark.parametrize("said", ["true", "True", "TRUE", "1"])
    def test_it_may_be_said_in_several_ways(self, sender, world, said):
        """In any letter case, as each language writes it."""
        tolvan = world.a_person()

        assert sender.call("POST", f"/v2/tenant/{{tk}}/content?dry_run={said}", a_content()).status_code == 200
        assert letters(tolvan) == []

    @pytest.mark.parametrize("said", ["false", "False", "0"])
    def test_it_may_be_said_not_to_be_one(self, sender, world, said):
        """Then it is sent."""
        world.a_person()

        assert sender.call("POST", f"/v2/tenant/{{tk}}/content?dry_run={said}", a_content()).status_code == 201

    @pytest.mark.parametrize("said", ["dry_run", "dry_run=", "dry_run=yes", "dry_run=2", "dryRun=true", "Dry-Run=1",
                                      "dry_run=true&dry_run=false"])
    def test_what_may_have_been_meant_as_one_is_never_sent(self, sender, world, said):
        """Refused instead: a letter cannot be taken back."""
        tolvan = world.a_person()

        assert sender.call("POST", f"/v2/tenant/{{tk}}/content?{said}", a_content()).json_body["code"] == 40033
        assert letters(tolvan) == []

    @pytest.mark.parametrize("said", [True, "true", 1])
    def test_said_in_the_body_it_is_refused(self, sender, world, said):
        """Unknown fields are passed over, but this one would turn a trial into post."""
        tolvan = world.a_person()
        key = key_of(scheduled(sender))

        for answer in (sender.send(a_content(dry_run=said)), sender.call("PUT", f"/v2/tenant/{{tk}}/content/{key}", a_content(dry_run=said))):
            assert (answer.status_code, answer.json_body["code"]) == (400, 40000)
            assert "?dry_run=true" in answer.json_body["long_message"]
        assert letters(tolvan) == []
        assert sender.send(a_content(dry_run=False)).status_code == 201

    @pytest.mark.parametrize("method", ["PUT", "DELETE"])
    def test_what_cannot_be_tried_is_not_done_instead(self, sender, world, method):
        """Replacing and withdrawing have no dry run."""
        world.a_person()
        key = key_of(scheduled(sender))
        before = waiting(world)
        body = a_content(subject="Nyare", deliver_at=iso(TOMORROW)) if method == "PUT" else None

        answer = sender.call(method, f"/v2/tenant/{{tk}}/content/{key}?dry_run=true", body)
        assert answer.json_body["code"] == 40033
        assert waiting(world) == before

    @pytest.mark.parametrize("how", ["rehearsed", "scheduled"])
    def test_walking_through_numbers_is_noticed(self, sender, world, how, monkeypatch):
        """Those who are here count too: nothing is sent that would tell them."""
        world.a_person()
        asked = []
        monkeypatch.setattr(world.operator.walking, "notice", lambda *what: asked.append(what))
        self.rehearse(sender, a_content()) if how == "rehearsed" else scheduled(sender)

        assert len(asked) == 1
