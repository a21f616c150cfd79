"""What people do with their letters: marked, put away, thrown away, labelled; one at a time or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.aws import tables
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Invalid, NotFound, Unavailable
from chalicelib.kernel.ids import is_object_key
from chalicelib.mailbox import label_store, store
from chalicelib.mailbox.labels import Label, demand_ids, with_label
from chalicelib.mailbox.model import Letter

MOST_AT_ONCE = 500
TRIES = 4


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of a letter; None leaves it as it is. `labels` are all that it is to have."""

    unread: bool | None = None
    archived: bool | None = None
    trashed: bool | None = None
    labels: list[str] | None = None
    add_label: str | None = None
    remove_label: str | None = None


class Marking:
    """Changes of letters, each one conditional write, and the labels of a mailbox."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def change(self, mailbox: str, key: str, change: Change) -> Letter | None:
        """Change a letter; None when it is not there, or when it has all the labels it can have."""
        _demand_one_way(change)
        now = self._clock.now()
        actions = store.marks(key, now, unread=change.unread, archived=change.archived, trashed=change.trashed)
        condition = store.still_there(now)
        if change.labels is not None:
            actions.append(label_store.set_on_letter(change.labels))
        if change.remove_label is not None:
            actions.append(label_store.take_from_letter(change.remove_label))
        if change.add_label is not None:
            action, room = label_store.add_to_letter(change.add_label)
            actions, condition = [*actions, action], condition & room
        return store.change(mailbox, key, actions, condition) if actions and is_object_key(key) else None

    def change_many(self, mailbox: str, keys: Sequence[str], change: Change) -> list[str]:
        """Change many letters, each by itself: one write a letter, ten at a time.

        Answers the keys of those that were not changed, in the order given.
        """
        each = list(dict.fromkeys(keys))
        after = tables.at_once(lambda key: self.change(mailbox, key, change), each)
        return [key for key, letter in zip(each, after, strict=True) if letter is None]

    def labels(self, mailbox: str) -> list[Label]:
        """List the labels of a mailbox by name: one read."""
        found, _ = label_store.find(mailbox)
        return sorted(found.values(), key=lambda each: each.name.casefold())

    def put_label(self, mailbox: str, label_id: str, name: str, colour: str | None) -> Label:
        """Make a label or rename it: one read, one write."""
        for _ in range(TRIES):
            labels, version = label_store.find(mailbox)
            after = with_label(labels, label_id, name, colour)
            if after == labels or label_store.save(mailbox, after, version):
                return after[label_id]
        raise Unavailable("The labels are being changed elsewhere. Try the same call again shortly.")

    def delete_label(self, mailbox: str, label_id: str) -> None:
        """Remove a label. Letters that carry its id are left alone, and have it again if it is put back."""
        for _ in range(TRIES):
            labels, version = label_store.find(mailbox)
            if label_id not in labels:
                raise NotFound("There is no such label.")
            rest = {each: label for each, label in labels.items() if each != label_id}
            if label_store.save(mailbox, rest, version):
                return
        raise Unavailable("The labels are being changed elsewhere. Try the same call again shortly.")


def _demand_one_way(change: Change) -> None:
    """Refuse labels that cannot be, and labels told in two ways at once."""
    ways = [change.labels, change.add_label, change.remove_label]
    if sum(way is not None for way in ways) > 1:
        raise Invalid("Give the labels, or one to add, or one to remove.")
    single = [each for each in (change.add_label, change.remove_label) if each is not None]
    demand_ids([*(change.labels or []), *single])
