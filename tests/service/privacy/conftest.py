"""A mailbox with a little of everything, and the worker that makes exports of it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

import pytest

import app
from chalicelib.aws import clients
from chalicelib.privacy import store
from chalicelib.privacy.model import folder, whole_blob
from tests.faults.harness import drain
from tests.world import World


@dataclass
class Workshop:
    """Orders exports and has them made."""

    world: World

    def order(self, person: Any) -> Any:
        """Order one."""
        return self.world.operator.exports.order(person.mailbox, person.person)

    def work(self, rounds: int = 6, breaker: Any = None) -> None:
        """Let the worker have what is on its queue."""
        drain(self.world, "export", lambda event: app.export(event, None), rounds, breaker)

    def make(self, person: Any) -> ZipFile:
        """Order one, have it made and open it."""
        self.order(person)
        self.work()
        return self.open(person)

    def open(self, person: Any) -> ZipFile:
        """Open the finished file; nothing lies beside it."""
        export = store.find(person.mailbox)
        blob = whole_blob(person.mailbox, export.key)
        assert self.world.objects(folder(person.mailbox)) == [blob]
        data = self.world.operator.blobs.get(blob)
        assert len(data) == export.size
        archive = ZipFile(io.BytesIO(data))
        assert archive.testzip() is None
        return archive

    def uploads(self) -> list[str]:
        """Name the uploads that are under way."""
        listed = clients.client("s3").list_multipart_uploads(Bucket=self.world.config.content_bucket)
        return [each["Key"] for each in listed.get("Uploads", [])]


@pytest.fixture
def workshop(world: World) -> Workshop:
    """The worker."""
    return Workshop(world)


@pytest.fixture
def in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two letters to a segment, and parts so small that a handful of letters fills several."""
    monkeypatch.setattr("chalicelib.privacy.making.SEGMENT", 2)
    monkeypatch.setattr("chalicelib.privacy.archive.PART", 700)
    monkeypatch.setattr("moto.s3.models.S3_UPLOAD_PART_MIN_SIZE", 1)


def metadata(archive: ZipFile) -> dict[str, Any]:
    """What metadata.json says."""
    told: dict[str, Any] = json.loads(archive.read("metadata.json"))
    return told


def table(archive: ZipFile) -> list[dict[str, str]]:
    """The lines of letters.csv."""
    text = archive.read("letters.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
