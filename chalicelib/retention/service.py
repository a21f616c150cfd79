"""Erasing closed accounts on the twentieth day (RET-43): everywhere, and again if anything was left."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.aws import checkpoints
from chalicelib.aws.blobs import Blobs
from chalicelib.aws.observability import count
from chalicelib.aws.queues import Queue
from chalicelib.aws.secrets import Pepper
from chalicelib.forms import store as forms_store
from chalicelib.identity import store as identity_store
from chalicelib.kernel.clock import Clock
from chalicelib.mailbox import calendar_store, label_store
from chalicelib.mailbox import store as mailbox_store
from chalicelib.notifications import subscription_store
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import Person


class Erasing:
    """What must be gone is gone, in an order that lets an interrupted run be done again."""

    def __init__(
        self, *, clock: Clock, blobs: Blobs, pepper: Pepper, queue: Queue, end_waiting: Callable[[str], None],
        forget_exports: Callable[[str], None],
    ) -> None:
        self._clock = clock
        self._blobs = blobs
        self._pepper = pepper
        self._queue = queue
        self._end_waiting = end_waiting
        self._forget_exports = forget_exports

    def due(self) -> int:
        """Ask the worker to erase each account whose time has come; answer for how many it was asked."""
        now = self._clock.now()
        found = checkpoints.hand_out("erasures", now, lambda day: recipients_store.due_for_erasure(day, now))
        return self._queue.send_all({"person": person} for person in found)

    def erase(self, person_key: str) -> bool:
        """Erase one account, if its time has really come; answer whether it was erased now.

        The person's row goes last: as long as it stands, the account is found and erased again.
        """
        person = recipients_store.find(person_key)
        if person is None or person.closing is None or self._clock.now() < person.closing.erase_at:
            return False
        address = self._pepper.of("email", person.email.lower())
        for digest in (person.person, address):
            self._end_waiting(digest)
        self._erase_mailbox(person)
        identity_store.end_sessions(person.mailbox)
        recipients_store.remove(person.person, address)
        count("erased")
        return True

    def _erase_mailbox(self, person: Person) -> None:
        self._blobs.erase(f"mailbox/{person.mailbox}/")
        self._forget_exports(person.mailbox)
        calendar_store.remove(person.mailbox)
        mailbox_store.erase(person.mailbox)
        label_store.erase(person.mailbox)
        subscription_store.erase(person.mailbox)
        # After the letters, without which no form is answered any more.
        forms_store.erase(person.mailbox)
