"""What closing and switching off promise: days are Swedish days, also when the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.clock import STOCKHOLM
from chalicelib.recipients.model import Closing, Language, Person, Standing, Theme, grace_from

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def swedish(moment: datetime) -> datetime:
    return moment.astimezone(STOCKHOLM)


@pytest.mark.rule("RET-43")
@given(MOMENTS)
def test_a_closing_account_is_promised_whole_swedish_days(now: datetime):
    """Post through the tenth day, erasure when the twentieth begins; always at Swedish midnight."""
    closing = Closing.at(now)
    day = swedish(now).date()

    assert swedish(closing.accepts_until).time() == datetime.min.time()
    assert swedish(closing.erase_at).time() == datetime.min.time()
    assert swedish(closing.accepts_until).date() == day + timedelta(days=11)
    assert swedish(closing.erase_at).date() == day + timedelta(days=20)


@pytest.mark.rule("RET-43")
@given(MOMENTS)
def test_nothing_is_kept_longer_than_twenty_days(now: datetime):
    """Whatever the clocks do, erasure is due before twenty days and an hour are over, and after the grace."""
    closing = Closing.at(now)

    assert closing.closed_at < closing.accepts_until < closing.erase_at
    assert timedelta(days=18, hours=22) < closing.erase_at - now <= timedelta(days=20, hours=1)


@pytest.mark.rule("OPT-1")
@given(MOMENTS)
def test_the_grace_of_a_switched_off_sender_is_that_of_closing(now: datetime):
    """Ten whole days after the day of the choice."""
    assert grace_from(now) == Closing.at(now).accepts_until
    assert timedelta(days=10) - timedelta(hours=1) <= grace_from(now) - now <= timedelta(days=11, hours=1)


@pytest.mark.parametrize(
    ("now", "accepts_until", "erase_at"),
    [
        # Across the spring change: 29 March 2026 has 23 hours.
        ("2026-03-25T22:59:59+00:00", "2026-04-04T22:00:00+00:00", "2026-04-13T22:00:00+00:00"),
        ("2026-03-25T23:00:00+00:00", "2026-04-05T22:00:00+00:00", "2026-04-14T22:00:00+00:00"),
        # Across the autumn change: 25 October 2026 has 25 hours.
        ("2026-10-20T21:59:59+00:00", "2026-10-30T23:00:00+00:00", "2026-11-08T23:00:00+00:00"),
        ("2026-10-20T22:00:00+00:00", "2026-10-31T23:00:00+00:00", "2026-11-09T23:00:00+00:00"),
    ],
)
def test_days_across_the_change_of_clocks(now: str, accepts_until: str, erase_at: str):
    """A day is counted by its date, not by 24 hours."""
    closing = Closing.at(datetime.fromisoformat(now))

    assert closing.accepts_until == datetime.fromisoformat(accepts_until)
    assert closing.erase_at == datetime.fromisoformat(erase_at)


def a_person(**change) -> Person:
    values = {
        "person": "p", "mailbox": "m", "name": "Tolvan", "email": "t@example.com", "mobile": "+46701740605",
        "language": Language.SV, "theme": Theme.SYSTEM, "notices_by_email": True, "email_bounced": False,
        "terms_version": "1", "terms_accepted_at": NOW, "created_at": NOW, "last_login_at": NOW, "closing": None,
        "paused": {},
    }
    return Person(**{**values, **change})


@pytest.mark.parametrize(
    ("days", "standing", "gone"),
    [(0, Standing.GRACE, False), (10.4, Standing.GRACE, False), (10.5, Standing.CLOSED, False),
     (19.4, Standing.CLOSED, False), (19.5, Standing.CLOSED, True), (400, Standing.CLOSED, True)],
)
@pytest.mark.rule("RET-43")
def test_how_a_closing_person_stands(days: float, standing: Standing, gone: bool):
    """Accepted through day 10, refused after, and nobody gets in from day 20. (Closed at 13:00 in Sweden.)"""
    person = a_person(closing=Closing.at(NOW))
    moment = NOW + timedelta(days=days) - timedelta(hours=1)

    assert person.standing("tenant", moment) is standing
    assert person.is_gone(moment) is gone


def test_a_person_is_not_told_by_repr():
    """Names, addresses and numbers stay out of logs (I10)."""
    shown = repr(a_person(name="Tolvan Tolvansson"))

    assert not any(secret in shown for secret in ("Tolvan", "example.com", "4670"))
