"""What its sender may still change: what waits is withdrawn or replaced; what is delivered is only called corrected."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws import tables
from chalicelib.aws.blobs import Blobs
from chalicelib.delivery import status_store, store, waiting_store
from chalicelib.delivery.filing import put_content, waiting_prefix
from chalicelib.delivery.model import (
    Accepted,
    Event,
    NoLongerWaits,
    OtherRecipient,
    Sending,
    State,
    Status,
    TellsWhatIsHidden,
    demand_not_put_off,
    demand_schedule,
)
from chalicelib.delivery.releasing import Releasing
from chalicelib.delivery.store import WaitingRow
from chalicelib.kernel.clock import Clock, maybe_moment
from chalicelib.kernel.errors import Conflict, Invalid, NotFound, Unavailable
from chalicelib.kernel.ids import Ids
from chalicelib.mailbox import store as mailbox_store
from chalicelib.senders import store as senders_store

_WAITS = (State.RETAINED, State.SCHEDULED)
_UNDER_WAY = "It is being changed by another call right now. Read its status, then try again."
# Others may change it between reading and committing; then the withdrawal is decided anew.
DECISIONS = 3


class Changing:
    """The sender's second thoughts."""

    def __init__(self, *, clock: Clock, ids: Ids, blobs: Blobs, releasing: Releasing) -> None:
        self._clock = clock
        self._ids = ids
        self._blobs = blobs
        self._releasing = releasing

    def status(self, tenant: str, key: str) -> Status:
        """Tell a tenant what has become of its content; another's looks absent."""
        status = status_store.status(key, self._clock.now())
        if status is None or status.tenant != tenant:
            raise NotFound("There is no such content.")
        return status

    def withdraw(self, tenant: str, key: str) -> None:
        """Take back what waits; what has been withdrawn already stays so.

        AWS calls: its events, where it waits, its row, its duplicate control and the tenant by one read each; one
        transaction; its row again; its files by a listing and a removal; its row removed.
        """
        for _ in range(DECISIONS):
            status = self.status(tenant, key)
            if status.state is State.WITHDRAWN:
                return
            if status.state not in _WAITS:
                raise NoLongerWaits(_why(status))
            row = waiting_store.find(key)
            if row is not None and self._releasing.end(row, Event.WITHDRAWN, self._clock.now()):
                return
            # Another hand was quicker. What it did is what the status says now: it may have been this same call.
        raise Unavailable(_UNDER_WAY)

    def replace(self, key: str, sending: Sending) -> Accepted:
        """Put another content in the place of one that waits, under the same key, for the same recipient.

        AWS calls: its events, where it waits, its row and the tenant by one read each; one put of content.json and
        one per part; one transaction; the old files by a listing and a removal.
        """
        status = self.status(sending.tenant, key)
        row = waiting_store.find(key) if status.state in _WAITS else None
        if row is None:
            # Another hand may have been quicker since the status was read: what it did is what the sender is told.
            status = self.status(sending.tenant, key)
            raise Unavailable(_UNDER_WAY) if status.state in _WAITS else NoLongerWaits(_why(status))
        demand_not_put_off(sending.deliver_at, status.events[0].at)
        new, revision = self._version(row, sending), self._ids.hex(16)
        new.revision, new.former = revision, waiting_prefix(str(row.person), key, row.revision)
        prefix = waiting_prefix(str(row.person), key, revision)
        put_content(self._blobs, sending.content, prefix, sending.tenant, str(new.sender_name))
        if not tables.committed(waiting_store.replacement(row, new, self._clock.now())):
            return self._overtaken(row, sending, key, revision)
        self._blobs.erase(waiting_prefix(str(row.person), key, row.revision))
        return Accepted(key, status.state)

    def _version(self, row: WaitingRow, sending: Sending) -> WaitingRow:
        """The row of the new version: what it waits for is as it was, unless another time is asked for."""
        now = self._clock.now()
        tenant = senders_store.find_tenant_row(sending.tenant)
        to = sending.addressee
        if tenant is None or row.person not in (to.person, to.address):
            raise OtherRecipient("It is for somebody else. Withdraw this one and send a new one to them.")
        if row.deliver_at is None and sending.deliver_at:
            raise Invalid("It waits for its recipient, not for a time. Leave deliver_at out.")
        demand_schedule(sending.deliver_at, now)
        deliver_at = sending.deliver_at or (maybe_moment(row.deliver_at))
        sending.content.demand_sendable(max(deliver_at, now) if deliver_at else now)
        timed = replace(sending, deliver_at=deliver_at)
        new = store.waiting_row(timed, str(row.content_key), str(row.person), tenant, now)
        # A repetition of the first sending is still recognised, and told the same key.
        new.duplicate = row.duplicate
        if deliver_at is None:
            new.expires_at, new.retain_days = row.expires_at, row.retain_days
            new.due, new.due_at = row.due, row.due_at
        return new

    def _overtaken(self, row: WaitingRow, sending: Sending, key: str, revision: str) -> Accepted:
        """Another hand was quicker, or this one has been there already and the reply was lost."""
        there = store.find_waiting(str(row.person), key)
        status = self.status(sending.tenant, key)
        if there is not None and there.revision == revision:
            self._blobs.erase(waiting_prefix(str(row.person), key, row.revision))
            return Accepted(key, status.state)
        self._blobs.erase(waiting_prefix(str(row.person), key, revision))
        if there is None or there.copied_to or there.ended:
            raise NoLongerWaits(_why(status))
        raise Unavailable(_UNDER_WAY)

    def correct(self, tenant: str, key: str, newer: str) -> None:
        """Mark a delivered content as corrected by a newer one of the same tenant in the same mailbox.

        Nothing that is answered depends on what the recipient has done with it, nor on whose mailbox it is: what a
        registered letter hides would be told by the other letter, so it is refused, signed for or not. AWS calls: the
        events of both; one update of the letter; one transaction.
        """
        now = self._clock.now()
        old, new = self.status(tenant, key), self.status(tenant, newer)
        if key == newer:
            raise Invalid("A content is not corrected by itself.")
        if {old.state, new.state} != {State.DELIVERED}:
            raise NoLongerWaits("Both have to be delivered. What still waits is replaced or withdrawn.")
        if old.hides or new.hides:
            raise TellsWhatIsHidden("The one would tell what the other hides until it is signed for.")
        if any(happening.by == newer for happening in old.events):
            return
        if new.events[0].at < old.events[0].at or any(happening.by == key for happening in new.events):
            raise Conflict("A content is corrected by one that was sent after it.")
        if old.mailbox == new.mailbox and old.mailbox:
            mailbox_store.correct(old.mailbox, key, newer)
        store.append(key, tenant, Event.CORRECTED, now, by=newer)


def _why(status: Status) -> str:
    """The sentence for what cannot be changed any more."""
    if status.state in (State.DELIVERED, *_WAITS):
        return "It has been delivered, and is the recipient's now. Send a new one, and say that it corrects this one."
    return f"It waits no more: {status.state}."
