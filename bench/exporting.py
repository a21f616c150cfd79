"""(i) An export of 500 and of 4,000 letters: the memory that the larger one adds, and letters a second."""

from __future__ import annotations

import json
import os
import resource
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from botocore.exceptions import ReadTimeoutError

from bench.stage import Figure, quiet, tell

SIZES = (500, 4_000)
DOCUMENT = 40_000
MOST_MB = 16


class Bench:
    """Two mailboxes of different size, each with a document in every letter; the emulators are slow to remove many."""

    def __init__(self) -> None:
        from chalicelib.wiring import operator

        quiet()
        self.operator = operator()
        self.operator.exports._queue.send = lambda _: None  # nobody else is to go on with them

    def fill(self, size: int) -> Any:
        """Put letters into a mailbox of its own."""
        from chalicelib.kernel.clock import epoch
        from chalicelib.mailbox.store import ItemRow
        from chalicelib.recipients.store import RecipientRow

        now = epoch(self.operator.clock.now())
        row = RecipientRow(
            f"export-{size}", mailbox=f"{now:010d}{size:032x}", personnummer="sealed", name="Person",
            email="p@example.com", mobile="+46701740605", terms_version="1", terms_accepted_at=now, created_at=now,
            last_login_at=now, email_bounced=True,
        )
        row.save()
        keys = [f"{now - n:010d}{n:032x}" for n in range(size)]
        with ItemRow.batch_write() as batch:
            for n, key in enumerate(keys):
                batch.save(ItemRow(
                    row.mailbox, key, person=row.person, tenant=keys[0], sender_name="Härnösands kommun",
                    subject=f"Beslut nummer {n:06d}", type="letter", received_at=now - n, parts=1, email_notice="sent",
                ))
        with ThreadPoolExecutor(8) as hands:
            list(hands.map(lambda key: self._files(row.mailbox, key), keys))
        return row

    def _files(self, mailbox: str, key: str) -> None:
        from chalicelib.mailbox.model import blob_prefix, content_blob, part_blob

        prefix = blob_prefix(mailbox, key)
        part = {"n": 1, "name": "beslut.pdf", "content_type": "application/pdf", "size": DOCUMENT, "sha256": ""}
        content = json.dumps({"v": 1, "parts": [part], "context": {}}).encode()
        self.operator.blobs.put(part_blob(prefix, 1), os.urandom(DOCUMENT), "application/pdf")
        self.operator.blobs.put(content_blob(prefix), content, "application/json")

    def make(self, person: Any) -> tuple[float, int]:
        """Order an export and make it, as often as a worker is sent; answer seconds, and bytes of the file."""
        from chalicelib.privacy import store

        began = time.perf_counter()
        export = self.operator.exports.order(person.mailbox, person.person)
        while (made := store.find(person.mailbox)).ready_at is None:
            with suppress(ReadTimeoutError):
                self.operator.exports.make(person.mailbox, export.key)
        return time.perf_counter() - began, made.size


def _peak() -> float:
    """The most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """The small one first: what it needs, the large one may need too."""
    bench = Bench()
    people = {size: bench.fill(size) for size in SIZES}
    bench.make(people[SIZES[0]])
    small = _peak()
    seconds, written = bench.make(people[SIZES[1]])
    added = _peak() - small
    tell([
        Figure(
            f"(i) an export of {SIZES[1]:,} letters after one of {SIZES[0]:,}: memory it adds",
            f"{added:.0f} MB, for a file of {written / 1e6:.0f} MB", f"≤ {MOST_MB} MB", added <= MOST_MB,
        ),
        Figure(
            f"(i) an export of {SIZES[1]:,} letters: letters a second of one worker",
            f"{SIZES[1] / seconds:.0f}, with the emulators on the same cores", "≥ 12: 10,000 in a quarter of an hour",
            SIZES[1] / seconds >= 12,
        ),
    ])


if __name__ == "__main__":
    main()
