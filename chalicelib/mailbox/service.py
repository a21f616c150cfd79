"""Mailboxes: what people do with their post, and how a document reaches their eyes."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from chalicelib.aws.blobs import Blobs
from chalicelib.kernel.clock import Clock, from_epoch
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.ids import Ids, is_object_key
from chalicelib.mailbox import access_store, correspondent_store, store
from chalicelib.mailbox.documents import document, documents_of, link_to
from chalicelib.mailbox.marking import Change, Marking
from chalicelib.mailbox.model import (
    Access,
    Act,
    As,
    Correspondent,
    Letter,
    Link,
    Opened,
    blob_prefix,
    content_blob,
)
from chalicelib.mailbox.trash import Trash


class Mailboxes:
    """The letters of one mailbox at a time; a key of another mailbox is not there."""

    def __init__(self, *, clock: Clock, ids: Ids, blobs: Blobs, marking: Marking, trash: Trash) -> None:
        self._clock = clock
        self._ids = ids
        self._blobs = blobs
        self._marking = marking
        self._trash = trash

    def page(self, mailbox: str, before: str | None, limit: int) -> tuple[list[Letter], str | None]:
        """List letters newest first, trash too, and name where the next page begins: one query.

        One letter more than asked for is read, so that the last page is known to be the last.
        """
        now = self._clock.now()
        found = store.page(mailbox, before, limit + 1)
        following = found[limit - 1].key if len(found) > limit else None
        return [letter for letter in found[:limit] if not letter.is_gone(now)], following

    def look(self, mailbox: str, key: str, who: str) -> Opened:
        """Open a letter to show it; that it was opened is written down first (SEC-1)."""
        opened = self.open(mailbox, key)
        self.noted(opened.letter, who, Act.OPEN)
        return opened

    def open(self, mailbox: str, key: str) -> Opened:
        """Open a letter: its row, and from its content the list of documents and the structured data.

        Raises SignatureRequired or SigningExpired for a registered letter.
        """
        letter = self._find(mailbox, key)
        if letter.receipt is not None:
            letter.receipt.demand_signed(self._clock.now())
        content = self._content(mailbox, key)
        return Opened(letter, documents_of(content), content.get("context", {}), content.get("kept", {}))

    def to_be_signed(self, mailbox: str, key: str) -> tuple[Letter, list[dict[str, Any]]]:
        """Find a registered letter that waits, and what content.json says of its parts, for the signature only."""
        letter = self._find(mailbox, key)
        if letter.receipt is None:
            raise Conflict("This letter is opened without a signature.")
        if letter.receipt.signed_at is not None:
            raise Conflict("This letter has been signed for.")
        letter.receipt.demand_waiting(self._clock.now())
        return letter, self._content(mailbox, key)["parts"]

    def link(self, mailbox: str, key: str, n: int, how: As, who: str) -> Link:
        """Make a link to a document, good for a minute; that it was asked for is written down first (SEC-1)."""
        opened = self.open(mailbox, key)
        document(opened, n, how)
        now = self._clock.now()
        self._note(Access(mailbox, now, who, Act(how), key, n))
        return link_to(self._blobs, blob_prefix(mailbox, key), opened, n, how, now)

    def mark(self, mailbox: str, key: str, change: Change) -> Letter:
        """Mark a letter read or unread, put it away, throw it away, take it back, label it: one write."""
        return self._marking.change(mailbox, key, change) or self._find(mailbox, key)

    def correspondents(self, mailbox: str, after: str | None, most: int) -> tuple[list[Correspondent], str | None]:
        """List the senders that a mailbox has post from, by key, and name where the next page begins: one query."""
        rows = correspondent_store.page(mailbox, after, most + 1)
        following = rows[most - 1].tenant_key if len(rows) > most else None
        found = [Correspondent(row.tenant_key, row.name, from_epoch(row.last_letter_at)) for row in rows[:most]]
        return found, following

    def last_letters(self, mailbox: str, tenants: list[str]) -> dict[str, datetime]:
        """When a mailbox last had post from each of some senders, at most 100: one read."""
        rows = correspondent_store.among(mailbox, tenants)
        return {row.tenant_key: from_epoch(row.last_letter_at) for row in rows}

    def last_letter_from(self, mailbox: str, tenant: str) -> datetime | None:
        """When a mailbox last had post from a sender."""
        row = correspondent_store.find(mailbox, tenant)
        return from_epoch(row.last_letter_at) if row else None

    def delete(self, mailbox: str, key: str) -> None:
        """Remove a letter for good, from the trash only: unseen from now on, then its files, then its row."""
        letter = self._find(mailbox, key)
        if letter.trashed_at is None:
            raise Conflict("Only what lies in the trash can be deleted for good.")
        if store.end_trash(mailbox, key, self._clock.now()):
            self._trash.purge(mailbox, key)

    def noted(self, letter: Letter, who: str, act: Act) -> None:
        """Write down a look into a letter, before anything of it is shown (SEC-1)."""
        self._note(Access(letter.mailbox, self._clock.now(), who, act, letter.key))

    def _note(self, access: Access) -> None:
        access_store.note(access, self._ids.hex(8))

    def _find(self, mailbox: str, key: str) -> Letter:
        letter = store.find(mailbox, key) if is_object_key(key) else None
        if letter is None or letter.is_gone(self._clock.now()):
            raise _absent()
        return letter

    def _content(self, mailbox: str, key: str) -> dict[str, Any]:
        raw = self._blobs.get(content_blob(blob_prefix(mailbox, key)))
        if raw is None:
            raise _absent()
        content: dict[str, Any] = json.loads(raw)
        return content


def _absent() -> NotFound:
    return NotFound("There is no such letter.")
