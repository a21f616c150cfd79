"""A trace is found by the same ids as its log line, and holds nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any
from unittest import mock

from chalicelib.aws import observability


class Segment:
    """What X-Ray would get."""

    def __init__(self) -> None:
        self.said: dict[str, Any] = {}

    def put_annotation(self, key: str, value: Any) -> None:
        """Keep it."""
        self.said[key] = value


def traced(**facts: object) -> dict[str, Any]:
    """What a trace says of an invocation with these facts."""
    segment = Segment()

    @contextmanager
    def in_subsegment(name: str):
        assert name == "## request"
        yield segment

    provider = mock.Mock(in_subsegment=in_subsegment)
    with (
        mock.patch.object(observability, "tracer", return_value=mock.Mock(provider=provider)),
        observability.canonical_line("request", "corr-1") as line,
    ):
        line.update(facts)
    return segment.said


def test_a_trace_carries_the_ids():
    """One id across all hops."""
    assert traced(content="k", status=201) == {"correlation_id": "corr-1", "content": "k", "status": 201}


def test_a_trace_carries_nothing_that_is_not_an_id():
    """What else a line tells stays out."""
    assert traced(asked=100) == {"correlation_id": "corr-1"}
