"""Table of webhooks: where each client wants to be told, about what, and how its endpoints do."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws import tables
from chalicelib.aws.tables import Table
from chalicelib.callbacks.model import Circuit, Definition, Type, Webhook
from chalicelib.kernel.clock import epoch, from_epoch


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
    old_secret = UnicodeAttribute(null=True)
    old_until = NumberAttribute(null=True)
    failures = NumberAttribute(default=0)
    open_until = NumberAttribute(null=True)


def to_webhook(row: WebhookRow) -> Webhook:
    """Read a row as the business sees it."""
    return Webhook(
        client_id=row.client_id, id=row.id, created_at=from_epoch(row.created_at), sealed=row.secret,
        definition=Definition(row.url, row.tkey_filter, tuple(Type(kind) for kind in row.types)),
        old_sealed=row.old_secret, old_until=_moment(row.old_until),
        circuit=Circuit(int(row.failures), _moment(row.open_until)),
    )


def _moment(seconds: float | None) -> datetime | None:
    return from_epoch(seconds) if seconds is not None else None


def webhooks_of(client_id: str) -> list[Webhook]:
    """Every webhook of a client: one query."""
    return [to_webhook(row) for row in WebhookRow.query(client_id, consistent_read=True)]


def find_webhook(client_id: str, webhook: str) -> Webhook | None:
    """Find one webhook of a client."""
    row = tables.get(WebhookRow, client_id, webhook, consistent=True)
    return to_webhook(row) if row else None


def add_webhook(webhook: Webhook) -> None:
    """Store a new webhook."""
    chosen = webhook.definition
    WebhookRow(
        webhook.client_id, webhook.id, url=chosen.url, tkey_filter=chosen.tkey_filter,
        types=[kind.value for kind in chosen.types], created_at=epoch(webhook.created_at), secret=webhook.sealed,
    ).save()


def redefine(webhook: Webhook, chosen: Definition) -> bool:
    """Change what a client has chosen, and give the endpoint a fresh start; False when it is gone."""
    actions = [
        WebhookRow.url.set(chosen.url), WebhookRow.tkey_filter.set(chosen.tkey_filter),
        WebhookRow.types.set([kind.value for kind in chosen.types]),
        WebhookRow.failures.set(0), WebhookRow.open_until.remove(),
    ]
    return tables.changed(WebhookRow(webhook.client_id, webhook.id), actions, WebhookRow.id.exists())


def rotate(webhook: Webhook, sealed: str, old_until: datetime) -> bool:
    """Put a new secret in front of the present one; False when another hand has rotated or removed it meanwhile."""
    actions = [
        WebhookRow.secret.set(sealed), WebhookRow.old_secret.set(webhook.sealed),
        WebhookRow.old_until.set(epoch(old_until)),
    ]
    return tables.changed(
        WebhookRow(webhook.client_id, webhook.id), actions, WebhookRow.secret == webhook.sealed
    )


def remove_webhook(client_id: str, webhook: str) -> None:
    """Remove a webhook; its log goes with time."""
    WebhookRow(client_id, webhook).delete()


def note_circuit(webhook: Webhook, circuit: Circuit) -> bool:
    """Note how an endpoint does, unless somebody else has noted it since it was read."""
    until = circuit.open_until
    actions = [
        WebhookRow.failures.set(circuit.failures),
        WebhookRow.open_until.set(epoch(until)) if until else WebhookRow.open_until.remove(),
    ]
    was = webhook.circuit.open_until
    same = WebhookRow.open_until == epoch(was) if was else WebhookRow.open_until.does_not_exist()
    return tables.changed(WebhookRow(webhook.client_id, webhook.id), actions, WebhookRow.id.exists() & same)
