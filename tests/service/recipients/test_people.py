"""People's choices and contact details in the tables: at once, whole, and only their own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.delivery import store as delivery_store
from chalicelib.kernel.clock import day_of
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.identifiers import EmailAddress, MobileNumber
from chalicelib.recipients import store
from chalicelib.recipients.model import EmailTaken, Language, Standing, Theme
from tests.world import ANNA, BENGT

TENANT, OTHER = f"1795176000{'a' * 32}", f"1795176000{'b' * 32}"


@pytest.fixture
def people(world):
    return world.operator.people


@pytest.fixture
def choices(world):
    return world.operator.choices


@pytest.fixture
def accounts(world):
    return world.operator.accounts


@pytest.fixture
def anna(world):
    return store.to_person(world.a_person(ANNA, email="karin@example.com"))


def marked(person: str) -> bool:
    """Whether waiting post is going to be looked for."""
    return delivery_store.find_waiting(person, delivery_store.RELEASE) is not None


@pytest.mark.rule("OPT-1")
def test_a_sender_is_switched_off_with_its_grace(choices, anna, world):
    """No longer matched at once, accepted through day 10, refused after; other senders stay."""
    person = choices.switch_off(anna.person, TENANT)
    now = world.clock.now()

    assert person.standing(TENANT, now) is Standing.GRACE
    assert person.standing(TENANT, now + timedelta(days=11)) is Standing.SWITCHED_OFF
    assert person.standing(OTHER, now) is Standing.ACTIVE


def test_switching_off_again_keeps_the_first_promise(choices, anna, world):
    """The grace is not begun anew."""
    first = choices.switch_off(anna.person, TENANT).paused[TENANT]
    world.clock.advance(days=3)

    assert choices.switch_off(anna.person, TENANT).paused[TENANT] == first


@pytest.mark.rule("OPT-5")
def test_a_sender_is_switched_on_again(choices, anna):
    """What waits is looked for, in the same transaction."""
    choices.switch_off(anna.person, TENANT)
    choices.switch_off(anna.person, OTHER)
    person = choices.switch_on(anna.person, TENANT)

    assert set(person.paused) == {OTHER}
    assert marked(anna.person)


@pytest.mark.rule("RET-43")
def test_closing_and_undoing(choices, anna, world):
    """Closing again keeps the first promises; undone, everything is as it was, and waiting post is looked for."""
    closing = choices.close(anna.person).closing
    world.clock.advance(days=5)
    assert choices.close(anna.person).closing == closing
    day, at = day_of(closing.erase_at), closing.erase_at
    assert list(store.due_for_erasure(day, at - timedelta(seconds=1))) == []
    assert list(store.due_for_erasure(day, at)) == [(at, anna.person)]

    person = choices.undo_closing(anna.person)
    assert person.closing is None
    assert person.standing(TENANT, world.clock.now()) is Standing.ACTIVE
    assert list(store.due_for_erasure(day, at)) == []
    assert marked(anna.person)


@pytest.mark.rule("RET-43")
def test_undo_ends_when_day_twenty_begins(choices, people, anna, world):
    """To the second; after it nobody is found either."""
    closing = choices.close(anna.person).closing
    world.clock.at = closing.erase_at

    with pytest.raises(NotFound):
        choices.undo_closing(anna.person)
    assert people.find(anna.person) is None
    world.clock.advance(seconds=-1)
    assert choices.undo_closing(anna.person).closing is None


@pytest.mark.rule("NOT-4")
def test_settings_are_changed_one_by_one(choices, anna):
    """What is not given stays."""
    assert choices.choose(anna.person, language=Language.EN).theme is Theme.SYSTEM
    person = choices.choose(anna.person, theme=Theme.DARK, notices_by_email=False)

    assert (person.language, person.theme, person.notices_by_email) == (Language.EN, Theme.DARK, False)
    assert choices.choose(anna.person) == person


@pytest.mark.rule("ACC-16")
def test_another_address_moves_the_account(accounts, people, anna, world):
    """The old address is free, the new one taken; a bounce of the old one is forgotten."""
    store.change(anna.person, [store.RecipientRow.email_bounced.set(True)])
    person = accounts.change_email(people.get(anna.person), EmailAddress("New@example.com"))

    assert (person.email, person.email_bounced) == ("New@example.com", False)
    assert store.person_by_address(world.operator.pepper.of("email", "new@example.com")) == anna.person
    assert store.person_by_address(world.operator.pepper.of("email", "karin@example.com")) is None
    assert marked(anna.person)


def test_the_same_address_in_other_letters(accounts, anna, world):
    """Proved anew, nothing is given up."""
    person = accounts.change_email(anna, EmailAddress("Karin@EXAMPLE.com"))

    assert person.email == "Karin@EXAMPLE.com"
    assert store.person_by_address(world.operator.pepper.of("email", "karin@example.com")) == anna.person


def test_an_address_of_another_account_is_refused(accounts, people, anna, world):
    """And nothing is changed."""
    world.a_person(BENGT, email="bengt@example.com")
    with pytest.raises(EmailTaken):
        accounts.change_email(anna, EmailAddress("BENGT@example.com"))

    assert people.get(anna.person).email == "karin@example.com"
    assert not marked(anna.person)


def test_two_changes_of_address_at_the_same_time(accounts, people, anna, world):
    """One is refused, and leaves no address behind."""
    accounts.change_email(anna, EmailAddress("first@example.com"))
    with pytest.raises(Conflict):
        accounts.change_email(anna, EmailAddress("second@example.com"))

    assert store.person_by_address(world.operator.pepper.of("email", "second@example.com")) is None
    assert people.get(anna.person).email == "first@example.com"


@pytest.mark.rule("ACC-16")
def test_another_mobile(accounts, anna):
    """The number is changed."""
    assert accounts.change_mobile(anna, MobileNumber("+46701740699")).mobile == "+46701740699"


@pytest.mark.parametrize(
    "act",
    [lambda house: house.choices.close("nobody"), lambda house: house.choices.undo_closing("nobody"),
     lambda house: house.choices.switch_off("nobody", TENANT), lambda house: house.choices.switch_on("nobody", TENANT),
     lambda house: house.choices.choose("nobody", language=Language.EN), lambda house: house.people.get("nobody"),
     lambda house: house.people.number_of("nobody")],
)
def test_nobody_has_no_choices(world, act):
    """An act for an account that is not there makes none."""
    with pytest.raises(NotFound):
        act(world.operator)
    assert store.find("nobody") is None
