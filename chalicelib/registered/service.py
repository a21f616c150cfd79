"""Registered letters: signed for by their recipients, or expired; and the responses that senders fetch."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from chalicelib.aws import checkpoints, tables
from chalicelib.aws.observability import count
from chalicelib.aws.queues import Queue
from chalicelib.aws.secrets import Vault
from chalicelib.callbacks.model import News, Type
from chalicelib.callbacks.outbox import Outbox
from chalicelib.content.receipt import SigningExpired
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import NotFound, Unavailable
from chalicelib.kernel.ids import is_object_key
from chalicelib.kernel.slots import slots_of
from chalicelib.mailbox import access_store
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.model import Access, Act
from chalicelib.mailbox.service import Mailboxes
from chalicelib.recipients.model import Language
from chalicelib.registered import model, store
from chalicelib.registered.model import Listed, Response, Signature, Status, Wish


class Registered:
    """Letters that are opened only by a signature."""

    def __init__(
        self, *, clock: Clock, vault: Vault, mailboxes: Mailboxes, outbox: Outbox, queue: Queue, house: str
    ) -> None:
        self._clock = clock
        self._vault = vault
        self._mailboxes = mailboxes
        self._outbox = outbox
        self._queue = queue
        self._house = house

    def wish(self, mailbox: str, key: str, language: Language) -> Wish:
        """Write what is to be signed for a letter that waits; raises NotFound, SigningExpired."""
        letter, parts = self._mailboxes.to_be_signed(mailbox, key)
        return model.wish(letter, parts, self._house, language)

    def receive(self, signature: Signature) -> None:
        """Open a letter to who has signed for it, once; the same signature again changes nothing.

        AWS calls: two reads, one transaction; one message where webhooks are about the tenant. One transaction: the
        letter can be opened, its sender is known, the signing is on record, the response lies with the sender, and
        webhooks are told. Raises SigningExpired, NotFound.
        """
        mailbox, key = signature.mailbox, signature.key
        letter = mailbox_store.find(mailbox, key)
        if letter is None or letter.receipt is None:
            raise _absent()
        told = self._outbox.find_writes(_news(letter.tenant, key, Type.SIGNED, signature.signed_at))
        looked = Access(mailbox, signature.signed_at, signature.who, Act.SIGNED, key)
        writes = [
            *store.opened(letter, signature.signed_at),
            *store.signing(letter.tenant, signature, letter.receipt.expires_at),
            access_store.noted(looked, key[-8:]),
        ]
        try:
            tables.commit([*writes, *told])
        except tables.Cancelled as cancelled:
            self._not_now(letter.tenant, signature, cancelled)
            return
        self._outbox.soon(told, key)
        count("registered_signed")

    def _not_now(self, tenant: str, signature: Signature, cancelled: tables.Cancelled) -> None:
        """Tell why a signature could not be written; nothing is wrong when it had been written before."""
        row = store.find(tenant, signature.key)
        if row is not None and row.status == Status.SIGNED:
            return
        letter, *_ = cancelled.reasons
        if letter.failed:
            raise _absent()
        if row is not None and row.status == Status.WAITING and row.expires_at > signature.signed_at.timestamp():
            raise Unavailable("The signature could not be written down. It is tried again.")
        raise SigningExpired("The time to sign for this letter is over. Ask its sender.")

    def responses(self, tenant: str) -> list[Listed]:
        """List the responses that wait for a sender."""
        return list(store.responses(tenant, self._clock.now()))

    def response(self, tenant: str, key: str) -> Response:
        """Tell of one response, with BankID's answer opened; another tenant's looks absent."""
        found = store.find_response(tenant, key, self._clock.now()) if is_object_key(key) else None
        if found is None:
            raise _no_response()
        response, sealed = found
        return replace(response, order=json.loads(self._vault.open_long(sealed, key))) if sealed else response

    def delete(self, tenant: str, key: str) -> None:
        """Remove a response; what is still to be signed has none."""
        found = store.find_response(tenant, key, self._clock.now()) if is_object_key(key) else None
        if found is None:
            raise _no_response()
        store.remove(tenant, found[0])

    def fall_due(self) -> int:
        """Ask the worker to end the letters whose time is over; answer for how many.

        Readers judge by the moment and do not wait for this.
        """
        now = self._clock.now()
        found = checkpoints.hand_out("registered", now, lambda day: store.expiring(slots_of(day), now))
        return self._queue.send_fairly((tenant, {"tenant": tenant, "response": key}) for tenant, key in found)

    def expire(self, tenant: str, key: str) -> bool:
        """End one letter that waits, if its time is over; answer whether it was ended now."""
        row, now = store.find(tenant, key), self._clock.now()
        if row is None or row.status != Status.WAITING or row.expires_at > now.timestamp():
            return False
        told = self._outbox.find_writes(_news(tenant, key, Type.SIGNING_EXPIRED, now))
        if not tables.committed([*store.expiry(tenant, key, now), *told]):
            return False
        self._outbox.soon(told, key)
        count("registered_expired")
        return True


def _news(tenant: str, key: str, what: Type, at: datetime) -> News:
    return News(tenant, key, (what,), at, {"content_key": key, "response_key": key})


def _absent() -> NotFound:
    return NotFound("There is no such letter.")


def _no_response() -> NotFound:
    return NotFound("There is no such response.")
