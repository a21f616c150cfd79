"""Identifying with BankID: asked seldom, told once, bound to one browser, and where it leads."""

from __future__ import annotations

import pytest

from chalicelib.identity import store
from chalicelib.identity.enrolment_store import EnrolmentRow
from chalicelib.identity.logging_in import OTHER_PERSON
from chalicelib.identity.model import Device, Next, Progress, Step
from chalicelib.identity.store import LoginRow
from chalicelib.kernel.clock import from_epoch
from chalicelib.kernel.errors import Unauthenticated
from chalicelib.kernel.identifiers import Personnummer
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import Closing
from tests.phone import CHILD
from tests.world import ANNA, BENGT

DEVICE = Device("192.0.2.7", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0")


@pytest.fixture
def logins(phone, world):
    return world.operator.logins


def opening(logins, number=ANNA):
    return logins.start_opening(Personnummer(number), DEVICE).secret


def finished(logins, phone, world, secret, number=ANNA):
    """Poll once BankID has been used."""
    phone.identify(number)
    world.clock.advance(seconds=2)
    return logins.poll(secret, DEVICE)


@pytest.mark.rule("ACC-12")
def test_somebody_with_an_account_is_let_in(logins, phone, world):
    """Nobody types a number to log in: BankID tells it."""
    anna = world.a_person(ANNA)
    secret = logins.start(DEVICE).secret
    outcome = finished(logins, phone, world, secret)
    session = world.operator.sessions.find(outcome.session)

    assert phone.latest.number is None
    assert outcome.next is Next.INBOX
    assert (session.mailbox, session.person, session.device) == (anna.mailbox, anna.person, "Firefox, Linux")


def test_bankid_is_asked_at_most_every_two_seconds(logins, phone, world):
    """Polled each second, or by many at once, it is asked each other second; in between its last answer is told."""
    secret = logins.start(DEVICE).secret
    hints = []
    for second in range(1, 10):
        world.clock.advance(seconds=1)
        if second == 4:
            phone.hint("userSign")
        hints += [logins.poll(secret, DEVICE).login.hint for _ in range(3)]

    gaps = {(after - before).total_seconds() for before, after in zip(phone.asked, phone.asked[1:], strict=False)}
    assert len(phone.asked) == 4
    assert gaps == {2}
    assert hints[:9] == ["outstandingTransaction"] * 9
    assert hints[-1] == "userSign"


def test_only_one_of_two_asks_bankid(logins, phone, world):
    """The turn to ask is taken with a conditional write."""
    secret = logins.start(DEVICE).secret
    world.clock.advance(seconds=2)
    login = logins._find(secret)

    assert store.claim_collect(login, world.clock.now())
    assert not store.claim_collect(login, world.clock.now())


def test_an_answer_that_is_lost_can_be_fetched_again(logins, phone, world):
    """BankID tells an end only once; we tell it again for a minute, and give the same session."""
    world.a_person(ANNA)
    secret = logins.start(DEVICE).secret
    outcome = finished(logins, phone, world, secret)
    again = logins.poll(secret, DEVICE)
    world.clock.advance(seconds=60)

    assert again.session == outcome.session
    with pytest.raises(Unauthenticated):
        logins.poll(secret, DEVICE)


def test_who_has_identified_is_written_down_before_anything_else(logins, phone, world, monkeypatch):
    """Should the process die right after BankID has told, the next poll goes on from there."""
    world.a_person(ANNA)
    secret = logins.start(DEVICE).secret
    with monkeypatch.context() as broken:
        broken.setattr(logins, "_finish", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            finished(logins, phone, world, secret)

    assert logins.poll(secret, DEVICE).next is Next.INBOX


def test_a_failed_order_stays_failed(logins, phone, world):
    """Told as often as it is asked for; BankID is not asked again."""
    secret = logins.start(DEVICE).secret
    phone.fail("userCancel")
    for _ in range(3):
        world.clock.advance(seconds=2)
        login = logins.poll(secret, DEVICE).login
        assert (login.progress, login.hint) == (Progress.FAILED, "userCancel")


def test_a_silent_bankid_is_asked_again(logins, phone, world):
    """A glitch does not end an order."""
    world.a_person(ANNA)
    secret = logins.start(DEVICE).secret
    phone.down = True
    world.clock.advance(seconds=2)
    assert logins.poll(secret, DEVICE).login.progress is Progress.PENDING
    phone.down = False

    assert finished(logins, phone, world, secret).next is Next.INBOX


@pytest.mark.parametrize("secret", ["", "x" * 43])
def test_an_order_belongs_to_the_browser_that_started_it(logins, phone, world, secret):
    """Without its cookie nobody learns anything of it."""
    logins.start(DEVICE)

    with pytest.raises(Unauthenticated):
        logins.poll(secret, DEVICE)
    logins.cancel(secret)
    assert phone.latest.answer.progress is Progress.PENDING


def test_an_order_ends_after_six_minutes(logins, phone, world):
    """Though its row still stands (I6)."""
    secret = logins.start(DEVICE).secret
    world.clock.advance(minutes=6)

    with pytest.raises(Unauthenticated):
        logins.poll(secret, DEVICE)


def test_cancelling_ends_the_order_at_bankid(logins, phone, world):
    """And here; again or with a silent BankID it does nothing."""
    secret = logins.start(DEVICE).secret
    logins.cancel(secret)
    logins.cancel(secret)

    assert phone.latest.answer.hint == "cancelled"
    with pytest.raises(Unauthenticated):
        logins.poll(secret, DEVICE)
    other = logins.start(DEVICE).secret
    phone.down = True
    logins.cancel(other)


@pytest.mark.rule("ACC-3")
def test_the_typed_number_is_bankids_requirement(logins, phone, world):
    """So that nobody else's BankID can finish it; should it all the same, it is a failure here."""
    secret = opening(logins, ANNA)
    outcome = finished(logins, phone, world, secret, BENGT)

    assert phone.latest.number == ANNA
    assert (outcome.login.progress, outcome.login.hint) == (Progress.FAILED, OTHER_PERSON)
    assert outcome.session is outcome.enrolment is outcome.next is None


@pytest.mark.rule("ACC-3")
def test_opening_leads_to_the_enrolment(logins, phone, world):
    """Somebody of age without an account may open one; an answer that is lost is given again."""
    secret = opening(logins)
    outcome = finished(logins, phone, world, secret)
    enrolment = world.operator.enrolments.find(outcome.enrolment)

    assert (outcome.next, outcome.session) == (Next.ENROLMENT, None)
    assert enrolment.name == "Karin Lindström"
    assert logins.poll(secret, DEVICE).enrolment == outcome.enrolment
    assert world.operator.vault.open(enrolment.sealed, enrolment.person) == ANNA


def test_a_member_who_opens_an_account_is_let_in(logins, phone, world):
    """There is one account for each person."""
    world.a_person(ANNA)
    outcome = finished(logins, phone, world, opening(logins))

    assert outcome.next is Next.ALREADY_MEMBER
    assert world.operator.sessions.find(outcome.session)


@pytest.mark.rule("ACC-3")
def test_a_stranger_who_logs_in_can_open_an_account_by_that(logins, phone, world):
    """No session, but who they are is proved: the opening stands, and is told again when an answer is lost."""
    secret = logins.start(DEVICE).secret
    outcome = finished(logins, phone, world, secret)
    enrolment = world.operator.enrolments.find(outcome.enrolment)

    assert (outcome.next, outcome.session) == (Next.NO_ACCOUNT, None)
    assert (enrolment.step, enrolment.name) == (Step.TERMS, "Karin Lindström")
    assert world.operator.vault.open(enrolment.sealed, enrolment.person) == ANNA
    assert logins.poll(secret, DEVICE).enrolment == outcome.enrolment


def test_what_a_strangers_login_began_can_be_lost_and_begun_by_the_number(logins, phone, world, monkeypatch):
    """Should the process die before the opening stands, the next poll gives none, and the guide begins at its start."""
    secret = logins.start(DEVICE).secret
    with monkeypatch.context() as broken:
        broken.setattr(world.operator.enrolments, "begin", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            finished(logins, phone, world, secret)
    outcome = logins.poll(secret, DEVICE)

    assert (outcome.next, outcome.enrolment) == (Next.NO_ACCOUNT, None)


@pytest.mark.parametrize("start", [lambda logins: logins.start(DEVICE).secret, lambda logins: opening(logins, CHILD)])
def test_a_child_is_told_kindly(logins, phone, world, start):
    """Under 18, and guardians' approval is not possible here yet."""
    outcome = finished(logins, phone, world, start(logins), CHILD)

    assert outcome.next is Next.UNDERAGE
    assert outcome.session is outcome.enrolment is None


@pytest.mark.rule("RET-43")
def test_who_leaves_gets_in_until_the_last_day_is_over(logins, phone, world):
    """Login works while the account is closing, and not after, erased or not."""
    row = world.a_person(ANNA)
    closing = Closing.at(world.clock.now())
    recipients_store.close(row.person, closing)
    world.clock.at = closing.erase_at
    world.clock.advance(seconds=-3)
    assert finished(logins, phone, world, logins.start(DEVICE).secret).next is Next.INBOX

    world.clock.advance(seconds=1)
    assert finished(logins, phone, world, logins.start(DEVICE).secret).next is Next.NO_ACCOUNT


def test_a_login_is_noted_once_a_day(logins, phone, world):
    """Who was dormant is awake again; nobody's row is hot."""
    row = world.a_person(ANNA)
    first = from_epoch(row.last_login_at)
    world.clock.advance(hours=23)
    finished(logins, phone, world, logins.start(DEVICE).secret)
    assert recipients_store.find(row.person).last_login_at == first
    world.clock.advance(hours=1)
    finished(logins, phone, world, logins.start(DEVICE).secret)

    assert recipients_store.find(row.person).last_login_at == from_epoch(int(world.clock.now().timestamp()))


def a_session(world, number=ANNA):
    person = recipients_store.to_person(world.a_person(number))
    return world.operator.sessions.find(world.operator.sessions.begin(person, "", "s" * 43))


def test_a_step_up_needs_the_same_persons_bankid(logins, phone, world):
    """The number is required of BankID, and looked at once more here."""
    session = a_session(world)
    wrong = logins.start_step_up(session, DEVICE).secret
    assert phone.latest.number == ANNA
    assert finished(logins, phone, world, wrong, BENGT).login.hint == OTHER_PERSON

    outcome = finished(logins, phone, world, logins.start_step_up(session, DEVICE).secret)
    assert outcome.next is Next.STEPPED_UP
    world.operator.sessions.demand_step_up(world.operator.sessions.find(outcome.session))


def test_a_step_up_of_a_session_that_has_ended_is_nothing(logins, phone, world):
    """Logged out meanwhile, BankID does not log in again."""
    session = a_session(world)
    secret = logins.start_step_up(session, DEVICE).secret
    world.operator.sessions.end_all(session)

    with pytest.raises(Unauthenticated):
        finished(logins, phone, world, secret)


@pytest.mark.parametrize("start", [lambda logins: logins.start(DEVICE).secret, opening], ids=("login", "open"))
def test_no_number_stands_in_the_tables(logins, phone, world, start):
    """Numbers are digests or sealed (I10)."""
    secret = start(logins)
    finished(logins, phone, world, secret)
    stored = [str(row.attribute_values) for table in (LoginRow, EnrolmentRow) for row in table.scan()]

    assert len(stored) == 2
    assert not any(ANNA in row or secret in row for row in stored)
