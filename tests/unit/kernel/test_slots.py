"""What falls due is found where it was put."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.slots import due_slot, slots_of


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)), st.integers(0, 15))
def test_a_day_names_the_slot_of_whatever_falls_due_in_it(moment: datetime, digit: int):
    """What a day's walk looks for is where it was put."""
    assert due_slot(moment, f"1795176000{digit:032x}") in slots_of(moment.date().isoformat())
