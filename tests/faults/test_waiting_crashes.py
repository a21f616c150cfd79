"""What is put to wait is committed, or gone: a request that dies leaves no file behind, and none is lost that counts."""

from __future__ import annotations

from contextlib import suppress

import pytest

import app
from chalicelib.aws.faults import AWS_ERRORS
from chalicelib.delivery.store import WaitingRow
from tests.faults.harness import TELLING, Breaker, Mode, breaking, drain, restarted
from tests.faults.test_crash_points import LAMBDA, Run, fresh, points, run
from tests.world import ANNA, PDF, a_content

__all__ = ["run"]

FIRST = {"type": "letter.salary", "retain": True, "generated_at": "2026-11-20"}


def send(run: Run, key: str = "", **change):
    """Keep a payslip for somebody who is not here, or put another in its place; None when the process died over it."""
    answer = None
    with restarted(), suppress(*AWS_ERRORS):
        body = a_content(ANNA, **FIRST, **change)
        answer = run.sender.call("PUT" if key else "POST", f"/v2/tenant/{{tk}}/content{key and '/'}{key}", body)
    return answer


def notified(event):
    return app.notify(event, LAMBDA)


def rests(run: Run) -> list[str]:
    """Let the messages do their work; answer the subjects that wait, each with exactly its files."""
    drain(run.world, "notify", notified)
    rows = [row for row in WaitingRow.scan() if row.subject]
    places = [f"waiting/{row.person}/{row.content_key}{f'.{row.revision}' if row.revision else ''}/" for row in rows]
    assert run.world.objects("waiting/") == sorted(f"{place}{name}" for place in places for name in ("1", "content.json"))
    assert all(run.world.operator.blobs.get(f"{place}1") == PDF for place in places)
    assert run.world.messages(run.world.config.notify_dlq_url) == []
    return sorted(row.subject for row in rows)


@pytest.mark.parametrize("mode", TELLING)
def test_a_request_that_dies_leaves_nothing_or_what_it_kept(run: Run, mode: Mode):
    """The sender never comes back; the files are a content's, or gone."""
    total = points(lambda: send(run))
    kept = 0
    for at in range(total):
        fresh(run)
        with breaking(Breaker(at, mode)):
            send(run)
        kept += len(rests(run))
    # Broken before its commit nothing is kept, and broken after it everything.
    assert kept in {Mode.BEFORE: [0], Mode.LATE: [0]}.get(mode, range(1, total + 1))


@pytest.mark.parametrize("mode", TELLING)
def test_a_replacement_that_dies_leaves_the_one_or_the_other(run: Run, mode: Mode):
    """Never both, never none."""
    key = send(run, subject="Första").headers["kivra-objkey"]
    total = points(lambda: send(run, key, subject="Andra"))
    for at in range(total):
        with breaking(Breaker(at, mode)):
            send(run, key, subject=f"Version {at}")
        run.sender.renew()
        assert len(rests(run)) == 1
