"""Batches: many contents in one file, and what has become of them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from chalicelib.api.http import Answer, Call, InvalidQuery
from chalicelib.api.paging import page_size
from chalicelib.api.sender.content import OWN_NAME, named_by_sender
from chalicelib.api.sender.routes import door
from chalicelib.api.sender.wire import FileName, Wire
from chalicelib.batches.model import Batch, Format, Status
from chalicelib.kernel.clock import iso
from chalicelib.kernel.ids import is_object_key
from chalicelib.wiring import operator

TAG = "Batches (ours)"
POST = "post:kivra.v2.tenant.{tenantKey}.content"
GET = "get|post:kivra.v2.tenant.{tenantKey}.content"
PAGE = 50
LARGEST_PAGE = 100


class BatchIn(Wire):
    """A batch that is to be: what its file is, and what its sender calls it."""

    format: Literal["ndjson", "zip"]
    """What the file is."""
    name: FileName | None = None
    """Your own name of the batch."""


class PlaceOut(Wire):
    """Where to PUT the file, with which headers, until when."""

    url: str
    """Where to put the file."""
    method: str = "PUT"
    """The verb to put it by."""
    headers: dict[str, str]
    """The headers to put it with, word for word."""
    expires_at: str
    """Until when the link takes it."""


class BatchOut(Wire):
    """How far a batch has come; `done` is how many rows have met their fate."""

    batch_key: str
    """The batch's key."""
    name: str | None = None
    """Your own name of it."""
    format: str
    """What its file is."""
    status: str
    """How far it has come: `waiting_for_upload`, `reading`, `sending`, `done` or `failed`."""
    reason: str | None = None
    """Why it failed; nothing was sent then."""
    rows: int
    """How many rows the file has, once it is read."""
    done: int
    """How many of them have met their fate."""
    accepted: int
    """How many were accepted; their keys stand in the results."""
    retained: int
    """How many wait for their recipient."""
    refused: int
    """How many were refused."""
    created_at: str
    """When it was made."""
    finished_at: str | None = None
    """When it ended."""
    results_url: str | None = None
    """Where each row's answer is, good for a minute; there when it is done."""
    upload: PlaceOut | None = Field(default=None, repr=False)
    """Where to put the file; only in the answer that makes it."""


class BatchesOut(Wire):
    """Some batches, newest first; `cursor` leads to older ones, if there may be any."""

    batches: list[BatchOut]
    """Some of them, newest first."""
    cursor: str | None = None
    """Where older ones go on; absent when there are none."""


@door.route(
    "POST", "/v2/tenant/{tenantKey}/batch", guard=POST, body=BatchIn, answers={201: BatchOut},
    refuses=(40904,), tag=TAG, headers=OWN_NAME,
)
def make(call: Call[BatchIn]) -> Answer:
    """Make a batch; the answer says where to PUT its file, whose arrival starts it."""
    tenant, batches = call.path["tenantKey"], operator().batches
    wanted = Format(call.body.format)
    batch = batches.make(tenant, call.caller.client_id, wanted, call.body.name, named_by_sender(call))
    told = _told(batch)
    if batch.status is Status.WAITING:
        url, headers, until = batches.place(batch)
        told.upload = PlaceOut(url=url, headers=headers, expires_at=iso(until))
    location = f"{operator().config.sender_api_url}/v2/tenant/{tenant}/batch/{batch.key}"
    return Answer(201, told, {"kivra-objkey": batch.key, "location": location, "Cache-Control": "no-store"})


@door.route(
    "GET", "/v2/tenant/{tenantKey}/batch", guard=GET, answers={200: BatchesOut}, tag=TAG,
    query={"cursor": "Go on after what was answered with this cursor.", "limit": "How many at most, up to 100."},
)
def listing(call: Call[Any]) -> Answer:
    """The batches of a tenant, newest first."""
    limit, cursor = page_size(call, PAGE, LARGEST_PAGE), call.query.get("cursor")
    if cursor and not is_object_key(cursor):
        raise InvalidQuery("cursor is not one that was answered.")
    page = operator().batches.page(call.path["tenantKey"], cursor, limit)
    more = page[-1].key if len(page) == limit else None
    return Answer(200, BatchesOut(batches=[_told(batch) for batch in page], cursor=more))


@door.route(
    "GET", "/v2/tenant/{tenantKey}/batch/{batchKey}", guard=GET, answers={200: BatchOut}, tag=TAG,
)
def find(call: Call[Any]) -> Answer:
    """How far a batch has come; when it is done, a link to what became of each row, good for a minute."""
    batch = operator().batches.find(call.path["tenantKey"], call.path["batchKey"])
    told = _told(batch)
    told.results_url = operator().batches.results(batch)
    return Answer(200, told, {"Cache-Control": "no-store"})


@door.route(
    "DELETE", "/v2/tenant/{tenantKey}/batch/{batchKey}", guard="delete|post:kivra.v2.tenant.{tenantKey}.content",
    answers={204: None}, refuses=(40904,), tag=TAG,
)
def cancel(call: Call[Any]) -> Answer:
    """Send nothing more of a batch; the rows that are left are refused, and what has been sent is its recipients'."""
    operator().batches.cancel(call.path["tenantKey"], call.path["batchKey"])
    return Answer(204)


def _told(batch: Batch) -> BatchOut:
    tally = batch.tally
    return BatchOut(
        batch_key=batch.key, name=batch.name, format=batch.format, status=batch.status, reason=batch.reason,
        rows=batch.rows, done=tally.done, accepted=tally.accepted, retained=tally.retained, refused=tally.refused,
        created_at=iso(batch.created_at), finished_at=iso(batch.finished_at) if batch.finished_at else None,
    )
