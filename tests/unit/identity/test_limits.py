"""How often codes are sent, when sessions end, who is of age."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.identity.model import (
    TARGET_LIMITS,
    Enrolment,
    Login,
    Progress,
    Purpose,
    Session,
    Step,
    describe_device,
    is_adult,
    next_turn,
)
from chalicelib.kernel.clock import epoch
from chalicelib.kernel.identifiers import Personnummer

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE, HOUR = 60, 3600


@pytest.mark.parametrize(
    ("ago", "wait"),
    [
        ([], 0),
        ([59], 1),
        ([60], 0),
        ([130, 65], 0),
        ([3 * MINUTE, 2 * MINUTE, MINUTE], HOUR - 3 * MINUTE),
        ([HOUR - 1, 40 * MINUTE, 20 * MINUTE], 1),
        ([HOUR, 40 * MINUTE, 20 * MINUTE], 0),
        ([h * HOUR for h in range(11, 1, -1)], 13 * HOUR),
        ([h * HOUR for h in range(24, 14, -1)], 0),
    ],
)
def test_when_the_next_code_may_be_sent(ago: list[int], wait: int):
    """One a minute, three an hour, ten a day, in any stretch of that length."""
    sent = [epoch(NOW) - seconds for seconds in ago]

    assert max(next_turn(sent, TARGET_LIMITS), NOW) == NOW + timedelta(seconds=wait)


@given(st.lists(st.integers(0, 7200), min_size=1, max_size=60))
def test_no_stretch_of_time_holds_more_codes_than_its_limit(waits: list[int]):
    """However somebody times it: never two within a minute, four within an hour, eleven within a day."""
    sent: list[int] = []
    at = epoch(NOW)
    for wait in waits:
        at += wait
        if epoch(next_turn(sent, TARGET_LIMITS)) <= at:
            sent.append(at)

    for limit, length in TARGET_LIMITS:
        for first, beyond in zip(sent, sent[limit:], strict=False):
            assert beyond - first >= length.total_seconds()


def a_session(**change) -> Session:
    values = {
        "mailbox": "m", "session": "s", "person": "p", "provider": "bankid", "assurance": 3, "device": "",
        "created_at": NOW, "last_seen_at": NOW, "expires_at": NOW + timedelta(hours=8),
    }
    return Session(**{**values, **change})


@pytest.mark.parametrize(
    ("seen", "moment", "lives"),
    [
        (0, timedelta(minutes=14, seconds=59), True),
        (0, timedelta(minutes=15), False),
        (7 * 60 + 50, timedelta(hours=7, minutes=59, seconds=59), True),
        (7 * 60 + 50, timedelta(hours=8), False),
    ],
)
def test_a_session_ends_when_idle_and_when_old(seen: int, moment: timedelta, lives: bool):
    """Fifteen minutes without use, eight hours in all."""
    session = a_session(last_seen_at=NOW + timedelta(minutes=seen))

    assert session.lives(NOW + moment) is lives


@pytest.mark.parametrize(("ago", "allowed"), [(None, False), (0, True), (299, True), (300, False)])
def test_a_step_up_counts_five_minutes(ago: int | None, allowed: bool):
    """Sensitive acts need a BankID that was used just now."""
    stepped_up_at = None if ago is None else NOW - timedelta(seconds=ago)

    assert a_session(stepped_up_at=stepped_up_at).is_stepped_up(NOW) is allowed


@pytest.mark.parametrize(
    ("moment", "adult"), [("2029-12-31T22:59:59+00:00", False), ("2029-12-31T23:00:00+00:00", True)]
)
def test_of_age_on_the_swedish_birthday(moment: str, adult: bool):
    """Eighteen years from midnight in Sweden."""
    assert is_adult(Personnummer("201201012380"), datetime.fromisoformat(moment)) is adult


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
         "Safari/537.36", "Chrome, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
         "Safari/537.36 Edg/142.0.0.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/18.6 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
         "Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox, Linux"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_so_that_its_owner_knows_it(user_agent: str, device: str):
    """Browser and system, without versions; what is not known is left out."""
    assert describe_device(user_agent) == device


def test_secrets_are_not_told_by_repr():
    """Numbers, names, addresses and BankID's secrets stay out of logs (I10)."""
    login = Login(
        login="digest", purpose=Purpose.OPEN, order_ref="hidden-1", qr_start_token="hidden-2",
        qr_start_secret="hidden-3", started_at=NOW, expires_at=NOW, progress=Progress.PENDING, hint="",
        last_collect_at=NOW, sealed="hidden-4", name="hidden-5",
    )
    enrolment = Enrolment("digest", "p", "hidden-6", "hidden-7", Step.EMAIL, NOW, email="hidden-8", mobile="hidden-9")

    assert "hidden" not in f"{login!r}{enrolment!r}"
