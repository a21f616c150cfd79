"""Accepting a sending: delivered, retained or refused, decided once and committed in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.aws import tables
from chalicelib.aws.blobs import Blobs
from chalicelib.aws.observability import count
from chalicelib.callbacks.model import News, Type
from chalicelib.callbacks.outbox import Outbox
from chalicelib.content.checks import sanitised_view
from chalicelib.content.model import Content
from chalicelib.delivery import store
from chalicelib.delivery.model import Accepted, KeyReused, NotReachable, Sending, TooManyContents
from chalicelib.delivery.store import DuplicateRow, WaitingRow
from chalicelib.forms.model import answer_by
from chalicelib.kernel.clock import Clock, epoch, iso
from chalicelib.kernel.errors import NotFound, Unavailable
from chalicelib.kernel.ids import Ids
from chalicelib.mailbox.model import Letter, blob_prefix, content_blob, due_slot, part_blob
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import Person, Standing
from chalicelib.senders.store import TenantRow
from chalicelib.senders.walking import Walking

# A recipient's choice can change between reading and committing; then the sending is decided anew.
DECISIONS = 3


def waiting_prefix(person: str, key: str) -> str:
    """Where what waits lies: outside the prefix whose arrivals are notified."""
    return f"waiting/{person}/{key}/"


class Accepting:
    """The road of a sending from the request to its commit."""

    def __init__(self, *, clock: Clock, ids: Ids, blobs: Blobs, walking: Walking, outbox: Outbox) -> None:
        self._clock = clock
        self._ids = ids
        self._blobs = blobs
        self._walking = walking
        self._outbox = outbox

    def accept(self, sending: Sending) -> Accepted:
        """Deliver, retain or refuse; a repetition is answered as the first time and delivered once.

        AWS calls of a letter to a personal number: one batch read, one put of content.json, one put per part (and
        per sanitised view), one transaction; one message where webhooks are about the tenant. Raises NotReachable,
        KeyReused, TooManyContents, NotFound (tenant).
        """
        for _ in range(DECISIONS):
            accepted = self._decide(sending)
            if accepted is not None:
                return accepted
        raise Unavailable("The recipient's settings are changing right now. Send it again.")

    def _decide(self, sending: Sending) -> Accepted | None:
        person_key = sending.addressee.person or recipients_store.person_by_address(str(sending.addressee.address))
        known = store.look(sending, person_key)
        now = self._clock.now()
        duplicate = store.live_duplicate(known.duplicate, now)
        if duplicate:
            return _replay(duplicate, sending)
        if known.tenant is None:
            raise NotFound("There is no such tenant.")
        sending.content.demand_time(now)
        person = recipients_store.to_person(known.recipient) if known.recipient else None
        standing = person.standing(sending.tenant, now) if person else Standing.ABSENT
        if person and standing.accepts:
            return self._deliver(sending, person, known.tenant)
        if sending.addressee.person and sending.addressee.born and not known.tenant.whole_register:
            # To learn that somebody is not here is to look them up.
            self._walking.notice(sending.tenant, [(sending.addressee.born, sending.addressee.person)], now)
        if sending.retain_days is not None:
            return self._retain(sending, known.tenant)
        count("refused")
        raise NotReachable("No such user can be reached digitally. Send it another way, for example on paper.")

    def _deliver(self, sending: Sending, person: Person, tenant: TenantRow) -> Accepted | None:
        key, sender_name = self._ids.key(self._clock.now()), str(tenant.name)
        self._store(sending.content, blob_prefix(person.mailbox, key), sending.tenant, sender_name)
        # The moment that decides is taken as late as possible: right before the commit.
        now = self._clock.now()
        letter = Letter(
            mailbox=person.mailbox, key=key, tenant=sending.tenant, sender_name=sender_name,
            subject=sending.content.subject, type=sending.content.type, received_at=now,
            generated_at=sending.content.generated_at, parts=len(sending.content.parts),
            correlation_id=sending.correlation_id, starts_at=sending.content.starts_at,
            answer_by=answer_by(sending.content.context, now),
            sender_icon=tenant.icon is not None, receipt=sending.content.receipt,
        )
        told = self._outbox.writes(tenant, _news(sending, key, now, Type.DELIVERED))
        writes = store.delivery(sending, letter, person.person, now)
        return self._commit(sending, Accepted(key, retained=False), writes, told)

    def _retain(self, sending: Sending, tenant: TenantRow) -> Accepted | None:
        key, sender_name = self._ids.key(self._clock.now()), str(tenant.name)
        waits_for = sending.addressee.person or str(sending.addressee.address)
        self._store(sending.content, waiting_prefix(waits_for, key), sending.tenant, sender_name)
        now = self._clock.now()
        expires_at = now + timedelta(days=sending.retain_days or 0)
        row = WaitingRow(
            waits_for, key, due=due_slot(expires_at, key), tenant=sending.tenant, sender_name=sender_name,
            subject=sending.content.subject, type=sending.content.type, generated_at=sending.content.generated_at,
            parts=len(sending.content.parts), correlation_id=sending.correlation_id, expires_at=epoch(expires_at),
            starts_at=epoch(sending.content.starts_at) if sending.content.starts_at else None,
            sender_icon=(tenant.icon is not None) or None,
        )
        told = self._outbox.writes(tenant, _news(sending, key, now, Type.RETAINED, expires_at))
        return self._commit(sending, Accepted(key, retained=True), store.retention(sending, row, now), told)

    def _store(self, content: Content, prefix: str, tenant: str, sender_name: str) -> None:
        """Put content.json first and the parts after it, so that every committed letter has had its event."""
        document = content.document(tenant, sender_name)
        self._blobs.put(content_blob(prefix), document, "application/json")
        for n, part in enumerate(content.parts, 1):
            self._blobs.put(part_blob(prefix, n), part.file.data, part.file.content_type)
            if part.file.content_type == "text/html":
                self._put_view(part_blob(prefix, n, "view"), part.file.data)
            if part.responsive:
                self._blobs.put(part_blob(prefix, n, "responsive"), part.responsive.data, "text/html")
                self._put_view(part_blob(prefix, n, "responsive.view"), part.responsive.data)

    def _put_view(self, key: str, html: bytes) -> None:
        view = sanitised_view(html.decode("utf-8", "replace"))
        self._blobs.put(key, view.encode(), "text/html; charset=utf-8")

    def _commit(
        self, sending: Sending, promised: Accepted, writes: list[tables.Write], told: list[tables.Write]
    ) -> Accepted | None:
        """Commit; answer None when the recipient's choice changed meanwhile and all must be decided anew."""
        try:
            tables.commit([*writes, *told])
        except tables.Cancelled as cancelled:
            return self._refused(sending, promised.key, cancelled)
        count("retained" if promised.retained else "delivered")
        self._outbox.soon(told, promised.key)
        return promised

    def _refused(self, sending: Sending, key: str, cancelled: tables.Cancelled) -> Accepted | None:
        standing, duplicate, minute, *_ = cancelled.reasons
        if duplicate.failed and duplicate.old:
            row = DuplicateRow.from_raw_data(duplicate.old)
            # Our own key means that the reply of our first try was lost: it had been committed.
            return Accepted(key, bool(row.retained)) if row.content_key == key else _replay(row, sending)
        if standing.failed:
            return None
        if minute.failed:
            wait = 60 - epoch(self._clock.now()) % 60
            raise TooManyContents("At most 50 contents a minute to the same recipient.", retry_after=wait)
        raise Unavailable("The letter could not be committed. Send it again.")


def _replay(row: DuplicateRow, sending: Sending) -> Accepted:
    if row.payload != sending.payload:
        raise KeyReused("This Idempotency-Key was used with another payload. Use a new key for a new content.")
    count("duplicates")
    return Accepted(str(row.content_key), bool(row.retained))


def _news(sending: Sending, key: str, at: datetime, became: Type, until: datetime | None = None) -> News:
    """What webhooks are told of an accepted content: that it was, and what became of it."""
    facts = {"content_key": key, **({"retained_until": iso(until)} if until else {})}
    return News(sending.tenant, key, (Type.ACCEPTED, became), at, facts, sending.correlation_id)
