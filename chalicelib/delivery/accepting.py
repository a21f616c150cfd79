"""Accepting a sending: delivered, retained or refused, decided once and committed in one transaction."""

from __future__ import annotations

from datetime import datetime

from chalicelib.aws import tables
from chalicelib.aws.blobs import Blobs
from chalicelib.aws.observability import count
from chalicelib.callbacks.model import News, Type
from chalicelib.callbacks.outbox import Outbox
from chalicelib.delivery import store
from chalicelib.delivery.duplicate_store import to_accepted
from chalicelib.delivery.filing import put_content, waiting_prefix
from chalicelib.delivery.model import (
    Accepted,
    KeyReused,
    NotReachable,
    Rehearsal,
    Sending,
    State,
    TooManyContents,
    demand_schedule,
)
from chalicelib.delivery.store import DuplicateRow, Known
from chalicelib.forms.model import answer_by
from chalicelib.kernel.clock import Clock, epoch, from_epoch, iso
from chalicelib.kernel.errors import NotFound, Unavailable
from chalicelib.kernel.ids import Ids
from chalicelib.mailbox.model import Letter, blob_prefix
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import Person
from chalicelib.senders.store import TenantRow
from chalicelib.senders.walking import Walking

# A recipient's choice can change between reading and committing; then the sending is decided anew.
DECISIONS = 3


_TOLD = {
    State.DELIVERED: (Type.ACCEPTED, Type.DELIVERED), State.RETAINED: (Type.ACCEPTED, Type.RETAINED),
    State.SCHEDULED: (Type.ACCEPTED,),
}


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

    def rehearse(self, sending: Sending) -> Rehearsal:
        """Say what would become of a sending now, and do nothing of it; raises what accepting it would raise.

        One batch read; where the answer tells whether somebody is here, the watch over walking besides.
        """
        now = self._clock.now()
        known = self._look(sending)
        duplicate = store.live_duplicate(known.duplicate, now)
        if duplicate:
            first = _replay(duplicate, sending)
            return Rehearsal(first.state, first.key)
        return Rehearsal(self._outcome(sending, known, now, free=True)[0])

    def _decide(self, sending: Sending) -> Accepted | None:
        known = self._look(sending)
        now = self._clock.now()
        duplicate = store.live_duplicate(known.duplicate, now)
        if duplicate:
            return _replay(duplicate, sending)
        state, person, tenant = self._outcome(sending, known, now, free=sending.deliver_at is not None)
        if person and state is State.DELIVERED:
            return self._deliver(sending, person, tenant)
        return self._keep(sending, state, person, tenant)

    def _look(self, sending: Sending) -> Known:
        to = sending.addressee
        return store.look(sending, to.person or recipients_store.person_by_address(str(to.address)))

    def _outcome(
        self, sending: Sending, known: Known, now: datetime, *, free: bool
    ) -> tuple[State, Person | None, TenantRow]:
        """What becomes of a sending, with whom it is for, if anybody is here.

        `free` is a question that delivers nothing.
        """
        if known.tenant is None:
            raise NotFound("There is no such tenant.")
        demand_schedule(sending.deliver_at, now)
        sending.content.demand_sendable(sending.deliver_at or now)
        person = recipients_store.to_person(known.recipient) if known.recipient else None
        accepts = person is not None and person.standing(sending.tenant, now, sending.category).accepts
        if free or not accepts:
            # To learn whether somebody is here, without a letter that is delivered, is to look them up.
            self._watch(sending, known.tenant, now)
        if not accepts and sending.retain_days is None:
            count("refused")
            raise NotReachable("No such user can be reached digitally. Send it another way, for example on paper.")
        at_once = State.DELIVERED if accepts else State.RETAINED
        return State.SCHEDULED if sending.deliver_at else at_once, person, known.tenant

    def _watch(self, sending: Sending, tenant: TenantRow, now: datetime) -> None:
        to = sending.addressee
        if to.person and to.born and not tenant.whole_register:
            self._walking.notice(sending.tenant, [(to.born, to.person)], now)

    def _deliver(self, sending: Sending, person: Person, tenant: TenantRow) -> Accepted | None:
        key, sender_name = self._ids.key(self._clock.now()), str(tenant.name)
        put_content(self._blobs, sending.content, blob_prefix(person.mailbox, key), sending.tenant, sender_name)
        # The moment that decides is taken as late as possible: right before the commit.
        now = self._clock.now()
        letter = Letter(
            mailbox=person.mailbox, key=key, tenant=sending.tenant, sender_name=sender_name,
            subject=sending.content.subject, type=sending.content.type, received_at=now,
            generated_at=sending.content.generated_at, parts=len(sending.content.parts),
            correlation_id=sending.correlation_id, starts_at=sending.content.starts_at, ends_at=sending.content.ends_at,
            answer_by=answer_by(sending.content.context, now),
            sender_icon=tenant.icon is not None, receipt=sending.content.receipt,
        )
        told = self._outbox.writes(tenant, _news(sending, key, now, _TOLD[State.DELIVERED]))
        writes = store.delivery(sending, letter, person.person, now)
        return self._commit(sending, Accepted(key, State.DELIVERED), writes, told)

    def _keep(self, sending: Sending, state: State, person: Person | None, tenant: TenantRow) -> Accepted | None:
        # The key of what is scheduled tells when it comes: so it lies in the inbox among the letters of that day.
        key = self._ids.key(sending.deliver_at or self._clock.now())
        waits_for = sending.addressee.person or str(sending.addressee.address)
        put_content(self._blobs, sending.content, waiting_prefix(waits_for, key), sending.tenant, str(tenant.name))
        now = self._clock.now()
        row = store.waiting_row(sending, key, waits_for, tenant, now)
        facts = {"retained_until": iso(from_epoch(row.expires_at))} if state is State.RETAINED else {}
        if sending.deliver_at:
            facts = {"deliver_at": iso(sending.deliver_at)}
        told = self._outbox.writes(tenant, _news(sending, key, now, _TOLD[state], facts))
        accepts = person is not None and person.standing(sending.tenant, now, sending.category).accepts
        writes = store.waiting(sending, row, person.person if person else None, now, accepts=accepts)
        return self._commit(sending, Accepted(key, state), writes, told)

    def _commit(
        self, sending: Sending, promised: Accepted, writes: list[tables.Write], told: list[tables.Write]
    ) -> Accepted | None:
        """Commit; answer None when the recipient's choice changed meanwhile and all must be decided anew."""
        try:
            tables.commit([*writes, *told])
        except tables.Cancelled as cancelled:
            return self._refused(sending, promised, cancelled)
        count(str(promised.state))
        self._outbox.soon(told, promised.key)
        return promised

    def _refused(self, sending: Sending, promised: Accepted, cancelled: tables.Cancelled) -> Accepted | None:
        standing, duplicate, minute, *_ = cancelled.reasons
        if duplicate.failed and duplicate.old:
            row = DuplicateRow.from_raw_data(duplicate.old)
            # Our own key means that the reply of our first try was lost: it had been committed.
            return promised if row.content_key == promised.key else _replay(row, sending)
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
    return to_accepted(row)


def _news(
    sending: Sending, key: str, at: datetime, told: tuple[Type, ...], facts: dict[str, str] | None = None
) -> News:
    """What webhooks are told of an accepted content: that it was, and what became of it."""
    return News(sending.tenant, key, told, at, {"content_key": key, **(facts or {})}, sending.correlation_id)
