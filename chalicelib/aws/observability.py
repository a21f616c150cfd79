"""Logs, metrics and traces, one of each; they hold ids and counts, never personal data (I10)."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit

logger = Logger(service="kuvert", log_uncaught_exceptions=False)
metrics = Metrics(namespace="Kuvert", service="kuvert")


@cache
def tracer() -> Tracer:
    """The tracer, made on first use: X-Ray's library makes a client of its own as soon as it is imported.

    Without patching: every AWS call would be traced, at a cost to each request; the subsegments are ours.
    """
    return Tracer(service="kuvert", auto_patch=False)


def count(name: str, amount: int = 1) -> None:
    """Count a business event: accepted, delivered, retained, refused, notified …"""
    metrics.add_metric(name=name, unit=MetricUnit.Count, value=amount)


_line: ContextVar[dict[str, object] | None] = ContextVar("line", default=None)


def about(correlation_id: str, **facts: object) -> None:
    """Let the line under way carry whose doing it is about: the request that sent a letter, the letter's key."""
    if correlation_id:
        logger.set_correlation_id(correlation_id)
    line = _line.get()
    if line is not None:
        line.update(facts)


@contextmanager
def canonical_line(name: str, correlation_id: str) -> Iterator[dict[str, object]]:
    """Emit one line for one invocation: what was done, for which ids, how it ended; and flush its metrics."""
    facts: dict[str, object] = {}
    logger.set_correlation_id(correlation_id)
    before = _line.set(facts)
    try:
        with tracer().provider.in_subsegment(f"## {name}") as segment:
            yield facts
            _annotate(segment, logger.get_correlation_id() or correlation_id, facts)
    finally:
        _line.reset(before)
        logger.info(name, extra=facts)
        if metrics.provider.metric_set:
            metrics.flush_metrics()
        logger.set_correlation_id(None)


def _annotate(segment: Any, correlation_id: str, facts: dict[str, object]) -> None:
    """Let a trace be found by the ids that its log line has; outside a trace there is nothing to annotate."""
    if segment is None:
        return
    segment.put_annotation(key="correlation_id", value=correlation_id)
    for name in ("content", "tenant", "operation", "status", "outcome"):
        if name in facts:
            segment.put_annotation(key=name, value=facts[name])


def note_fault(error: BaseException) -> None:
    """Log a fault of ours by its kind and place, never by its text, which may quote what somebody sent."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    logger.error("fault", extra={"kind": type(error).__name__, "aws_code": _aws_code(error), "where": places})


def _aws_code(error: BaseException) -> str:
    response = getattr(error, "response", None) or {}
    return str(response.get("Error", {}).get("Code", "")) if isinstance(response, dict) else ""
