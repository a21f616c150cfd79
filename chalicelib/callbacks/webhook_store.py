"""Table of webhooks: where each client wants to be told, about what, and how its endpoints do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.aws import tables
from chalicelib.aws.tables import Table
from chalicelib.callbacks.model import Circuit, Definition, Former, Type, Webhook, endpoint_of
from chalicelib.kernel.clock import epoch, from_epoch, maybe_moment

RESTS = "rests"
# Longer than any worker lives that has read the endpoint as resting.
SETTLED = timedelta(minutes=15)


class RestingIndex(GlobalSecondaryIndex["WebhookRow"]):
    """Webhooks whose endpoint is left alone, or was until lately; sparse, and there are few."""

    class Meta:
        """Only keys: the base row decides."""

        index_name = "resting-index"
        projection = KeysOnlyProjection()

    rests = UnicodeAttribute(hash_key=True)
    wake_at = NumberAttribute(range_key=True)


class WebhookRow(Table):
    """One webhook of a client."""

    Meta = tables.named("webhooks")
    client_id = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)
    url = UnicodeAttribute()
    tkey_filter = UnicodeAttribute()
    types: ListAttribute[str] = ListAttribute(default=list)
    created_at = NumberAttribute()
    secret = UnicodeAttribute()
    old_secrets: ListAttribute[str] = ListAttribute(default=list)  # that still sign, the newest first, and until when
    failures = NumberAttribute(default=0)
    open_until = NumberAttribute(null=True)
    rests = UnicodeAttribute(null=True)  # while something may be put aside for it
    wake_at = NumberAttribute(null=True)  # when what is put aside is looked at
    resting_index = RestingIndex()


class CountRow(Table):
    """How many webhooks a client has, so that no two calls at once make one too many."""

    Meta = tables.named("webhooks")
    holder = UnicodeAttribute(hash_key=True, attr_name="client_id")  # client#count
    id = UnicodeAttribute(range_key=True, default="count")
    number = NumberAttribute(null=True)


def to_webhook(row: WebhookRow) -> Webhook:
    """Read a row as the business sees it."""
    return Webhook(
        client_id=row.client_id, id=row.id, created_at=from_epoch(row.created_at), sealed=row.secret,
        definition=Definition(row.url, row.tkey_filter, tuple(Type(kind) for kind in row.types)),
        former=tuple(_former(text) for text in row.old_secrets),
        circuit=Circuit(int(row.failures), maybe_moment(row.open_until)),
    )


def _former(text: str) -> Former:
    kept = json.loads(text)
    return Former(kept["secret"], from_epoch(kept["until"]))


def webhooks_of(client_id: str) -> list[Webhook]:
    """Every webhook of a client: one query."""
    return [to_webhook(row) for row in WebhookRow.query(client_id, consistent_read=True)]


def find_webhook(client_id: str, webhook: str) -> Webhook | None:
    """Find one webhook of a client."""
    row = tables.get(WebhookRow, client_id, webhook, consistent=True)
    return to_webhook(row) if row else None


def add_webhook(webhook: Webhook, most: int) -> bool:
    """Store a new webhook; answer False when its client has as many already as it may."""
    chosen = webhook.definition
    row = WebhookRow(
        webhook.client_id, webhook.id, url=chosen.url, tkey_filter=chosen.tkey_filter,
        types=[kind.value for kind in chosen.types], created_at=webhook.created_at.timestamp(), secret=webhook.sealed,
    )
    room = CountRow.number.does_not_exist() | (CountRow.number < most)
    one_more = tables.update(_count(webhook.client_id), [CountRow.number.add(1)], room)
    try:
        tables.commit([tables.put(row, WebhookRow.id.does_not_exist()), one_more])
    except tables.Cancelled as cancelled:
        # It stands there under its own id: the reply of our first try was lost.
        return cancelled.reasons[0].failed
    return True


def _count(client_id: str) -> CountRow:
    return CountRow(f"{client_id}#count", "count")


def redefine(webhook: Webhook, chosen: Definition, now: datetime) -> bool:
    """Change what a client has chosen, and give the endpoint a fresh start; False when it is gone."""
    actions = [
        WebhookRow.url.set(chosen.url), WebhookRow.tkey_filter.set(chosen.tkey_filter),
        WebhookRow.types.set([kind.value for kind in chosen.types]),
        WebhookRow.failures.set(0), WebhookRow.open_until.remove(), *_wake(now),
    ]
    return tables.changed(WebhookRow(webhook.client_id, webhook.id), actions, WebhookRow.id.exists())


def rotate(webhook: Webhook, sealed: str, now: datetime) -> bool:
    """Put a new secret in front of the present one; False when another hand has rotated or removed it meanwhile."""
    old = [json.dumps({"secret": each.sealed, "until": epoch(each.until)}) for each in webhook.followed(now)]
    actions = [WebhookRow.secret.set(sealed), WebhookRow.old_secrets.set(old)]
    return tables.changed(
        WebhookRow(webhook.client_id, webhook.id), actions, WebhookRow.secret == webhook.sealed
    )


def remove_webhook(client_id: str, webhook: str) -> None:
    """Remove a webhook, once; its log goes with time."""
    removed = tables.delete(WebhookRow(client_id, webhook), WebhookRow.id.exists())
    tables.committed([removed, tables.update(_count(client_id), [CountRow.number.add(-1)])])


def note_circuit(webhook: Webhook, circuit: Circuit, now: datetime) -> bool:
    """Note how an endpoint does, unless somebody else has noted it since it was read.

    Whoever is left alone, or has been until now, is looked at again when that is over: something may be put aside.
    """
    was, until = webhook.circuit.open_until, circuit.open_until
    actions = [
        WebhookRow.failures.set(circuit.failures),
        WebhookRow.open_until.set(epoch(until)) if until else WebhookRow.open_until.remove(),
        *(_wake(until or now) if was or until else ()),
    ]
    same = WebhookRow.open_until == epoch(was) if was else WebhookRow.open_until.does_not_exist()
    return tables.changed(WebhookRow(webhook.client_id, webhook.id), actions, WebhookRow.id.exists() & same)


def to_wake(now: datetime) -> Iterator[str]:
    """Name the endpoints whose rest is over, or was until lately."""
    for row in WebhookRow.resting_index.query(RESTS, WebhookRow.wake_at <= epoch(now)):
        yield endpoint_of(str(row.client_id), str(row.id))


def rested(webhook: Webhook, now: datetime) -> None:
    """Let go of an endpoint for which nothing is put aside, when nobody can be about to put anything aside."""
    actions = [WebhookRow.rests.remove(), WebhookRow.wake_at.remove()]
    over = WebhookRow.wake_at <= epoch(now - SETTLED)
    tables.changed(WebhookRow(webhook.client_id, webhook.id), actions, over)


def _wake(at: datetime) -> list[Action]:
    return [WebhookRow.rests.set(RESTS), WebhookRow.wake_at.set(epoch(at))]
