"""Sessions: who is let in with what a browser keeps, for how long, and how they end."""

from __future__ import annotations

import pytest

from chalicelib.aws.secrets import fingerprint
from chalicelib.identity.model import StepUpRequired
from chalicelib.identity.store import SessionRow
from chalicelib.kernel.errors import Unauthenticated
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import Closing
from tests.world import ANNA, BENGT

SECRET, OTHER = "s" * 43, "t" * 43


@pytest.fixture
def sessions(world):
    return world.operator.sessions


@pytest.fixture
def anna(world):
    return recipients_store.to_person(world.a_person(ANNA))


def refused(sessions, kept) -> bool:
    try:
        sessions.find(kept)
    except Unauthenticated:
        return True
    return False


@pytest.mark.rule("SEC-6")
def test_a_browser_keeps_a_secret_and_we_its_digest(sessions, anna):
    """What is stored cannot be used to log in, and says how sure we are of whom."""
    kept = sessions.begin(anna, "Firefox, Linux", SECRET)
    session = sessions.find(kept)
    row = next(iter(SessionRow.query(anna.mailbox)))

    assert kept == f"{anna.mailbox}.{SECRET}"
    assert SECRET not in str(row.attribute_values)
    assert (session.person, session.provider, session.assurance) == (anna.person, "bankid", 3)


@pytest.mark.parametrize(
    "kept",
    ["", "x", "a.b", f"{'1' * 10}{'a' * 32}", f"{'1' * 10}{'a' * 32}.", f"{'1' * 10}{'a' * 32}.{'x' * 5000}",
     f"{'1' * 10}{'a' * 32}.{SECRET}", "ø" * 42 + "." + SECRET],
)
def test_what_is_not_a_session_lets_nobody_in(sessions, kept):
    """Nonsense is refused without a fault."""
    assert refused(sessions, kept)


def test_a_secret_does_not_open_another_mailbox(sessions, world, anna):
    """The mailbox is half of the key."""
    bengt = recipients_store.to_person(world.a_person(BENGT))
    sessions.begin(anna, "", SECRET)

    assert refused(sessions, f"{bengt.mailbox}.{SECRET}")


def test_a_session_ends_after_fifteen_idle_minutes(sessions, world, anna):
    """Though its row still stands (I6)."""
    kept = sessions.begin(anna, "", SECRET)
    world.clock.advance(minutes=15)

    assert refused(sessions, kept)
    assert SessionRow.count(anna.mailbox) == 1
    assert sessions.begin(anna, "", OTHER)


def test_use_keeps_a_session_alive_for_eight_hours(sessions, world, anna):
    """Sliding, up to its absolute end."""
    kept = sessions.begin(anna, "", SECRET)
    for _ in range(47):
        world.clock.advance(minutes=10)
        sessions.find(kept)
    world.clock.advance(minutes=9, seconds=59)
    sessions.find(kept)
    world.clock.advance(seconds=1)

    assert refused(sessions, kept)


def test_use_is_written_at_most_once_a_minute(sessions, world, anna):
    """A session that is used every second costs one write a minute."""
    kept = sessions.begin(anna, "", SECRET)
    written = set()
    for _ in range(150):
        world.clock.advance(seconds=1)
        sessions.find(kept)
        written.add(SessionRow.get(anna.mailbox, fingerprint(SECRET)).last_seen_at)

    assert len(written) == 3


def test_beginning_again_with_the_same_secret_changes_nothing(sessions, world, anna):
    """An answer that was lost is answered once more."""
    first = sessions.begin(anna, "A", SECRET)
    world.clock.advance(seconds=30)

    assert sessions.begin(anna, "B", SECRET) == first
    assert sessions.find(first).device == "A"


def test_a_step_up_puts_a_new_session_in_the_place_of_the_old(sessions, world, anna):
    """Rotated, with the same ends; sensitive acts are allowed for five minutes."""
    kept = sessions.begin(anna, "A", SECRET)
    old = sessions.find(kept)
    with pytest.raises(StepUpRequired):
        sessions.demand_step_up(old)
    world.clock.advance(minutes=2)
    fresh = sessions.step_up(old.mailbox, old.session, OTHER)
    session = sessions.find(fresh)

    sessions.demand_step_up(session)
    assert refused(sessions, kept)
    assert (session.created_at, session.expires_at, session.device) == (old.created_at, old.expires_at, "A")
    assert sessions.step_up(old.mailbox, old.session, OTHER) == fresh
    world.clock.advance(minutes=5)
    with pytest.raises(StepUpRequired):
        sessions.demand_step_up(sessions.find(fresh))


def test_a_session_that_is_over_cannot_be_stepped_up(sessions, world, anna):
    """BankID does not bring back what has ended."""
    old = sessions.find(sessions.begin(anna, "", SECRET))
    sessions.end(old)

    with pytest.raises(Unauthenticated):
        sessions.step_up(old.mailbox, old.session, OTHER)


def test_sessions_are_listed_and_ended(sessions, world, anna):
    """One by one or all; those of others are not touched."""
    bengt = recipients_store.to_person(world.a_person(BENGT))
    theirs = sessions.begin(bengt, "", SECRET)
    here, there = sessions.begin(anna, "here", SECRET), sessions.begin(anna, "there", OTHER)
    world.clock.advance(minutes=1)
    session = sessions.find(here)

    assert [each.device for each in sessions.of(session)] == ["here", "there"]
    sessions.end(session, fingerprint(OTHER))
    assert refused(sessions, there)
    assert not refused(sessions, here)
    sessions.begin(anna, "third", "u" * 43)
    sessions.end_all(session)
    assert refused(sessions, here)
    assert sessions.of(session) == []
    assert not refused(sessions, theirs)


def test_idle_sessions_are_not_listed(sessions, world, anna):
    """Expired is gone, removed or not (I6)."""
    sessions.begin(anna, "old", SECRET)
    world.clock.advance(minutes=15)
    session = sessions.find(sessions.begin(anna, "new", OTHER))

    assert [each.device for each in sessions.of(session)] == ["new"]


@pytest.mark.rule("RET-43")
def test_no_session_outlives_the_account(sessions, world):
    """Logged in on the nineteenth day, somebody is out when the twentieth begins."""
    closing = Closing.at(world.clock.now())
    row = world.a_person(
        ANNA, closed_at=closing.closed_at.timestamp(), accepts_until=closing.accepts_until.timestamp(),
        erase_at=closing.erase_at.timestamp(),
    )
    world.clock.at = closing.erase_at
    world.clock.advance(minutes=-5)
    kept = sessions.begin(recipients_store.to_person(row), "", SECRET)
    world.clock.advance(minutes=4)
    sessions.find(kept)
    world.clock.advance(minutes=1)

    assert refused(sessions, kept)
