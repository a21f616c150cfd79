"""The table of browsers that are told of new post. An endpoint is a secret: whoever has it can reach the browser."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.aws import tables
from chalicelib.aws.tables import Table, Write
from chalicelib.kernel.clock import epoch, from_epoch, maybe_moment
from chalicelib.notifications.model import Subscription


class SubscriptionIndex(GlobalSecondaryIndex["SubscriptionRow"]):
    """Whose a browser is, by its digest."""

    class Meta:
        """Only keys: the base row decides."""

        index_name = "subscription-index"
        projection = KeysOnlyProjection()

    subscription = UnicodeAttribute(hash_key=True)
    mailbox = UnicodeAttribute(range_key=True)


class SubscriptionRow(Table):
    """One browser of a mailbox's owner, by the digest of its endpoint."""

    Meta = tables.named("subscriptions")
    mailbox = UnicodeAttribute(hash_key=True)
    subscription = UnicodeAttribute(range_key=True)
    endpoint = UnicodeAttribute()
    p256dh = UnicodeAttribute()
    auth = UnicodeAttribute()
    device = UnicodeAttribute()
    login = UnicodeAttribute()
    created_at = NumberAttribute()
    renewed_at = NumberAttribute()
    told_at = NumberAttribute(null=True)
    subscription_index = SubscriptionIndex()


def _to_subscription(row: SubscriptionRow) -> Subscription:
    return Subscription(
        mailbox=row.mailbox, key=row.subscription, endpoint=row.endpoint, p256dh=row.p256dh, auth=row.auth,
        device=row.device, login=row.login, created_at=from_epoch(row.created_at),
        renewed_at=from_epoch(row.renewed_at),
        told_at=maybe_moment(row.told_at),
    )


def of(mailbox: str) -> list[Subscription]:
    """List a mailbox's browsers; there are never more than ten."""
    return [_to_subscription(row) for row in SubscriptionRow.query(mailbox, consistent_read=True)]


def everywhere(key: str) -> list[Subscription]:
    """Find a browser by its digest alone, in whichever mailboxes have it: the index finds, the rows decide."""
    keys = [(str(row.mailbox), key) for row in SubscriptionRow.subscription_index.query(key)]
    rows = tables.batch_get({SubscriptionRow: keys})[SubscriptionRow]
    return [_to_subscription(row) for row in rows]


def new(subscription: Subscription) -> Write:
    """Put a browser, as part of the transaction that turns push on."""
    return tables.put(_to_row(subscription))


def _to_row(subscription: Subscription) -> SubscriptionRow:
    return SubscriptionRow(
        subscription.mailbox, subscription.key, endpoint=subscription.endpoint, p256dh=subscription.p256dh,
        auth=subscription.auth, device=subscription.device, login=subscription.login,
        created_at=epoch(subscription.created_at), renewed_at=epoch(subscription.renewed_at),
    )


def removed(subscription: Subscription) -> Write:
    """Remove a browser, as part of the transaction that puts another in its place."""
    return tables.delete(SubscriptionRow(subscription.mailbox, subscription.key))


def moved(before: Subscription, after: Subscription) -> list[Write]:
    """Put a browser in the place of itself as it was, which must be there still: all writes of a transaction.

    Where only its keys are new it is the same row, and a transaction may write each row once.
    """
    there = SubscriptionRow.subscription.exists()
    if before.key == after.key:
        return [tables.put(_to_row(after), there)]
    return [tables.delete(SubscriptionRow(before.mailbox, before.key), there), new(after)]


def renew(mailbox: str, key: str, login: str, now: datetime) -> bool:
    """Note that a browser is used in another login; answer False when it is not this mailbox's."""
    actions = [SubscriptionRow.login.set(login), SubscriptionRow.renewed_at.set(epoch(now))]
    return tables.changed(SubscriptionRow(mailbox, key), actions, SubscriptionRow.subscription.exists())


def told(subscription: Subscription, now: datetime) -> None:
    """Note when a browser was last reached."""
    row = SubscriptionRow(subscription.mailbox, subscription.key)
    tables.changed(row, [SubscriptionRow.told_at.set(epoch(now))], SubscriptionRow.subscription.exists())


def remove(mailbox: str, key: str) -> None:
    """Remove one browser."""
    SubscriptionRow(mailbox, key).delete()


def erase(mailbox: str) -> None:
    """Remove every browser of a mailbox."""
    tables.erase_all(SubscriptionRow, mailbox)
