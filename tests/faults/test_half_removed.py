"""S3 answers a removal with 200, and with a list of the files that it has not removed: none of them is forgotten (I7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from botocore.client import BaseClient

from chalicelib.aws import clients
from chalicelib.kernel.errors import Unavailable
from chalicelib.mailbox.marking import Change
from chalicelib.mailbox.model import blob_prefix
from chalicelib.privacy.model import folder
from tests.faults.harness import _call
from tests.faults.test_crash_points import Run, run
from tests.faults.test_ending_crashes import kept
from tests.world import ANNA

__all__ = ["run"]


@contextmanager
def half_removed() -> Iterator[None]:
    """Let S3 remove the first file of each request, and say of the others that it could not."""

    def half(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        if operation != "DeleteObjects":
            return _call(client, operation, parameters)
        first, *others = parameters["Delete"]["Objects"]
        answer = _call(client, operation, {**parameters, "Delete": {"Objects": [first], "Quiet": True}})
        return {**answer, "Errors": [{"Key": each["Key"], "Code": "SlowDown", "Message": ""} for each in others]}

    with mock.patch.object(BaseClient, "_make_api_call", half):
        yield


def a_letter_in_the_trash(run: Run) -> Callable[[], object]:
    key, mailbox = run.retry().headers["kivra-objkey"], run.world.a_person_row.mailbox
    run.world.operator.mailboxes.mark(mailbox, key, Change(trashed=True))
    run.world.clock.advance(days=31)
    return lambda: run.world.operator.trash.purge(mailbox, key)


def an_account(run: Run) -> Callable[[], object]:
    run.retry()
    run.world.operator.choices.close(run.world.a_person_row.person)
    run.world.clock.advance(days=21)
    return lambda: run.world.operator.erasing.erase(run.world.a_person_row.person)


def what_waits(run: Run) -> Callable[[], object]:
    key, digest = kept(run), run.world.operator.pepper.person(ANNA)
    run.world.clock.advance(days=400)
    return lambda: run.world.operator.releasing.see_to(digest, key)


def an_orphan(run: Run) -> Callable[[], object]:
    mailbox, now = run.world.a_person_row.mailbox, run.world.clock.now()
    key = run.world.ids.key(now)
    for name in ("1", "content.json"):
        run.world.operator.blobs.put(blob_prefix(mailbox, key) + name, b"{}", "application/json")
    return lambda: run.world.operator.notices.announce(mailbox, key, now - timedelta(hours=1))


def an_export(run: Run) -> Callable[[], object]:
    row = run.world.a_person_row
    export = run.world.operator.exports.order(row.mailbox, row.person)
    for name in ("work/1", "work/2"):
        run.world.operator.blobs.put(folder(row.mailbox, export.key) + name, b"{}", "application/json")
    return lambda: run.world.operator.exports.erase(row.mailbox)


def left(run: Run) -> list[str]:
    """Every object of which any version is there."""
    found = clients.client("s3").list_object_versions(Bucket=run.world.config.content_bucket)
    return [entry["Key"] for entry in found.get("Versions", []) + found.get("DeleteMarkers", [])]


@pytest.mark.parametrize("scene", [a_letter_in_the_trash, an_account, what_waits, an_orphan, an_export])
def test_what_was_not_removed_is_removed_when_it_is_tried_again(run: Run, scene: Any):
    """The try fails, so that it is made again, and finds what is left: what led to the files still stands."""
    act = scene(run)
    with half_removed(), pytest.raises(Unavailable):
        act()
    assert left(run)

    act()
    assert left(run) == []
