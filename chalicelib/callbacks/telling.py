"""Telling: news handed out to the webhooks that want them, each message tried until it is taken or dropped.

The messages about one subject are a lane of each webhook: a later one waits until the earlier one is delivered or
dropped. A webhook whose receiver fails again and again is left alone for a while, so that nobody waits for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil

from chalicelib.aws.observability import about, count
from chalicelib.aws.queues import MAX_WAIT, Queue
from chalicelib.aws.secrets import Vault
from chalicelib.callbacks import store, webhook_store
from chalicelib.callbacks.model import (
    LEASE,
    TEST,
    Attempt,
    Circuit,
    State,
    Type,
    Webhook,
    event_id,
    headers,
    message,
    next_attempt,
)
from chalicelib.callbacks.resting import Resting
from chalicelib.callbacks.service import owner_of
from chalicelib.callbacks.store import CallRow, NewsRow
from chalicelib.kernel.clock import Clock, epoch, from_epoch, iso
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.slots import due_slot
from chalicelib.outgoing.model import Outcome
from chalicelib.outgoing.suppliers import Receiver
from chalicelib.senders import store as senders_store

# A message that comes this little before its time is on time: clocks differ.
EARLY = timedelta(seconds=1)
SECRETS_KEPT = 500


class Telling:
    """The worker of the queue `callbacks`."""

    def __init__(self, *, clock: Clock, vault: Vault, queue: Queue, receiver: Receiver) -> None:
        self._clock = clock
        self._vault = vault
        self._queue = queue
        self._receiver = receiver
        self._resting = Resting(clock=clock, queue=queue)
        self._opened: dict[str, str] = {}

    def handle(self, asked: Mapping[str, str]) -> None:
        """Do what a message asks: hand out the news of a subject, go on with the lane of a call, or wake a webhook."""
        if "subject" in asked:
            self.hand_out(asked["subject"])
        elif "call" in asked:
            self.go_on(asked["endpoint"], asked["call"])
        else:
            self.wake(asked["endpoint"])

    # --- Handing out ---

    def hand_out(self, subject: str) -> None:
        """Make the calls of every piece of news of a subject that has none yet, in order, and start them."""
        last_ms = 0
        first: dict[str, str] = {}
        for row in store.news_of(subject):
            if row.told_ms is None:
                # Ids sort in the order of telling, whatever the clocks of two machines say.
                row.told_ms = max(epoch_ms(self._clock.now()), last_ms + 1)
                calls = self._calls(row)
                if store.hand_out(row, int(row.told_ms), calls):
                    for call in calls:
                        first.setdefault(call.endpoint, call.call)
            last_ms = int(row.told_ms)
        for endpoint, call in first.items():
            self._queue.send({"endpoint": endpoint, "call": call}, group=endpoint)

    def _calls(self, row: NewsRow) -> list[CallRow]:
        return [
            self._call(row, webhook, n, kind)
            for webhook in self._audience(row.tenant)
            for n, kind in enumerate(row.types) if kind in webhook.definition.types
        ]

    def _audience(self, tenant: str) -> list[Webhook]:
        """The webhooks about a tenant, of clients that speak for it now (I8)."""
        row = senders_store.find_tenant_row(tenant)
        clients = senders_store.find_clients(sorted(row.listeners)) if row and row.listeners else []
        may = [client.client_id for client in clients if tenant in client.tenants and not client.disabled]
        return [webhook for client in may for webhook in webhook_store.webhooks_of(client) if webhook.covers(tenant)]

    def _call(self, row: NewsRow, webhook: Webhook, n: int, kind: str) -> CallRow:
        key, now = call_key(row, n), self._clock.now()
        data = {"tenant_key": row.tenant, **json.loads(row.facts)}
        return CallRow(
            webhook.endpoint, key, subject=row.subject, tenant=row.tenant, type=kind,
            body=message(key, Type(kind), from_epoch(row.at), data), correlation_id=row.correlation_id,
            created_at=now.timestamp(), next_at=iso(now), due=due_slot(now, key), ttl=row.ttl,
        )

    # --- Calling ---

    def go_on(self, endpoint: str, key: str) -> None:
        """Tell a webhook what it is to be told about the subject of a call, in order, as far as it takes it.

        Raises Unavailable while somebody else does so. A call that was asked for again goes by itself.
        """
        asked = store.find_call(endpoint, key)
        if asked is None or asked.state != State.PENDING or asked.ttl <= epoch(self._clock.now()):
            return
        lane = [asked] if asked.again else self._lane(endpoint, asked.subject)
        webhook = self._webhook(endpoint)
        client = senders_store.find_client(endpoint.rpartition("#")[0])
        tenants = client.tenants if client and not client.disabled else ()
        for place, call in enumerate(lane):
            if webhook is None or (call.tenant and call.tenant not in tenants):
                self._end(call, State.DROPPED, "the webhook, or its client's right to the tenant, is gone", {})
                continue
            early = self._is_early(call)
            if not early and webhook.circuit.is_open(self._clock.now()):
                self._resting.put_aside(lane[place:])
                return
            webhook, goes_on = (webhook, False) if early else self._advance(webhook, call)
            if not goes_on:
                self._postpone(call, lane[place + 1 :])
                return

    def wake(self, endpoint: str) -> None:
        """See with one message how a webhook does that was left alone; when it does well, take up what waits."""
        webhook = self._webhook(endpoint)
        waiting = self._resting.waiting(webhook) if webhook and not webhook.circuit.is_open(self._clock.now()) else []
        for call in waiting:
            if not (webhook and webhook.circuit.is_probing and not webhook.circuit.is_open(self._clock.now())):
                break
            self.go_on(endpoint, call.call)
            webhook = self._webhook(endpoint)
        if waiting and webhook and not webhook.circuit.is_probing:
            self._resting.take_up(waiting)

    def _webhook(self, endpoint: str) -> Webhook | None:
        client_id, _, webhook_id = endpoint.rpartition("#")
        return webhook_store.find_webhook(client_id, webhook_id)

    def _lane(self, endpoint: str, subject: str) -> list[CallRow]:
        """What an endpoint is still to be told about a subject, oldest first."""
        keys = [call_key(row, n) for row in store.news_of(subject) if row.told_ms for n in range(len(row.types))]
        found = store.calls(endpoint, keys[-100:])
        return [found[key] for key in keys if key in found and found[key].state == State.PENDING
                and not found[key].again]

    def _is_early(self, call: CallRow) -> bool:
        """Whether a call was tried, and is to be tried again later."""
        return bool(call.tries) and datetime.fromisoformat(call.next_at) > self._clock.now() + EARLY

    def _advance(self, webhook: Webhook, call: CallRow) -> tuple[Webhook, bool]:
        """Try one call; answer whether the lane goes on after it."""
        now = self._clock.now()
        lease = epoch(now + LEASE)
        if call.lease > epoch(now) or not store.change_call(call, {"lease": lease}, int(call.lease)):
            raise Unavailable("Somebody else is telling this.", retry_after=5)
        call.lease = lease
        if webhook.circuit.is_probing:
            probed = self._probe(webhook, now)
            if probed is None:
                store.change_call(call, {"lease": 0}, lease)
                return webhook, False
            webhook = probed
        outcome = self._post(webhook, call, now)
        return self._note(webhook, outcome), self._settle(call, outcome)

    def _probe(self, webhook: Webhook, now: datetime) -> Webhook | None:
        """Be the one who looks how an endpoint does after a pause; None when another hand is."""
        circuit = Circuit(webhook.circuit.failures, from_epoch(epoch(now + Circuit.SHORTEST)))
        return replace(webhook, circuit=circuit) if webhook_store.note_circuit(webhook, circuit, now) else None

    def _post(self, webhook: Webhook, call: CallRow, now: datetime) -> Outcome:
        about(call.correlation_id, content=call.subject, call=call.call)
        owner = owner_of(webhook.client_id, webhook.id)
        secrets = [self._secret(sealed, owner) for sealed in webhook.live_secrets(now)]
        signed = headers(secrets, call.call, now, call.body, call.correlation_id)
        return self._receiver.post(webhook.definition.url, signed, call.body.encode())

    def _secret(self, sealed: str, owner: str) -> str:
        """Open a secret; opened ones are remembered by their sealed form, which a rotation changes."""
        if sealed not in self._opened:
            if len(self._opened) >= SECRETS_KEPT:
                self._opened.clear()
            self._opened[sealed] = self._vault.open(sealed, owner)
        return self._opened[sealed]

    def _note(self, webhook: Webhook, outcome: Outcome) -> Webhook:
        """Note how an endpoint does; one that does well costs nothing."""
        count("callbacks_delivered" if outcome.good else "callbacks_failed")
        was = webhook.circuit
        if outcome.good and was == Circuit():
            return webhook
        now, pause = self._clock.now(), None if outcome.good else was.pause()
        until = from_epoch(epoch(now + pause)) if pause else None
        circuit = Circuit() if outcome.good else Circuit(was.failures + 1, until)
        webhook_store.note_circuit(webhook, circuit, now)
        return replace(webhook, circuit=circuit)

    def _settle(self, call: CallRow, outcome: Outcome) -> bool:
        """Write down what came of a try; answer whether the call is over."""
        now, tries = self._clock.now(), int(call.tries) + 1
        log: dict[str, object] = {"log": store.logged(call, Attempt(now, outcome)), "tries": tries}
        if outcome.good:
            self._end(call, State.DELIVERED, None, log)
            return True
        again_at = None if call.type == TEST else next_attempt(tries, now)
        if again_at is None:
            self._end(call, State.DROPPED, f"{outcome.reason}; {tries} tries", log)
            return True
        # Rounded up to what a row can hold, so that a message in time is never too early.
        later = {"next_at": iso(again_at), "due": due_slot(again_at, call.call), "lease": 0}
        call.next_at = iso(again_at)
        if store.change_call(call, {**log, **later}, int(call.lease)) and again_at - now <= timedelta(seconds=MAX_WAIT):
            wait = ceil((again_at - now).total_seconds())
            self._queue.send({"endpoint": call.endpoint, "call": call.call}, delay=wait, group=call.endpoint)
        return False

    def _end(self, call: CallRow, state: State, reason: str | None, log: Mapping[str, object]) -> None:
        changes = {**log, "state": state, "reason": reason, "due": None, "lease": 0}
        store.change_call(call, changes, int(call.lease))
        if state is State.DROPPED:
            count("callbacks_dropped")

    def _postpone(self, head: CallRow, waiting: list[CallRow]) -> None:
        """Let the clock look at those that wait for a call no sooner than at the call itself."""
        for call in waiting:
            if call.next_at < head.next_at:
                changes = {"next_at": head.next_at, "due": due_slot(datetime.fromisoformat(head.next_at), call.call)}
                store.change_call(call, changes, int(call.lease))


def call_key(row: NewsRow, n: int) -> str:
    """The id of the message about one type of some news that was handed out."""
    return event_id(row.subject, row.event, n, int(row.told_ms or 0))


def epoch_ms(moment: datetime) -> int:
    """Whole milliseconds since 1970."""
    return int(moment.timestamp() * 1000)
