"""Lists of any length are divided into calls that the operator takes."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from kuvert.matching import BYTES_AT_ONCE, in_calls

# What a call may weigh where it is taken: it comes as text inside of JSON, with its quotation marks escaped.
MOST = 6 * 1024 * 1024


def weight(some: list[str]) -> int:
    return len(json.dumps({"body": json.dumps({"list": some}, ensure_ascii=False)}, ensure_ascii=False).encode())


def test_half_a_million_addresses_are_some_calls_that_each_fit():
    """Short ones, whose quotation marks weigh most, and long ones, in letters of two bytes."""
    for asked in ([f"{n}@a.se" for n in range(500_000)], [f"åsa.{'ö' * 20}.{n}@example.com" for n in range(300_000)]):
        calls = list(in_calls(asked))
        assert [one for some in calls for one in some] == asked
        assert len(calls) > 1
        assert max(weight(some) for some in calls) < MOST
        assert weight(calls[0]) > BYTES_AT_ONCE * 0.95


def test_three_hundred_thousand_numbers_are_one_call():
    """As many as are promised."""
    assert len(list(in_calls(["199301012382"] * 300_000))) == 1


@given(st.lists(st.text(min_size=1, max_size=40)), st.integers(1, 200))
def test_nothing_is_left_out_or_asked_twice(asked: list[str], most: int):
    """In their order; a call is never empty, and of one only where that is too much already."""
    calls = list(in_calls(asked, most))
    assert [one for some in calls for one in some] == asked
    assert all(len(some) == 1 or len(json.dumps(some, ensure_ascii=False).encode()) <= most for some in calls)
    assert [] not in calls
