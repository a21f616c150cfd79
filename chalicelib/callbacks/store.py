"""Tables of what webhooks are told: the news of each subject, and every call with its tries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.aws import tables
from chalicelib.aws.tables import Table, Write
from chalicelib.callbacks.model import (
    KEPT,
    Attempt,
    Delivery,
    News,
    State,
    event_id,
    message,
)
from chalicelib.kernel.clock import epoch, from_epoch, iso
from chalicelib.kernel.slots import due_slot
from chalicelib.outgoing.model import Outcome

LOGGED = 20  # tries that the log of one call holds: two whole timetables


class NewsDueIndex(GlobalSecondaryIndex["NewsRow"]):
    """News that have not been handed out to webhooks yet, by sharded day; sparse."""

    class Meta:
        """Only keys: the base row decides."""

        index_name = "due-index"
        projection = KeysOnlyProjection()

    due = UnicodeAttribute(hash_key=True)
    event = UnicodeAttribute(range_key=True)


class NewsRow(Table):
    """Something that has happened to a subject; written in the transaction in which it happened."""

    Meta = tables.named("callbacks")
    subject = UnicodeAttribute(hash_key=True)
    event = UnicodeAttribute(range_key=True)  # moment#type, so that the news of a subject sort by time
    tenant = UnicodeAttribute()
    types: ListAttribute[str] = ListAttribute(default=list)
    at = NumberAttribute()
    facts = UnicodeAttribute(default="{}")
    correlation_id = UnicodeAttribute(default="")
    due = UnicodeAttribute(null=True)
    told_ms = NumberAttribute(null=True)  # when it was handed out; part of the ids of its messages
    ttl = NumberAttribute()
    due_index = NewsDueIndex()


class CallDueIndex(GlobalSecondaryIndex["CallRow"]):
    """Calls that are to be tried, by the sharded day of their next try; sparse."""

    class Meta:
        """Only keys: the base row decides."""

        index_name = "due-index"
        projection = KeysOnlyProjection()

    due = UnicodeAttribute(hash_key=True)
    next_at = UnicodeAttribute(range_key=True)


class CallRow(Table):
    """One message to one webhook: what is said, how it has gone, when it is tried next."""

    Meta = tables.named("calls")
    endpoint = UnicodeAttribute(hash_key=True)
    call = UnicodeAttribute(range_key=True)  # the message's id: they sort by when it was handed out
    subject = UnicodeAttribute()
    tenant = UnicodeAttribute()
    type = UnicodeAttribute()
    body = UnicodeAttribute()
    correlation_id = UnicodeAttribute(default="")
    created_at = NumberAttribute()
    state = UnicodeAttribute(default=State.PENDING)
    tries = NumberAttribute(default=0)
    log: ListAttribute[str] = ListAttribute(default=list)
    next_at = UnicodeAttribute()  # ISO 8601, as the index sorts it
    lease = NumberAttribute(default=0)
    again = BooleanAttribute(default=False)  # asked for by the client: holds nothing else up
    reason = UnicodeAttribute(null=True)
    due = UnicodeAttribute(null=True)
    ttl = NumberAttribute()
    due_index = CallDueIndex()


# --- News ---


def news(what: News) -> Write:
    """Note something to be told, as part of the transaction in which it happens."""
    row = NewsRow(
        what.subject, f"{iso(what.at)}#{what.types[0].value}", tenant=what.tenant,
        types=[kind.value for kind in what.types], at=what.at.timestamp(), facts=json.dumps(dict(what.facts)),
        correlation_id=what.correlation_id, due=due_slot(what.at, _spread(what.subject)), ttl=epoch(what.at + KEPT),
    )
    return tables.put(row)


def _spread(key: str) -> str:
    """Something of a key that ends in a hex digit, as slots want it."""
    return key if key[-1] in "0123456789abcdef" else f"{sum(key.encode()) % 16:x}"


def news_of(subject: str) -> list[NewsRow]:
    """All news of a subject, oldest first: one query."""
    return list(NewsRow.query(subject, consistent_read=True))


def hand_out(row: NewsRow, told_ms: int, calls: Sequence[CallRow]) -> bool:
    """Make the calls of a piece of news, once; False when another hand has made them."""
    told = tables.update(
        NewsRow(row.subject, row.event), [NewsRow.told_ms.set(told_ms), NewsRow.due.remove()],
        NewsRow.event.exists() & NewsRow.told_ms.does_not_exist(),
    )
    return tables.committed([told, *map(tables.put, calls)])


def news_due(slot: str, before: datetime) -> Iterator[str]:
    """Name the subjects with news in a slot that were not handed out in time; the base rows decide again."""
    for row in NewsRow.due_index.query(slot, NewsRow.event < iso(before)):
        yield str(row.subject)


# --- Calls ---


def calls(endpoint: str, keys: Sequence[str]) -> dict[str, CallRow]:
    """Read some calls of an endpoint, by id; up to 100."""
    found: dict[type[Table], list[CallRow]] = tables.batch_get({CallRow: [(endpoint, key) for key in keys]})
    return {row.call: row for row in found[CallRow]}


def find_call(endpoint: str, key: str) -> CallRow | None:
    """Find one call."""
    return tables.get(CallRow, endpoint, key, consistent=True)


def change_call(row: CallRow, changes: Mapping[str, object], lease: int) -> bool:
    """Change a call that is still as it was read; a value of None removes the attribute."""
    attributes = CallRow.get_attributes()
    actions = [
        attributes[name].remove() if value is None else attributes[name].set(value) for name, value in changes.items()
    ]
    condition = (CallRow.state == row.state) & (CallRow.lease == lease)
    return tables.changed(CallRow(row.endpoint, row.call), actions, condition)


def add_test(endpoint: str, subject: str, kind: str, now: datetime) -> str:
    """Make a call that means nothing, with news of its own; answer its id."""
    row = NewsRow(
        subject, f"{iso(now)}#{kind}", tenant="", types=[kind], at=now.timestamp(), ttl=epoch(now + KEPT),
        told_ms=int(now.timestamp() * 1000),
    )
    key = event_id(subject, row.event, 0, int(row.told_ms))
    body = message(key, kind, now, {"webhook_id": endpoint.rpartition("#")[2]})
    call = CallRow(
        endpoint, key, subject=subject, tenant="", type=kind, body=body, created_at=now.timestamp(), next_at=iso(now),
        due=due_slot(now, key), ttl=row.ttl,
    )
    tables.commit([tables.put(row), tables.put(call)])
    return key


def calls_due(slot: str, now: datetime) -> Iterator[tuple[str, str]]:
    """Name (endpoint, call) of what is to be tried by now, by slot; the base row decides again."""
    for row in CallRow.due_index.query(slot, CallRow.next_at <= iso(now)):
        yield str(row.endpoint), str(row.call)


def put_aside(row: CallRow) -> bool:
    """Let a call wait for its endpoint, out of the clock's sight."""
    return change_call(row, {"due": _aside(row.endpoint)}, int(row.lease))


def is_aside(row: CallRow) -> bool:
    """Whether a call waits for its endpoint, and not for a moment."""
    return row.due == _aside(row.endpoint)


def aside(endpoint: str, limit: int) -> list[CallRow]:
    """What is put aside for an endpoint, what has waited longest first; at most 100."""
    keys = [str(row.call) for row in CallRow.due_index.query(_aside(endpoint), limit=limit)]
    found = calls(endpoint, keys)
    return [found[key] for key in keys if key in found]


def _aside(endpoint: str) -> str:
    return f"aside#{endpoint}"


def page(endpoint: str, now: datetime, cursor: str | None, limit: int) -> list[CallRow]:
    """The calls of an endpoint, newest first, before a cursor; what has expired is not there (I6)."""
    before = CallRow.call < cursor if cursor else None
    found = CallRow.query(
        endpoint, range_key_condition=before, filter_condition=CallRow.ttl > epoch(now), scan_index_forward=False,
        consistent_read=True, limit=limit, page_size=limit + 1,
    )
    return list(found)


def since(endpoint: str, now: datetime, cursor: str, until: str, limit: int) -> list[CallRow]:
    """The calls of an endpoint after a cursor and up to an id, oldest first; what has expired is not there (I6)."""
    if cursor >= until:
        return []
    found = CallRow.query(
        endpoint, range_key_condition=CallRow.call.between(cursor, until),
        filter_condition=CallRow.ttl > epoch(now), consistent_read=True, limit=limit + 1, page_size=limit + 2,
    )
    return [row for row in found if row.call != cursor][:limit]


def to_delivery(row: CallRow) -> Delivery:
    """Read a call as its client sees it."""
    waits = row.state == State.PENDING
    return Delivery(
        id=row.call, subject=row.subject, type=row.type, state=State(row.state), body=row.body,
        created_at=from_epoch(row.created_at), attempts=tuple(_attempt(text) for text in row.log),
        next_attempt_at=datetime.fromisoformat(row.next_at) if waits else None, reason=row.reason,
    )


def logged(row: CallRow, attempt: Attempt) -> list[str]:
    """The log of a call with one more try, the oldest forgotten."""
    outcome = attempt.outcome
    entry = {"at": attempt.at.timestamp(), "status": outcome.status, "error": outcome.error, "ms": outcome.milliseconds}
    return [*row.log, json.dumps(entry)][-LOGGED:]


def _attempt(text: str) -> Attempt:
    entry = json.loads(text)
    return Attempt(from_epoch(entry["at"]), Outcome(entry["status"], entry["error"], entry["ms"]))
