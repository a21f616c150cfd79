"""The table of labels: one small row per mailbox holds them all, so that a list costs one read."""

from __future__ import annotations

from collections.abc import Mapping

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from chalicelib.aws import tables
from chalicelib.aws.tables import Table
from chalicelib.mailbox.labels import MOST_ON_A_LETTER, Label
from chalicelib.mailbox.store import ItemRow


class LabelsRow(Table):
    """All labels of a mailbox; the version tells whether somebody else has changed them since they were read."""

    Meta = tables.named("labels")
    mailbox = UnicodeAttribute(hash_key=True)
    labels = JSONAttribute()
    version = NumberAttribute()


def find(mailbox: str) -> tuple[dict[str, Label], int]:
    """Read a mailbox's labels by id, and their version; 0 when there never were any."""
    row = tables.get(LabelsRow, mailbox, consistent=True)
    if row is None:
        return {}, 0
    found = {each: Label(each, told["name"], told["colour"]) for each, told in row.labels.items()}
    return found, int(row.version)


def save(mailbox: str, labels: Mapping[str, Label], version: int) -> bool:
    """Write the labels anew; answer False when they are no longer of that version."""
    told = {each.id: {"name": each.name, "colour": each.colour} for each in labels.values()}
    unchanged = LabelsRow.version == version if version else LabelsRow.mailbox.does_not_exist()
    actions = [LabelsRow.labels.set(told), LabelsRow.version.set(version + 1)]
    return tables.changed(LabelsRow(mailbox), actions, unchanged)


def set_on_letter(ids: list[str]) -> Action:
    """Give a letter exactly these labels."""
    return ItemRow.labels.set(set(ids)) if ids else ItemRow.labels.remove()


def add_to_letter(label_id: str) -> tuple[Action, Condition]:
    """Give a letter one more label, where there is room for it."""
    few = ItemRow.labels.does_not_exist() | (size(ItemRow.labels) < MOST_ON_A_LETTER)
    return ItemRow.labels.add({label_id}), few | ItemRow.labels.contains(label_id)


def take_from_letter(label_id: str) -> Action:
    """Take a label from a letter; the last one takes the set with it."""
    return ItemRow.labels.delete({label_id})


def erase(mailbox: str) -> None:
    """Remove the labels of a mailbox."""
    LabelsRow(mailbox).delete()
