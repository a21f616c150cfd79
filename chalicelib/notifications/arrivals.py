"""The notifier's messages: the bucket's event of a content.json, the reconciler's word for one, a test asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.delivery.releasing import Releasing
from chalicelib.kernel.clock import from_epoch
from chalicelib.kernel.ids import seconds_of
from chalicelib.notifications.service import Notices
from chalicelib.notifications.trying import Trying
from chalicelib.recipients.model import NoticeChannel

_CONTENT = re.compile(r"^mailbox/(?P<mailbox>[0-9a-f]+)/(?P<key>[0-9]{10}[0-9a-f]{32})/content\.json$")
_WAITING = re.compile(
    r"^waiting/(?P<digest>[0-9a-f]+)/(?P<key>[0-9]{10}[0-9a-f]{32})(?:\.(?P<revision>[0-9a-f]+))?/content\.json$"
)


def handle(notices: Notices, trying: Trying, releasing: Releasing, message: Mapping[str, Any]) -> None:
    """Act on one message of the notifier's queue."""
    if "test" in message:
        trying.test(message["person"], NoticeChannel(message["test"]), from_epoch(int(message["asked"])))
    elif "lift" in message:
        trying.lift(message["lift"])
    for mailbox, key, arrived_at in arrivals(message):
        notices.announce(mailbox, key, arrived_at)
    for digest, key, revision, arrived_at in put_to_wait(message):
        releasing.settle(digest, key, revision, arrived_at)


def arrivals(message: Mapping[str, Any]) -> Iterator[tuple[str, str, datetime]]:
    """Read (mailbox, content key, when it arrived) out of a message; S3's test event holds none."""
    if "mailbox" in message:
        yield message["mailbox"], message["key"], from_epoch(seconds_of(message["key"]))
    for record in message.get("Records", []):
        match = _CONTENT.match(unquote_plus(record["s3"]["object"]["key"]))
        if match:
            yield match["mailbox"], match["key"], datetime.fromisoformat(record["eventTime"])


def put_to_wait(message: Mapping[str, Any]) -> Iterator[tuple[str, str, str | None, datetime]]:
    """Read (whom it waits for, content key, version, when it arrived) of what was put to wait."""
    for record in message.get("Records", []):
        match = _WAITING.match(unquote_plus(record["s3"]["object"]["key"]))
        if match:
            arrived_at = datetime.fromisoformat(record["eventTime"])
            yield match["digest"], match["key"], match["revision"], arrived_at
