"""S3 for a laptop: objects kept in every version, dated by the movable clock, announced as AWS announces them."""

import io
import secrets
from collections.abc import Callable
from datetime import UTC
from typing import Any
from urllib.parse import quote

from moto.s3 import models, notifications
from moto.s3.models import FakeBucket, FakeKey
from moto.s3.utils import _VersionedKeyStore

from local.clock import MovableClock
from local.emulator.changes import change
from local.emulator.store import Store


class KeptKeys(_VersionedKeyStore):
    """The objects of one bucket; every change is noted in the store."""

    def __init__(self, bucket: str, store: Store) -> None:
        super().__init__()
        self._kind, self._store = f"bucket:{bucket}", store
        for name, versions in store.load(self._kind):
            dict.__setitem__(self, name, versions)

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        self._note(key)

    def setlist(self, key: str, list_: Any) -> None:
        super().setlist(key, list_)
        self._note(key)

    def pop(self, key: str) -> None:  # type: ignore[override]
        super().pop(key)
        self._note(key)

    def _note(self, key: str) -> None:
        self._store.note(self._kind, key, lambda: self.getlist(key))


class KeptBucket(FakeBucket):
    """A bucket whose objects were there before, if they were."""

    store: Store

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(name, *args, **kwargs)
        self.keys = KeptKeys(name, self.store)


def install(store: Store, clock: MovableClock) -> None:
    KeptBucket.store = store
    change(models, FakeBucket=KeptBucket, utcnow=lambda: clock.now().replace(tzinfo=None))
    change(
        notifications,
        _get_s3_event=lambda *args: _announcement(clock, *args),
        send_test_event=_once(store, notifications.send_test_event),
    )
    FakeKey.__deepcopy__ = _without_content  # type: ignore[attr-defined]


def _once(store: Store, send: Callable[[str, Any], None]) -> Callable[[str, Any], None]:
    """S3 tests a queue when it is told of it; here it is told at every start, and tests at the first."""

    def test(account_id: str, bucket: Any) -> None:
        if bucket.name not in dict(store.load("tested")):
            send(account_id, bucket)
            store.note("tested", bucket.name, lambda: True)

    return test


def _without_content(key: Any, _: dict[int, Any]) -> Any:
    """moto copies a whole bucket to list its versions; the list needs no contents."""
    described = object.__new__(FakeKey)
    etag = key.etag.strip('"')
    described.__dict__ |= key.__dict__ | {"_value_buffer": io.BytesIO(), "multipart": None, "_etag": etag}
    return described


def _announcement(
    clock: MovableClock, event: str, bucket: Any, key: Any, configuration: str
) -> dict[str, list[dict[str, Any]]]:
    """An event record as S3 writes it: all its fields, and the slashes of the key left alone."""
    request = secrets.token_hex(8).upper()
    described = {
        "key": quote(key.name, safe="/*-._").replace("%20", "+"),
        "size": key.size,
        "eTag": key.etag.strip('"'),
        "versionId": key.version_id,
        "sequencer": f"{int(clock.time() * 1_000_000):018X}",
    }
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": bucket.region_name,
        "eventTime": clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
        "eventName": event[3:],
        "userIdentity": {"principalId": "AWS:LOCAL"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {"x-amz-request-id": request, "x-amz-id-2": request * 4},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": configuration,
            "bucket": {"name": bucket.name, "ownerIdentity": {"principalId": "LOCAL"}, "arn": bucket.arn},
            "object": described,
        },
    }
    return {"Records": [record]}
