"""Opening an account, step by step: it exists only when both channels are proved, and then at once."""

from __future__ import annotations

import pytest

from chalicelib.aws import tables
from chalicelib.delivery import store as delivery_store
from chalicelib.identity.model import CodeExpired, CodeWrong, OutOfTurn, Step
from chalicelib.kernel.errors import Conflict, Unauthenticated
from chalicelib.kernel.identifiers import EmailAddress, InvalidMobile, MobileNumber
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import AlreadyMember, EmailTaken, Language
from tests.world import ANNA, BENGT

EMAIL, MOBILE = EmailAddress("Karin@example.com"), MobileNumber("+46701740605")
SV = Language.SV


class Opening:
    """Somebody at the screen."""

    def __init__(self, world, number=ANNA, secret="e" * 64) -> None:
        self.world, self.secret, self.enrolments = world, secret, world.operator.enrolments
        person = world.operator.pepper.person(number)
        self.enrolments.begin(person, world.operator.vault.seal(number, person), "Karin Lindström", secret)

    @property
    def now(self):
        """Where it stands."""
        return self.enrolments.find(self.secret)

    def code(self, *, by_sms: bool = False) -> str:
        """The code in the latest message."""
        text = self.world.outbox.sms[-1][1] if by_sms else self.world.outbox.mails[-1].text
        return next(word.strip(".") for word in text.split() if word.strip(".").isdigit())

    def accept(self) -> None:
        """Accept the terms."""
        self.enrolments.accept_terms(self.now, self.world.config.terms_version)

    def mail(self, email=EMAIL) -> None:
        """Give and prove an address."""
        self.world.clock.advance(minutes=21)
        self.enrolments.give_email(self.now, email, SV)
        self.enrolments.prove_email(self.now, self.code())

    def text(self) -> None:
        """Give a number."""
        self.world.clock.advance(minutes=21)
        self.enrolments.give_mobile(self.now, MOBILE, SV)

    def finish(self):
        """Prove the number."""
        code = self.code(by_sms=True)
        return self.enrolments.prove_mobile(self.now, code, SV, "Firefox", self.secret)


@pytest.fixture
def anna(world):
    return Opening(world)


@pytest.mark.rule("ACC-9")
def test_the_account_exists_when_both_channels_are_proved(anna, world):
    """Not before, and then with everything: address, number, terms, a session, and a look for waiting post."""
    person = anna.now.person
    anna.accept()
    accepted_at = world.clock.now()
    anna.mail()
    anna.text()
    assert recipients_store.find(person) is None
    opened = anna.finish()

    found = recipients_store.find(person)
    assert (found.email, found.mobile, found.name) == ("Karin@example.com", "+46701740605", "Karin Lindström")
    assert (found.terms_version, found.terms_accepted_at) == (world.config.terms_version, accepted_at)
    assert found.paused == {}
    assert world.operator.people.number_of(person).number == ANNA
    assert recipients_store.person_by_address(world.operator.pepper.of("email", "karin@example.com")) == person
    assert world.operator.sessions.find(opened.session).mailbox == found.mailbox
    assert delivery_store.find_waiting(person, delivery_store.RELEASE) is not None


def test_the_steps_come_in_their_order(anna):
    """Terms, e-mail, code, mobile, code; what is out of turn is refused."""
    steps = [anna.now.step]
    with pytest.raises(OutOfTurn):
        anna.enrolments.give_email(anna.now, EMAIL, SV)
    anna.accept()
    steps.append(anna.now.step)
    with pytest.raises(OutOfTurn):
        anna.enrolments.give_mobile(anna.now, MOBILE, SV)
    anna.enrolments.give_email(anna.now, EMAIL, SV)
    steps.append(anna.now.step)
    with pytest.raises(OutOfTurn):
        anna.enrolments.prove_mobile(anna.now, anna.code(), SV, "", anna.secret)
    anna.enrolments.prove_email(anna.now, anna.code())
    steps.append(anna.now.step)
    anna.text()
    steps.append(anna.now.step)

    assert steps == [Step.TERMS, Step.EMAIL, Step.EMAIL_CODE, Step.MOBILE, Step.MOBILE_CODE]


def test_only_the_terms_in_force_can_be_accepted(anna):
    """Accepted again, they change nothing."""
    with pytest.raises(Conflict):
        anna.enrolments.accept_terms(anna.now, "1999-01-01")
    anna.accept()
    anna.mail()
    anna.accept()

    assert anna.now.step is Step.MOBILE


@pytest.mark.rule("ACC-8")
def test_a_new_code_can_be_asked_for(anna, world):
    """In both steps, after a minute."""
    anna.accept()
    anna.enrolments.give_email(anna.now, EMAIL, SV)
    first = anna.code()
    world.clock.advance(minutes=31)
    with pytest.raises(CodeExpired):
        anna.enrolments.prove_email(anna.now, first)
    from chalicelib.identity.model import Channel

    anna.enrolments.send_again(anna.now, Channel.EMAIL, SV)
    anna.enrolments.prove_email(anna.now, anna.code())
    anna.text()
    world.clock.advance(minutes=1)
    anna.enrolments.send_again(anna.now, Channel.MOBILE, SV)

    assert len(world.outbox.sms) == 2
    assert anna.finish().session


def test_a_wrong_code_opens_nothing(anna):
    """It is counted, and the step stays."""
    anna.accept()
    anna.mail()
    anna.text()
    with pytest.raises(CodeWrong):
        anna.enrolments.prove_mobile(anna.now, "000000", SV, "", anna.secret)

    assert anna.now.step is Step.MOBILE_CODE
    assert recipients_store.find(anna.now.person) is None


def test_an_address_of_another_account_is_told_only_to_who_has_proved_it(anna, world):
    """Before the code is typed, nobody learns who has an account."""
    world.a_person(BENGT, email="KARIN@example.com")
    anna.accept()
    anna.enrolments.give_email(anna.now, EMAIL, SV)
    assert anna.now.step is Step.EMAIL_CODE
    with pytest.raises(EmailTaken):
        anna.enrolments.prove_email(anna.now, anna.code())
    assert anna.now.step is Step.EMAIL

    anna.mail(EmailAddress("other@example.com"))
    anna.text()
    assert anna.finish().session


def test_an_address_that_is_taken_meanwhile_is_taken(anna, world):
    """Two claimants prove the same address; the account that comes first has it."""
    bengt = Opening(world, BENGT, "b" * 64)
    for each in (anna, bengt):
        each.accept()
        each.mail()
    anna.text()
    anna.finish()
    bengt.text()
    with pytest.raises(EmailTaken):
        bengt.finish()

    assert bengt.now.step is Step.EMAIL
    assert recipients_store.find(bengt.now.person) is None


def test_one_person_in_two_browsers_gets_one_account(anna, world):
    """The second is told to log in."""
    again = Opening(world, ANNA, "a" * 64)
    anna.accept()
    anna.mail()
    again.accept()
    again.mail(EmailAddress("second@example.com"))
    anna.text()
    anna.finish()
    again.text()

    with pytest.raises(AlreadyMember):
        again.finish()


def test_an_answer_that_is_lost_is_given_again(anna, world, monkeypatch):
    """The account is open but the process died: the same step again gives the session, without a code."""
    anna.accept()
    anna.mail()
    anna.text()
    with monkeypatch.context() as broken:
        broken.setattr(world.operator.sessions, "begin", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            anna.finish()
    opened = anna.finish()

    assert anna_is_let_in(world, opened)
    with pytest.raises(Unauthenticated):
        anna.enrolments.find(anna.secret)


def anna_is_let_in(world, opened) -> bool:
    return world.operator.sessions.find(opened.session).person == opened.person


@pytest.mark.parametrize("refused", range(4))
def test_all_or_nothing(anna, world, monkeypatch, refused):
    """Whichever write is refused, there is no half account."""
    anna.accept()
    anna.mail()
    anna.text()
    commit = tables.commit

    def cancel(writes):
        if len(list(writes)) > 3:
            reasons = [tables.Reason("ConditionalCheckFailed" if n == refused else "None", None) for n in range(5)]
            raise tables.Cancelled(reasons)
        commit(writes)

    monkeypatch.setattr(tables, "commit", cancel)
    with pytest.raises(Conflict):
        anna.finish()

    assert recipients_store.find(anna.now.person) is None


def test_an_opening_ends_after_two_hours(anna, world):
    """And with it what it knows (I6)."""
    world.clock.advance(hours=2)

    with pytest.raises(Unauthenticated):
        anna.enrolments.find(anna.secret)


@pytest.mark.parametrize("number", ["+4712345678", "+358401234567", "08-123 456 78", "+467017406"])
@pytest.mark.rule("ACC-7")
def test_codes_go_to_swedish_mobiles_only(number):
    """No SMS abroad, none to a landline."""
    with pytest.raises(InvalidMobile):
        MobileNumber.typed(number)
