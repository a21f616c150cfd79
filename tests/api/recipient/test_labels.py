"""Own labels, and the same done with many letters at once."""

from __future__ import annotations

from threading import Barrier

import pytest

from chalicelib.mailbox import store as mailbox_store
from tests.world import ANNA, BENGT, a_content

HOUSE, CAR = "/labels/00000000000000aa", "/labels/00000000000000bb"


def ident(path: str) -> str:
    """The id in a label's path."""
    return path.rpartition("/")[2]


@pytest.fixture
def letters(anna, sender, world):
    """Three letters to Anna, oldest first."""
    keys = []
    for n in range(3):
        world.clock.advance(seconds=1)
        keys.append(sender.send(a_content(ANNA, subject=f"Brev {n}")).headers["kivra-objkey"])
    return keys


def act(anna, keys, **wanted):
    """Do the same with many letters; answer those that it was not done with."""
    answer = anna.post("/letters/actions", {"keys": keys, "set": wanted})
    assert answer.status_code == 200, answer.body
    return answer.json_body["unchanged"]


def states(anna, *names):
    """What is said of each letter, newest first."""
    return [tuple(each.get(name) for name in names) for each in anna.get("/letters").json_body["letters"]]


def test_labels_are_made_renamed_and_removed(anna):
    """By ids of the web app's making, so that the same call again makes no second one."""
    assert anna.get("/labels").json_body == {"labels": [], "most": 40}
    assert anna.call("PUT", HOUSE, {"name": " Mitt  hus "}).json_body == {
        "id": ident(HOUSE), "name": "Mitt hus", "colour": "clay",
    }
    assert anna.call("PUT", CAR, {"name": "bilen"}).json_body["colour"] == "moss"
    anna.call("PUT", HOUSE, {"name": "Mitt hus"})
    assert [each["name"] for each in anna.get("/labels").json_body["labels"]] == ["bilen", "Mitt hus"]

    renamed = anna.call("PUT", CAR, {"name": "Volvon", "colour": "sea"}).json_body
    assert (renamed["name"], renamed["colour"]) == ("Volvon", "sea")
    assert anna.call("DELETE", HOUSE).status_code == 204
    assert anna.call("DELETE", HOUSE).status_code == 404
    assert [each["name"] for each in anna.get("/labels").json_body["labels"]] == ["Volvon"]


@pytest.mark.parametrize(("path", "body", "status"), [
    (HOUSE, {"name": "\u200b \n"}, 400), (HOUSE, {"name": "x" * 41}, 400), (HOUSE, {"name": "BILEN"}, 409),
    (HOUSE, {"name": "Hus", "colour": "#ff0000"}, 400), ("/labels/x", {"name": "Hus"}, 404), (HOUSE, {}, 400),
])
def test_a_label_that_cannot_be(anna, path, body, status):
    """Nameless, too long, twice, in no colour of ours."""
    anna.call("PUT", CAR, {"name": "Bilen"})
    assert anna.call("PUT", path, body).status_code == status
    assert len(anna.get("/labels").json_body["labels"]) == 1


def test_forty_labels_are_the_most(anna):
    """The forty-first is refused; the others can still be renamed."""
    for n in range(40):
        anna.call("PUT", f"/labels/{n:016x}", {"name": f"Nummer {n}"})
    refused = anna.call("PUT", HOUSE, {"name": "En till"})
    assert (refused.status_code, refused.json_body["code"]) == (409, "too_many_labels")
    assert anna.call("PUT", f"/labels/{0:016x}", {"name": "Noll"}).status_code == 200


def test_a_letter_carries_labels(anna, letters):
    """All that it is to have, at most ten."""
    path, both = f"/letters/{letters[0]}", sorted([ident(HOUSE), ident(CAR)])
    assert anna.call("PATCH", path, {"labels": both}).json_body["labels"] == both
    assert anna.call("PATCH", path, {"unread": False}).json_body["labels"] == both
    assert anna.get(path).json_body["labels"] == both
    assert anna.call("PATCH", path, {"labels": []}).json_body["labels"] == []
    assert anna.call("PATCH", path, {"labels": [f"{n:016x}" for n in range(11)]}).status_code == 409
    assert anna.call("PATCH", path, {"labels": ["x"]}).status_code == 400


def test_a_label_put_back_is_on_its_letters_again(anna, letters):
    """Letters keep the id, so that removing a label can be undone."""
    anna.call("PUT", HOUSE, {"name": "Huset", "colour": "plum"})
    anna.call("PATCH", f"/letters/{letters[0]}", {"labels": [ident(HOUSE)]})
    anna.call("DELETE", HOUSE)
    assert anna.call("PUT", HOUSE, {"name": "Huset", "colour": "plum"}).json_body["colour"] == "plum"
    assert anna.get(f"/letters/{letters[0]}").json_body["labels"] == [ident(HOUSE)]


def test_many_letters_at_once(anna, letters):
    """Each is changed by itself; those that are not there are told of and stop nobody."""
    nowhere = f"1786546700{'0' * 32}"
    assert act(anna, [*letters[:2], nowhere, letters[0]], unread=False, archived=True) == [nowhere]
    assert states(anna, "unread", "archived") == [(True, False), (False, True), (False, True)]
    assert act(anna, letters, trashed=True) == []
    assert all(trashed for (trashed,) in states(anna, "trashed_at"))
    assert act(anna, letters, trashed=False) == []
    assert not any(trashed for (trashed,) in states(anna, "trashed_at"))


def test_ten_letters_are_changed_at_a_time_and_told_of_in_their_order(anna, letters, monkeypatch):
    """However many are selected, nobody waits for one write after the other."""
    nowhere = [f"1786546700{n:032x}" for n in range(20 - len(letters))]
    ten, change = Barrier(10, timeout=10), mailbox_store.change

    def together(*wanted):
        ten.wait()
        return change(*wanted)

    monkeypatch.setattr(mailbox_store, "change", together)

    assert act(anna, [*nowhere[:9], *letters, *nowhere[9:]], archived=True) == nowhere


def test_one_label_more_and_one_less(anna, letters):
    """What else each letter carries is left as it is."""
    full = [f"{n:016x}" for n in range(10)]
    anna.call("PATCH", f"/letters/{letters[0]}", {"labels": full})
    anna.call("PATCH", f"/letters/{letters[1]}", {"labels": [ident(CAR)]})
    assert act(anna, letters, add_label=ident(HOUSE)) == [letters[0]]
    assert act(anna, letters[:1], add_label=full[3]) == []
    assert states(anna, "labels") == [([ident(HOUSE)],), ([ident(HOUSE), ident(CAR)],), (full,)]
    assert act(anna, letters, remove_label=ident(HOUSE)) == []
    assert states(anna, "labels") == [([],), ([ident(CAR)],), (full,)]


@pytest.mark.parametrize("body", [
    {"keys": [], "set": {"unread": True}}, {"keys": ["0" * 42] * 501, "set": {"unread": True}}, {"keys": ["0" * 42]},
    {"keys": [""], "set": {"trashed": True}}, {"keys": ["x"], "set": {"trashed": True}},
    {"keys": ["0" * 42], "set": {"add_label": "x"}}, {"keys": ["0" * 43], "set": {"unread": True}},
    {"keys": ["0" * 42], "set": {"add_label": ident(HOUSE), "remove_label": ident(CAR)}},
])
def test_acts_that_cannot_be(anna, body):
    """None, too many, nothing to do, two ways at once."""
    assert anna.post("/letters/actions", body).status_code == 400


def test_another_persons_letters_and_labels_are_not_there(anna, letters, a_browser, world):
    """Whatever is tried (I8)."""
    anna.call("PUT", HOUSE, {"name": "Huset"})
    world.a_person(BENGT)
    bengt = a_browser().log_in(BENGT)

    assert act(bengt, letters, trashed=True) == letters
    assert bengt.get("/labels").json_body["labels"] == []
    assert bengt.call("DELETE", HOUSE).status_code == 404
    assert not any(trashed for (trashed,) in states(anna, "trashed_at"))


def test_labels_are_erased_with_the_account(anna, world):
    """On the twentieth day (RET-43)."""
    from chalicelib.mailbox import label_store

    mailbox = anna.cookies["__Host-sid"].partition(".")[0]
    anna.call("PUT", HOUSE, {"name": "Huset"})
    anna.step_up()
    anna.post("/account/close")
    person = world.operator.sessions.find(anna.cookies["__Host-sid"]).person
    world.clock.advance(days=20, hours=1)
    assert world.operator.erasing.erase(person)
    assert label_store.find(mailbox) == ({}, 0)
