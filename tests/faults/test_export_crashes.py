"""Making an export, broken at every remote call in every way: one whole file, one word about it at least."""

from __future__ import annotations

from contextlib import suppress

import pytest

from chalicelib.aws.faults import AWS_ERRORS
from chalicelib.kernel.slots import due_slot
from chalicelib.privacy import store
from chalicelib.privacy.model import State
from tests.faults.harness import Breaker, Mode, restarted
from tests.service.privacy.conftest import Workshop, in_small_pieces, table, workshop
from tests.world import a_content

__all__ = ["in_small_pieces", "workshop"]

SUBJECTS = [f"Brev {n}" for n in range(3)]
# Where a state of its own begins: an upload, a part, a checkpoint or the claim, the file.
TURNS = ("s3.CreateMultipartUpload", "s3.UploadPart", "dynamodb.UpdateItem", "s3.CompleteMultipartUpload")


@pytest.fixture
def tolvan(sender, world, in_small_pieces):
    """Somebody with three letters, which are two segments and several parts."""
    person = world.a_person()
    for subject in SUBJECTS:
        sender.send(a_content(subject=subject))
    return person


def make(workshop: Workshop, tolvan, at: int | None = None, mode: Mode = Mode.BEFORE) -> Breaker:
    """Order an export and have it made with one call broken; the queue and the clock bring it to its end.

    A call that comes late comes when the next worker has begun, and is refused or changes nothing.
    """
    world, breaker = workshop.world, Breaker(at, mode)
    world.clock.advance(days=2)
    world.outbox.mails.clear()
    workshop.order(tolvan)
    workshop.work(rounds=1, breaker=breaker)
    _arrive(breaker)
    workshop.work(rounds=8)
    for _ in range(3):
        if store.find(tolvan.mailbox).state(world.clock.now()) is not State.READY:
            world.operator.exports.fall_due()
            workshop.work(rounds=8)
    return breaker


def _arrive(breaker: Breaker) -> None:
    for late in breaker.late:
        with restarted(), suppress(*AWS_ERRORS, KeyError):  # moto has no word for a part of an upload that is over
            late()


def check(workshop: Workshop, tolvan) -> None:
    """All letters once, the owner told, nothing given up, nothing left to do or lying about."""
    world, export = workshop.world, store.find(tolvan.mailbox)
    archive = workshop.open(tolvan)
    assert sorted(row["Ämne"] for row in table(archive)) == SUBJECTS
    assert sum(name.endswith(".pdf") for name in archive.namelist()) == len(SUBJECTS)
    assert world.outbox.mails
    assert world.messages(world.config.export_dlq_url) == []
    assert list(store.due(due_slot(export.ordered_at, export.key))) == []


def calls_of(workshop: Workshop, tolvan) -> list[str]:
    """The remote calls of a making that goes well, in the place of an earlier one."""
    make(workshop, tolvan)
    counted = make(workshop, tolvan)
    check(workshop, tolvan)
    return counted.calls


@pytest.mark.parametrize("mode", [Mode.AFTER, Mode.LATE])
def test_the_turning_points(workshop, tolvan, mode):
    """A process that dies there, with its last call done or still on its way."""
    calls = calls_of(workshop, tolvan)
    firsts = {call: n for n, call in reversed(list(enumerate(calls))) if call in TURNS}
    assert len(firsts) == len(TURNS)
    for at in firsts.values():
        make(workshop, tolvan, at, mode)
        check(workshop, tolvan)


@pytest.mark.prove
@pytest.mark.parametrize("mode", Mode)
def test_every_call(workshop, tolvan, mode):
    """Each call, each way."""
    for at in range(len(calls_of(workshop, tolvan))):
        make(workshop, tolvan, at, mode)
        check(workshop, tolvan)


def test_a_part_that_comes_late_spoils_no_file(workshop, tolvan, world):
    """What a dead worker sent arrives over what a living one has put: it is seen at the end, and all is made anew."""
    uploads, complete = world.operator.exports._uploads, []

    def spoiled(key, upload, tags):
        if not complete:
            uploads.put(key, upload, 1, b"another part of the same number")
        complete.append(type(uploads).complete(uploads, key, upload, tags))
        return complete[-1]

    uploads.complete = spoiled
    make(workshop, tolvan)

    assert complete == [False, True]
    assert workshop.uploads() == []
    check(workshop, tolvan)
