"""One-time codes: how long, how often, how many tries, and only once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.aws import tables
from chalicelib.identity.model import Channel, CodeExpired, CodeTooMany, CodeWrong
from chalicelib.kernel.errors import Unavailable
from chalicelib.recipients.model import Language

HOLDER, PERSON, EMAIL = "holder", "person", "Karin@example.com"


@pytest.fixture
def codes(world):
    return world.operator.codes


def send(codes, holder=HOLDER, target=EMAIL, person=PERSON, channel=Channel.EMAIL):
    return codes.send(holder, person, channel, target, Language.SV)


def last_code(world) -> str:
    return next(word.strip(".") for word in world.outbox.mails[-1].text.split() if word.strip(".").isdigit())


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@pytest.mark.rule("ACC-5")
def test_a_code_of_six_digits_is_mailed(codes, world):
    """Six digits, valid half an hour, with five tries; the next can be asked for after a minute."""
    pending = send(codes)

    assert len(last_code(world)) == 6
    assert world.outbox.mails[0].to == EMAIL
    assert pending.expires_at - world.clock.now() == timedelta(minutes=30)
    assert pending.can_resend_at - world.clock.now() == timedelta(minutes=1)
    assert codes.pending(HOLDER, Channel.EMAIL) == pending


@pytest.mark.rule("ACC-7")
def test_a_code_to_a_mobile_goes_by_sms(codes, world):
    """The mobile gets its own code."""
    send(codes, target="+46701740605", channel=Channel.MOBILE)

    assert world.outbox.sms[0][0] == "+46701740605"
    assert codes.pending(HOLDER, Channel.EMAIL) is None


def test_the_right_code_proves_its_target_once(codes, world):
    """Used up in the same transaction as what it is for; then it is no code any more."""
    send(codes)
    code = last_code(world)
    target, spend = codes.prove(HOLDER, Channel.EMAIL, code)
    tables.commit([spend])

    assert target == EMAIL
    with pytest.raises(CodeExpired):
        codes.prove(HOLDER, Channel.EMAIL, code)


def test_two_who_type_the_same_code_at_the_same_time(codes, world):
    """Both are right, one transaction goes through."""
    send(codes)
    spends = [codes.prove(HOLDER, Channel.EMAIL, last_code(world))[1] for _ in range(2)]
    tables.commit(spends[:1])

    with pytest.raises(tables.Cancelled):
        tables.commit(spends[1:])


def test_wrong_codes_are_counted(codes, world):
    """Five tries, told each time; then not even the right code helps."""
    send(codes)
    code = last_code(world)
    left = []
    for _ in range(5):
        with pytest.raises(CodeWrong) as refused:
            codes.prove(HOLDER, Channel.EMAIL, wrong(code))
        left.append(refused.value.facts["tries_left"])

    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(CodeTooMany) as refused:
        codes.prove(HOLDER, Channel.EMAIL, code)
    assert refused.value.retry_after > 0


@pytest.mark.rule("ACC-5")
@pytest.mark.parametrize(("minutes", "valid"), [(29.9, True), (30, False)])
def test_a_code_is_valid_for_thirty_minutes(codes, world, minutes, valid):
    """To the minute, whether or not its row has been removed (I6)."""
    send(codes)
    world.clock.advance(minutes=minutes)

    if valid:
        assert codes.prove(HOLDER, Channel.EMAIL, last_code(world))[0] == EMAIL
    else:
        assert codes.pending(HOLDER, Channel.EMAIL) is None
        with pytest.raises(CodeExpired):
            codes.prove(HOLDER, Channel.EMAIL, last_code(world))


@pytest.mark.rule("ACC-8")
def test_a_new_code_takes_the_place_of_the_old_one(codes, world):
    """Only the latest counts, with five new tries."""
    send(codes)
    old = last_code(world)
    with pytest.raises(CodeWrong):
        codes.prove(HOLDER, Channel.EMAIL, wrong(old))
    world.clock.advance(minutes=1)
    send(codes)

    with pytest.raises(CodeWrong) as refused:
        codes.prove(HOLDER, Channel.EMAIL, old)
    assert refused.value.facts["tries_left"] == 4
    assert codes.prove(HOLDER, Channel.EMAIL, last_code(world))[0] == EMAIL


@pytest.mark.parametrize(
    ("between", "then", "wait"),
    [
        ([], 0, 60),
        ([], 59, 1),
        ([], 60, 0),
        ([60, 60], 60, 3600 - 180),
        ([1200, 1200], 1199, 1),
        ([1200, 1200], 1200, 0),
        ([3600] * 9, 60, (24 - 9) * 3600 - 60),
        ([3600] * 9, 15 * 3600 - 1, 1),
        ([3600] * 9, 15 * 3600, 0),
    ],
)
def test_how_many_codes_one_target_gets(codes, world, between, then, wait):
    """One a minute, three an hour, ten a day in any such stretch, whoever asks and however the address is written."""
    for n, pause in enumerate([0, *between]):
        world.clock.advance(seconds=pause)
        send(codes, holder=f"holder-{n}", person=f"person-{n}")
    world.clock.advance(seconds=then)

    if wait == 0:
        send(codes, target=EMAIL.upper())
    else:
        with pytest.raises(CodeTooMany) as refused:
            send(codes, target=EMAIL.upper())
        assert refused.value.retry_after == wait
        assert len(world.outbox.mails) == 1 + len(between)


def test_one_person_cannot_have_codes_sent_to_everybody(codes, world):
    """Twenty a day, to whatever addresses."""
    for n in range(20):
        send(codes, holder=f"holder-{n}", target=f"person{n}@example.com")

    with pytest.raises(CodeTooMany):
        send(codes, target="one.more@example.com")
    assert len(world.outbox.mails) == 20


def test_a_code_belongs_to_its_holder(codes, world):
    """Somebody else who knows the code can do nothing with it."""
    send(codes)
    send(codes, holder="other", target="other@example.com", person="other")

    with pytest.raises(CodeWrong):
        codes.prove("other", Channel.EMAIL, world.outbox.mails[0].text.split()[0].strip(".") or "000000")
    with pytest.raises(CodeExpired):
        codes.prove("nobody", Channel.EMAIL, last_code(world))


def test_a_code_that_may_have_been_sent_stays_valid(codes, world):
    """The supplier's answer was lost, the message not: what arrives can be typed."""
    world.outbox.fail.append(Unavailable("No answer."))
    with pytest.raises(Unavailable):
        send(codes)

    assert codes.pending(HOLDER, Channel.EMAIL) is not None


def test_codes_are_stored_as_digests(codes, world):
    """Neither the code nor a digest without our key stands in a table."""
    from chalicelib.identity.enrolment_store import CodeRow

    send(codes)
    stored = str(CodeRow.get(HOLDER, Channel.EMAIL).attribute_values)

    assert last_code(world) not in stored
    assert world.operator.pepper.of("code", f"{HOLDER}:email:{EMAIL}:{last_code(world)}") in stored
