"""Making an export: segment by segment, each ending in a checkpoint that another process can go on from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

from chalicelib.aws.blobs import Blobs
from chalicelib.aws.multipart import Multipart
from chalicelib.forms import store as forms_store
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Forbidden, NotFound, Unavailable
from chalicelib.mailbox import label_store
from chalicelib.mailbox.model import Letter, Opened, blob_prefix, part_blob
from chalicelib.mailbox.service import Mailboxes
from chalicelib.privacy import store
from chalicelib.privacy.account import accesses, account
from chalicelib.privacy.archive import Archive
from chalicelib.privacy.extract import extract, file_name
from chalicelib.privacy.model import ZIP, Export, folder, is_later, whole_blob, work_folder
from chalicelib.privacy.pages import page
from chalicelib.privacy.pieces import Piece, Pieces
from chalicelib.privacy.records import LETTERS, METADATA, PAGE, Filled, Told, entry, heading, line, page_path, paths
from chalicelib.privacy.zipping import end, listing
from chalicelib.recipients.model import Person

# Letters between two checkpoints: their files pass through memory one by one, what is told of them stays until then.
SEGMENT = 100
NOTHING = Piece(n=0, previous=None, cursor=None, letters=0, offset=0, parts=0, tags=[], entries=[], told=[])


@dataclass(frozen=True, slots=True)
class Job:
    """One worker's hold on one export."""

    export: Export
    person: Person
    attempt: str
    upload: str
    pieces: Pieces


class Making:
    """Writes a mailbox as one ZIP, in memory that does not grow with it."""

    def __init__(
        self, *, clock: Clock, blobs: Blobs, uploads: Multipart, mailboxes: Mailboxes, facts: Mapping[str, str]
    ) -> None:
        self._clock = clock
        self._blobs = blobs
        self._uploads = uploads
        self._mailboxes = mailboxes
        self._facts = facts  # who runs it, as the terms say

    def go_on(self, export: Export, person: Person, attempt: str, keep_going: Callable[[], bool]) -> bool:
        """Make on from the last checkpoint; answer whether the file is whole.

        Raises Unavailable when the export is not ours any more.
        """
        job = self._take_up(export, person, attempt)
        name, done = export.piece, job.pieces.last(export.piece) if export.piece else NOTHING
        while name is None or done.cursor is not None:
            if not keep_going():
                return False
            done = self._segment(job, name, done)
            name = job.pieces.put(done, attempt)
            _demand(store.save(export, attempt, name, done.letters, self._clock.now()))
        return keep_going() and self._finish(job, name, done)

    def _take_up(self, export: Export, person: Person, attempt: str) -> Job:
        """Go on with the upload under way, or begin one; what an earlier export of the mailbox left is removed then."""
        upload = export.upload
        if upload is None:
            self._blobs.erase(folder(export.mailbox), spare=lambda name: is_later(name, export))
            upload = self._uploads.begin(whole_blob(export.mailbox, export.key), ZIP)
            _demand(store.begin(export, attempt, upload, self._clock.now()))
        return Job(export, person, attempt, upload, Pieces(self._blobs, work_folder(export.mailbox, export.key)))

    def _archive(self, job: Job, done: Piece) -> Archive:
        key = whole_blob(job.export.mailbox, job.export.key)
        return Archive(self._uploads, key, job.upload, parts=done.parts, offset=done.offset, tail=done.tail)

    # --- Letters ---

    def _segment(self, job: Job, name: str | None, done: Piece) -> Piece:
        archive, told = self._archive(job, done), []
        letters, cursor = self._mailboxes.page(job.export.mailbox, done.cursor, SEGMENT)
        labels, _ = label_store.find(job.export.mailbox)
        for n, letter in enumerate(letters, done.letters + 1):
            names = tuple(labels[each].name for each in letter.labels if each in labels)
            told.append(entry(self._letter(job, archive, Told(n, letter, names)), job.person.language))
        return Piece(
            n=done.n + 1, previous=name, cursor=cursor, letters=done.letters + len(letters), offset=archive.offset,
            parts=archive.parts, tags=archive.tags, entries=archive.entries, told=told, tail=archive.tail,
        )

    def _letter(self, job: Job, archive: Archive, told: Told) -> Told:
        """Write a letter's files; one that may not be opened, or has just been removed, has none."""
        letter = told.letter
        try:
            opened = self._mailboxes.open(letter.mailbox, letter.key)
        except (Forbidden, NotFound):
            return told
        filled = _filled_in(opened)
        files = list(self._files(archive, opened, paths(told.n, opened, job.person.language)))
        if text := page(opened, filled, job.person.language):
            files.append(_written(archive, page_path(told.n, opened, job.person.language), text, letter))
        return Told(told.n, opened.letter, told.labels, opened, tuple(files), filled)

    def _files(self, archive: Archive, opened: Opened, names: list[str]) -> Iterable[dict[str, Any]]:
        """Write the documents as they were sent, as when one of them is downloaded."""
        letter = opened.letter
        for document, path in zip(opened.documents, names, strict=True):
            data = self._blobs.get(part_blob(blob_prefix(letter.mailbox, letter.key), document.n))
            if data is not None:
                archive.add(path, data, letter.received_at)
                yield {
                    "path": path, "name": document.name, "content_type": document.content_type, "size": len(data),
                }

    # --- The end ---

    def _finish(self, job: Job, name: str | None, done: Piece) -> bool:
        """Make the parts a file, unless a worker has that died before it could say so, and note that it is there."""
        key = whole_blob(job.export.mailbox, job.export.key)
        size = self._uploads.size(key)
        if size is None:
            size = self._complete(job, key, name, done)
        if not store.finish(job.export, job.attempt, size, self._clock.now()):
            self._blobs.erase(folder(job.export.mailbox, job.export.key))
            raise _lost()
        return True

    def _complete(self, job: Job, key: str, name: str | None, done: Piece) -> int:
        """Write what tells of the letters and the ZIP's own list, and complete the upload; answer the file's size."""
        archive, now = self._archive(job, done), self._clock.now()
        with ExitStack() as disk:
            table, metadata, listed = (disk.enter_context(TemporaryFile()) for _ in range(3))
            about = account(job.person, self._facts["operator"], now)
            tags, files = self._gather(job, name, (table, metadata, listed), about)
            page = extract(about, done.letters, job.person.language, self._facts)
            archive.add(file_name(job.person.language), page.encode(), now)
            archive.add_from(LETTERS, table, now)
            archive.add_from(METADATA, metadata, now)
            _list_at_the_end(archive, listed, files)
        archive.flush()
        if not self._uploads.complete(key, job.upload, [*tags, *archive.tags]):
            self._start_over(job)
        return archive.offset

    def _gather(
        self, job: Job, name: str | None, files: tuple[IO[bytes], IO[bytes], IO[bytes]], about: dict[str, Any]
    ) -> tuple[list[str], int]:
        """Read the pieces once: letters.csv, metadata.json and the list go to disk; answer tags, and files listed."""
        table, metadata, listed = files
        tags: list[str] = []
        count = 0
        table.write(heading(job.person.language).encode())
        metadata.write(_json(about).encode()[:-1] + b',\n"letters": [')
        separator = b"\n"
        for piece in job.pieces.chain(name):
            tags += piece.tags
            count += len(piece.entries)
            listed.write(b"".join(map(listing, piece.entries)))
            for told in piece.told:
                table.write(line(told, job.person.language).encode())
                metadata.write(separator + _json(told).encode())
                separator = b",\n"
        metadata.write(b'\n],\n"accesses": [')
        for n, access in enumerate(accesses(job.person, self._clock.now())):
            metadata.write((",\n" if n else "\n").encode() + _json(access).encode())
        metadata.write(b"\n]}\n")
        return tags, count

    def _start_over(self, job: Job) -> None:
        """What was uploaded is not what was meant, because a dead worker's part came late: do it all again."""
        key = whole_blob(job.export.mailbox, job.export.key)
        self._uploads.abort(key, job.upload)
        upload = self._uploads.begin(key, ZIP)
        _demand(store.begin(job.export, job.attempt, upload, self._clock.now()))
        _demand(store.rest(job.export, job.attempt))
        raise Unavailable("The export is made anew.")


def _list_at_the_end(archive: Archive, listed: IO[bytes], files: int) -> None:
    begins = archive.offset
    archive.write_from(listed)
    archive.write(b"".join(map(listing, archive.entries)))
    archive.write(end(files + len(archive.entries), archive.offset - begins, begins))


def _filled_in(opened: Opened) -> Filled | None:
    """The form of a letter that has one, and what has been filled in of it."""
    letter, named = opened.letter, opened.context.get("form")
    form = forms_store.find(letter.tenant, named["id"]) if named else None
    return Filled(form.told, forms_store.find_draft(letter.mailbox, letter.key)) if form else None


def _written(archive: Archive, path: str, text: str, letter: Letter) -> dict[str, Any]:
    """Write a page that we have made of what the letter says."""
    data = text.encode()
    archive.add(path, data, letter.received_at)
    return {"path": path, "name": path.rpartition("/")[2], "content_type": PAGE, "size": len(data)}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _demand(held: bool) -> None:
    """Go on only as long as the export is ours."""
    if not held:
        raise _lost()


def _lost() -> Unavailable:
    return Unavailable("Somebody else goes on with this export, or there is none any more.")
