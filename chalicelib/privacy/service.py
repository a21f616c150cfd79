"""Exports: ordered by a person, made in the background, fetched within a week (GDP-5, GDP-10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from chalicelib.aws import checkpoints
from chalicelib.aws.blobs import LINK_SECONDS, Blobs
from chalicelib.aws.multipart import Multipart
from chalicelib.aws.observability import count
from chalicelib.aws.queues import Queue
from chalicelib.kernel.clock import Clock, business_date, day_of
from chalicelib.kernel.errors import NotFound, Unavailable
from chalicelib.kernel.ids import Ids
from chalicelib.kernel.slots import slots_of
from chalicelib.mailbox import access_store
from chalicelib.mailbox.model import Access, Act, Link
from chalicelib.notifications.messenger import Messenger
from chalicelib.privacy import store
from chalicelib.privacy.model import ZIP, Export, State, folder, is_later, whole_blob, work_folder
from chalicelib.recipients.service import People

if TYPE_CHECKING:
    from chalicelib.privacy.making import Making

WALK = "exports"
# One message works for this long, then the next goes on; a segment and the end fit beside it in the function's time.
WORKS_FOR = timedelta(minutes=2)
# What is younger than this is left to its own message.
LOST_AFTER = timedelta(minutes=5)


class Exports:
    """The latest export of each mailbox."""

    def __init__(
        self, *, clock: Clock, ids: Ids, queue: Queue, blobs: Blobs, uploads: Multipart, people: People,
        making: Callable[[], Making], messenger: Messenger, house: str,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._queue = queue
        self._blobs = blobs
        self._uploads = uploads
        self._people = people
        self._making = making
        self._messenger = messenger
        self._house = house

    def order(self, mailbox: str, who: str) -> Export:
        """Order an export; it is on record in the same transaction (SEC-1).

        Raises ExportUnderWay, and TooManyExports after three in a day.
        """
        now = self._clock.now()
        export = Export(mailbox, self._ids.key(now), who, now)
        store.order(export, Access(mailbox, now, who, Act.EXPORT), self._ids.hex(8))
        self._send(export)
        return export

    def find(self, mailbox: str) -> Export | None:
        """Find the latest export of a mailbox."""
        return store.find(mailbox)

    def link(self, mailbox: str, who: str) -> Link:
        """Make a link to a finished export, good for a minute; that it was asked for is written down first (SEC-1)."""
        now, export = self._clock.now(), store.find(mailbox)
        if export is None or export.state(now) is not State.READY:
            raise NotFound("There is no export to fetch. Order a new one.")
        access_store.note(Access(mailbox, now, who, Act.EXPORT_FETCHED), self._ids.hex(8))
        name = f"{self._house} {business_date(export.ordered_at)}.zip"
        blob = whole_blob(mailbox, export.key)
        url = self._blobs.link(blob, content_type=ZIP, file_name=name, download=True)
        return Link(url, ZIP, name, now + timedelta(seconds=LINK_SECONDS))

    def make(self, mailbox: str, key: str) -> None:
        """Go on with an export for a while; done again, it goes on where it was.

        Raises Unavailable while another worker has it.
        """
        export = store.find(mailbox)
        if export is None or export.key != key:
            self._blobs.erase(folder(mailbox, key))  # ordered anew, or erased with its account
            return
        if export.ready_at is None and not self._made(export):
            return
        if not export.told:
            self._blobs.erase(work_folder(mailbox, key))
            self._tell(export)

    def _made(self, export: Export) -> bool:
        """Work on an export; answer whether it is ready now."""
        now, person = self._clock.now(), self._people.find(export.person)
        if person is None or export.is_given_up(now):
            self._give_up(export)
            return False
        attempt = self._ids.hex(16)
        if not store.claim(export, attempt, now):
            raise Unavailable("Another worker has this export.", retry_after=_until(export.leased_until, now))
        if self._making().go_on(export, person, attempt, self._keep_going(now)):
            count("exported")
            return True
        store.rest(export, attempt)
        self._send(export)
        return False

    def _keep_going(self, began: datetime) -> Callable[[], bool]:
        return lambda: self._clock.now() < began + WORKS_FOR

    def _give_up(self, export: Export) -> None:
        """Let nobody go on with an export that is too old, and leave only what has been ordered since."""
        if store.give_up(export, self._ids.hex(16)):
            self._clear(export, spare=lambda name: is_later(name, export))
            count("exports_given_up")

    def _clear(self, export: Export, spare: Callable[[str], bool] | None = None) -> None:
        if export.upload:
            self._uploads.abort(whole_blob(export.mailbox, export.key), export.upload)
        self._blobs.erase(folder(export.mailbox), spare)

    def _tell(self, export: Export) -> None:
        """Tell by e-mail that it is ready; twice only where it cannot be known whether the first was sent."""
        person = self._people.find(export.person)
        if person is not None and not person.email_bounced:
            self._messenger.tell_export(person.email, person.language)
        store.settle(export)

    def _send(self, export: Export) -> None:
        self._queue.send({"mailbox": export.mailbox, "export": export.key})

    def fall_due(self) -> int:
        """Find exports that nobody works on, because a message was lost, and send it again; answer how many."""
        now, found = self._clock.now(), 0
        unfinished = day_of(now)
        for day in checkpoints.days_to_walk(WALK, now):
            waiting = list(chain.from_iterable(store.due(slot) for slot in slots_of(day)))
            unfinished = min(unfinished, day) if waiting else unfinished
            found += sum(self._again(mailbox, now) for mailbox in waiting)
        checkpoints.finish(WALK, unfinished, now)
        return found

    def _again(self, mailbox: str, now: datetime) -> bool:
        """Send a message for an export that, on a second look, nobody has had for a while."""
        export = store.find(mailbox)
        if export is None or (export.ready_at and export.told):
            return False
        if now < max(export.leased_until or now, export.ordered_at + LOST_AFTER):
            return False
        self._send(export)
        return True

    def erase(self, mailbox: str) -> None:
        """Erase the exports of a mailbox: nobody goes on, then nothing is left, then the row."""
        export = store.end(mailbox, self._ids.hex(16))
        if export is not None:
            self._clear(export)
            store.remove(mailbox)


def _until(moment: datetime | None, now: datetime) -> int:
    return max(1, int((moment - now).total_seconds()) + 1) if moment else 1
