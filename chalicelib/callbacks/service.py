"""Webhooks: what a client sets up, looks at and asks for again."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from chalicelib.aws import tables
from chalicelib.aws.observability import count, logger
from chalicelib.aws.queues import Queue
from chalicelib.aws.secrets import Vault
from chalicelib.callbacks import store, webhook_store
from chalicelib.callbacks.model import (
    ANY_TENANT,
    CLIENTS_PER_TENANT,
    SECRETS_AT_ONCE,
    TEST,
    WEBHOOKS_PER_CLIENT,
    Definition,
    Delivery,
    State,
    TooManyWebhooks,
    Webhook,
    new_secret,
)
from chalicelib.kernel.clock import Clock, iso
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.ids import Ids
from chalicelib.kernel.slots import due_slot
from chalicelib.outgoing.guard import Guard
from chalicelib.senders import store as senders_store
from chalicelib.senders.model import Caller

# What is handed out this lately may still be on its way into the table, out of its order: replay waits for it.
SETTLED_AFTER = timedelta(minutes=1)


class Webhooks:
    """The webhooks of clients; another client's looks absent (I8)."""

    def __init__(self, *, clock: Clock, ids: Ids, vault: Vault, guard: Guard, queue: Queue) -> None:
        self._clock = clock
        self._ids = ids
        self._vault = vault
        self._guard = guard
        self._queue = queue

    def add(self, caller: Caller, chosen: Definition) -> tuple[Webhook, str]:
        """Make a webhook; its secret is answered this once."""
        self._check(caller, chosen)
        key = str(uuid.UUID(hex=self._ids.hex(32)))
        secret = self._secret()
        webhook = Webhook(
            client_id=caller.client_id, id=key, definition=chosen, created_at=self._clock.now(),
            sealed=self._vault.seal(secret, owner_of(caller.client_id, key)),
        )
        if not webhook_store.add_webhook(webhook, WEBHOOKS_PER_CLIENT):
            raise TooManyWebhooks(f"A client has at most {WEBHOOKS_PER_CLIENT} webhooks. Change or remove one.")
        try:
            self._listen(caller.client_id, _tenants(caller, chosen))
        except TooManyWebhooks:
            self.remove(caller, key)
            raise
        return webhook, secret

    def all(self, caller: Caller) -> list[Webhook]:
        """Every webhook of a client."""
        return webhook_store.webhooks_of(caller.client_id)

    def get(self, caller: Caller, key: str) -> Webhook:
        """Find one webhook of a client."""
        webhook = webhook_store.find_webhook(caller.client_id, key)
        if webhook is None:
            raise NotFound("There is no such webhook.")
        return webhook

    def change(self, caller: Caller, key: str, changes: Mapping[str, object]) -> Webhook:
        """Change some of what a client has chosen; what has not been delivered goes to the new URL."""
        webhook = self.get(caller, key)
        chosen = replace(webhook.definition, **changes)  # type: ignore[arg-type]
        self._check(caller, chosen)
        moves = chosen.tkey_filter != webhook.definition.tkey_filter
        if moves:
            self._listen(caller.client_id, _tenants(caller, chosen))
        if not webhook_store.redefine(webhook, chosen, self._clock.now()):
            raise NotFound("There is no such webhook.")
        if moves:
            self._leave(caller.client_id, _tenants(caller, webhook.definition))
        return replace(webhook, definition=chosen)

    def remove(self, caller: Caller, key: str) -> None:
        """Remove a webhook; what it has not been told yet is dropped."""
        webhook = self.get(caller, key)
        webhook_store.remove_webhook(caller.client_id, key)
        self._leave(caller.client_id, _tenants(caller, webhook.definition))

    def rotate(self, caller: Caller, key: str) -> tuple[Webhook, str]:
        """Give a webhook a new secret; for 72 hours messages are signed with those before it too."""
        webhook, secret, now = self.get(caller, key), self._secret(), self._clock.now()
        if len(webhook.live_secrets(now)) >= SECRETS_AT_ONCE:
            raise Conflict(f"{SECRETS_AT_ONCE} secrets of this webhook sign already. Wait until the oldest ends.")
        sealed = self._vault.seal(secret, owner_of(caller.client_id, key))
        done = webhook_store.rotate(webhook, sealed, now)
        # Refused although our own secret stands there: the reply of our first try was lost.
        if not done and self.get(caller, key).sealed != sealed:
            raise Conflict("The secret was changed by another call just now. Read the webhook and try again.")
        return webhook, secret

    def test(self, caller: Caller, key: str) -> str:
        """Send one message that means nothing, tried once; answer its id, by which the log tells how it went."""
        webhook, now = self.get(caller, key), self._clock.now()
        call = store.add_test(webhook.endpoint, self._ids.hex(32), TEST, now)
        self._queue.send({"endpoint": webhook.endpoint, "call": call}, group=webhook.endpoint)
        return call

    def log(self, caller: Caller, key: str, cursor: str | None, limit: int) -> list[Delivery]:
        """What was sent to a webhook and how it went, newest first, before a cursor."""
        webhook = self.get(caller, key)
        return [store.to_delivery(row) for row in store.page(webhook.endpoint, self._clock.now(), cursor, limit)]

    def resend(self, caller: Caller, key: str, delivery: str) -> None:
        """Send a message now, whatever became of it, by the whole timetable.

        The one that is being tried stays at the head of those that wait for it. Any other goes by itself: it waits for
        none, and none for it.
        """
        webhook, now = self.get(caller, key), self._clock.now()
        row = store.find_call(webhook.endpoint, delivery)
        if row is None or row.ttl <= now.timestamp():
            raise NotFound("There is no such delivery.")
        changes: dict[str, object] = {
            "next_at": iso(now), "due": due_slot(now, row.call), "tries": 0, "reason": None, "state": State.PENDING,
            "again": row.again or row.state != State.PENDING or not row.tries,
        }
        if not store.change_call(row, changes, int(row.lease)):
            raise Conflict("The message is being sent right now.")
        self._queue.send({"endpoint": row.endpoint, "call": row.call}, group=row.endpoint)

    def replay(self, caller: Caller, key: str, cursor: str, limit: int) -> tuple[list[dict[str, object]], str, bool]:
        """All that a webhook was to be told after a cursor, in order, with the next cursor and whether more waits."""
        webhook, now = self.get(caller, key), self._clock.now()
        until = f"evt_{int((now - SETTLED_AFTER).timestamp() * 1000):013d}"
        rows = store.since(webhook.endpoint, now, cursor, until, limit + 1)
        shown = rows[:limit]
        bodies = [json.loads(row.body) for row in shown if row.type != TEST]
        return bodies, shown[-1].call if shown else cursor, len(rows) > limit

    def joined(self, client_id: str, tenant: str) -> None:
        """Let webhooks about all tenants of a client be about one that it has just been given.

        The client gets its tenant all the same when too many others listen to it already; operations see that.
        """
        wanted = any(webhook.definition.tkey_filter == ANY_TENANT for webhook in webhook_store.webhooks_of(client_id))
        if wanted and not senders_store.listen(tenant, client_id, CLIENTS_PER_TENANT):
            count("webhooks_not_joined")
            logger.warning("webhooks_not_joined", extra={"client": client_id, "tenant": tenant})

    def _check(self, caller: Caller, chosen: Definition) -> None:
        self._guard.read(chosen.url)
        if chosen.tkey_filter != ANY_TENANT and chosen.tkey_filter not in caller.tenants:
            raise Invalid('tkey_filter is the key of one of your tenants, or "*" for all of them.')

    def _secret(self) -> str:
        return new_secret(bytes.fromhex(self._ids.hex(64)))

    def _listen(self, client_id: str, tenants: Sequence[str]) -> None:
        heard = tables.at_once(lambda tenant: senders_store.listen(tenant, client_id, CLIENTS_PER_TENANT), tenants)
        if not all(heard):
            raise TooManyWebhooks(f"At most {CLIENTS_PER_TENANT} clients listen to one tenant.")

    def _leave(self, client_id: str, tenants: Sequence[str]) -> None:
        """Stop listening to what no webhook is about; looked at again afterwards, for one made meanwhile."""
        left = _uncovered(client_id, tenants)
        tables.at_once(lambda tenant: senders_store.stop_listening(tenant, client_id), left)
        still = set(_uncovered(client_id, left))
        self._listen(client_id, [tenant for tenant in left if tenant not in still])


def owner_of(client_id: str, webhook: str) -> str:
    """To whom the secrets of a webhook are sealed; functions that send may open nothing but these."""
    return f"webhook:{client_id}#{webhook}"


def _tenants(caller: Caller, chosen: Definition) -> list[str]:
    return sorted(caller.tenants) if chosen.tkey_filter == ANY_TENANT else [chosen.tkey_filter]


def _uncovered(client_id: str, tenants: Sequence[str]) -> list[str]:
    """Those of some tenants that no webhook of a client is about: one query, however many they are."""
    webhooks = webhook_store.webhooks_of(client_id) if tenants else []
    return [tenant for tenant in tenants if not any(webhook.covers(tenant) for webhook in webhooks)]
