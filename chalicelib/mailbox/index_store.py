"""How letters are found by something else than their key; each index is sparse and finds, and the row decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection

if TYPE_CHECKING:
    from chalicelib.mailbox.store import ItemRow  # noqa: F401 (what the indexes are of)


class NoticeIndex(GlobalSecondaryIndex["ItemRow"]):
    """Letters whose notices are not all settled, by the sharded day and the moment of their next turn; sparse."""

    class Meta:
        """Keys, and whose it is: the base row decides."""

        index_name = "notice-index"
        projection = IncludeProjection(["tenant"])

    notice_due = UnicodeAttribute(hash_key=True)
    notice_again = NumberAttribute(range_key=True)


class PurgeIndex(GlobalSecondaryIndex["ItemRow"]):
    """Letters in the trash, by the sharded day in which they are gone for good and when they came there; sparse."""

    class Meta:
        """Only keys: the base row decides."""

        index_name = "purge-index"
        projection = KeysOnlyProjection()

    purge_due = UnicodeAttribute(hash_key=True)
    trashed_at = NumberAttribute(range_key=True)


class AppointmentIndex(GlobalSecondaryIndex["ItemRow"]):
    """Letters with an appointment, by mailbox and time; sparse."""

    class Meta:
        """Only keys: the base row decides."""

        index_name = "appointment-index"
        projection = KeysOnlyProjection()

    mailbox = UnicodeAttribute(hash_key=True)
    starts_at = NumberAttribute(range_key=True)


class DeadlineIndex(GlobalSecondaryIndex["ItemRow"]):
    """Letters that something is to be done about, by mailbox and until when; sparse."""

    class Meta:
        """Only keys: the base row decides."""

        index_name = "deadline-index"
        projection = KeysOnlyProjection()

    mailbox = UnicodeAttribute(hash_key=True)
    deadline = NumberAttribute(range_key=True)
