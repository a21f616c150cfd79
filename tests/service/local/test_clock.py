"""The movable clock: one offset, seen by everybody who reads the file."""

from datetime import UTC, datetime, timedelta

import pytest

from local.clock import MovableClock, parse_duration, parse_time


def test_stands_at_the_real_time_until_it_is_moved(clock):
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 1
    assert clock.now().tzinfo is UTC


def test_a_move_is_seen_by_another_process_and_after_a_restart(clock, tmp_path):
    other = MovableClock(tmp_path / "clock.json")
    other.now()
    clock.advance(timedelta(days=20))
    clock.advance(timedelta(days=1))
    assert abs(other.now() - datetime.now(UTC) - timedelta(days=21)).total_seconds() < 1
    assert abs(MovableClock(tmp_path / "clock.json").offset() - 21 * 86400) < 1


def test_may_be_set_to_any_time_also_an_earlier_one(clock):
    for moment in (datetime(2033, 11, 1, 8, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)):
        clock.set(moment)
        assert abs(clock.now() - moment).total_seconds() < 1


def test_ends_before_keys_stop_sorting_by_time(clock):
    with pytest.raises(ValueError, match="2200"):
        clock.advance(timedelta(days=365 * 400))


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("P20D", timedelta(days=20)),
        ("PT30M", timedelta(minutes=30)),
        ("P1W", timedelta(weeks=1)),
        ("P7Y", timedelta(days=7 * 365)),
        ("P1M", timedelta(days=30)),
        ("P1DT2H3M4S", timedelta(days=1, hours=2, minutes=3, seconds=4)),
        ("-P1D", -timedelta(days=1)),
    ],
)
def test_reads_durations(text, length):
    assert parse_duration(text) == length


@pytest.mark.parametrize("text", ["", "P", "PT", "20D", "P1.5D", "tomorrow"])
def test_refuses_what_is_no_duration(text):
    with pytest.raises(ValueError, match="duration"):
        parse_duration(text)


def test_a_time_without_a_zone_is_utc():
    assert (
        parse_time("2027-01-01T08:00:00")
        == parse_time("2027-01-01T09:00:00+01:00")
        == parse_time("2027-01-01T08:00:00Z")
    )
