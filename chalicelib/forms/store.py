"""Tables of forms: templates, what people have filled in, and the answers that wait for their senders."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from pynamodb.attributes import MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.operand import Path

from chalicelib.aws import tables
from chalicelib.aws.tables import Table, Write
from chalicelib.forms.model import ANSWERS_KEPT, LISTED, Draft, Form, Response, kept_until
from chalicelib.kernel.clock import day_of, days_between, epoch, from_epoch, maybe_moment


class FormRow(Table):
    """One template of one tenant."""

    Meta = tables.named("forms")
    tenant = UnicodeAttribute(hash_key=True)
    form_key = UnicodeAttribute(range_key=True)
    client_id = UnicodeAttribute()
    created_at = NumberAttribute()
    told = UnicodeAttribute()


class CountRow(Table):
    """How many responses to a form wait, by the day (UTC) on which they were given; made with the form.

    Apart from the questions, which are long, so that all of a tenant's forms are counted by one query.
    """

    Meta = tables.named("forms")
    holder = UnicodeAttribute(hash_key=True, attr_name="tenant")  # tenant#counts
    form_key = UnicodeAttribute(range_key=True)
    days: MapAttribute[str, int] = MapAttribute(default=dict)


class DraftRow(Table):
    """What one person has filled in of the form in one letter; when answered it stays as their receipt."""

    Meta = tables.named("form_drafts")
    mailbox = UnicodeAttribute(hash_key=True)
    content_key = UnicodeAttribute(range_key=True)
    answers = UnicodeAttribute()
    saved_at = NumberAttribute()
    responded_at = NumberAttribute(null=True)
    ttl = NumberAttribute(null=True)  # until it is answered: the form's last moment


class ListedRow(Table):
    """That a form has a response: small, so that thousands are listed in one call."""

    Meta = tables.named("form_responses")
    holder = UnicodeAttribute(hash_key=True)  # the form
    response_key = UnicodeAttribute(range_key=True)
    ttl = NumberAttribute()


class ResponseRow(Table):
    """A whole response; it lies beside its listing, so that both come and go together."""

    Meta = tables.named("form_responses")
    holder = UnicodeAttribute(hash_key=True)  # form#answers
    response_key = UnicodeAttribute(range_key=True)
    answers = UnicodeAttribute()
    matched_type = UnicodeAttribute()
    matched_value = UnicodeAttribute()  # sealed
    sender_reference = UnicodeAttribute(null=True)
    responded_at = NumberAttribute()
    ttl = NumberAttribute()


# --- Templates ---


def add(form: Form) -> None:
    """Store a new template."""
    row = FormRow(
        form.tenant, form.key, client_id=form.client_id, created_at=form.created_at.timestamp(), told=_json(form.told)
    )
    tables.commit([tables.put(row), tables.put(CountRow(_counts(form.tenant), form.key))])


def find(tenant: str, key: str) -> Form | None:
    """Find a template of a tenant."""
    row = tables.get(FormRow, tenant, key, consistent=True)
    return _form(row) if row else None


def counted(tenant: str, now: datetime) -> Iterator[tuple[str, int]]:
    """Name the templates of a tenant, each with how many responses wait: one query."""
    over = day_of(now - ANSWERS_KEPT)
    for row in islice(CountRow.query(_counts(tenant), consistent_read=True), LISTED):
        yield row.form_key, sum(int(each) for day, each in row.days.as_dict().items() if day > over)


def _counts(tenant: str) -> str:
    return f"{tenant}#counts"


def _count(tenant: str, given: Response, step: int) -> Write:
    """Count one response more or less that waits, as part of a transaction; days that are long over are forgotten."""
    that_day, over = Path(f"days.{day_of(given.responded_at)}"), given.responded_at - ANSWERS_KEPT
    forgotten = [Path(f"days.{day}").remove() for day in days_between(day_of(over - timedelta(31)), day_of(over))]
    return tables.update(CountRow(_counts(tenant), given.form), [that_day.set((that_day | 0) + step), *forgotten])


def _form(row: FormRow) -> Form:
    return Form(row.tenant, row.form_key, row.client_id, from_epoch(row.created_at), json.loads(row.told))


# --- What people fill in ---


def look(tenant: str, form: str, mailbox: str, letter: str, now: datetime) -> tuple[Form | None, Draft | None]:
    """Read a form and what somebody has filled in of it, in one call; a draft that has expired is not there (I6)."""
    found = tables.batch_get({FormRow: [(tenant, form)], DraftRow: [(mailbox, letter)]})
    forms = [_form(row) for row in found[FormRow]]
    drafts = [_draft(row) for row in found[DraftRow] if row.ttl is None or row.ttl > epoch(now)]
    return next(iter(forms), None), next(iter(drafts), None)


def find_draft(mailbox: str, letter: str) -> Draft | None:
    """Find what somebody has filled in."""
    row = tables.get(DraftRow, mailbox, letter, consistent=True)
    return _draft(row) if row else None


def _draft(row: DraftRow) -> Draft:
    at = maybe_moment(row.responded_at)
    return Draft(json.loads(row.answers), from_epoch(row.saved_at), at)


def save_draft(mailbox: str, letter: str, answers: Mapping[str, Any], now: datetime, until: datetime) -> bool:
    """Keep what is filled in so far; answer False when the form has been answered."""
    actions = [
        DraftRow.answers.set(_json(answers)), DraftRow.saved_at.set(now.timestamp()), DraftRow.ttl.set(epoch(until)),
    ]
    return tables.changed(DraftRow(mailbox, letter), actions, DraftRow.responded_at.does_not_exist())


def answered(mailbox: str, letter: str, answers: Mapping[str, Any], now: datetime) -> Write:
    """Make the draft a receipt, once."""
    at = now.timestamp()
    row = DraftRow(mailbox, letter, answers=_json(answers), saved_at=at, responded_at=at)
    return tables.put(row, DraftRow.responded_at.does_not_exist())


def forget(mailbox: str, letter: str) -> None:
    """Remove what somebody has filled in, with its letter."""
    DraftRow(mailbox, letter).delete()


def erase(mailbox: str) -> None:
    """Remove all that somebody has filled in; answers that senders have been given are the senders'."""
    tables.erase_all(DraftRow, mailbox)


# --- Responses ---


def response(tenant: str, given: Response) -> list[Write]:
    """Give a response to the sender, as part of the transaction that answers the form."""
    ttl = epoch(kept_until(given.responded_at))
    reference = None if given.sender_reference is None else _json(given.sender_reference)
    row = ResponseRow(
        _whole(given.form), given.key, answers=_json(given.answers), matched_type=given.matched_type,
        matched_value=given.matched_value, sender_reference=reference, responded_at=given.responded_at.timestamp(),
        ttl=ttl,
    )
    return [tables.put(ListedRow(given.form, given.key, ttl=ttl)), tables.put(row), _count(tenant, given, 1)]


def responses(form: str, now: datetime) -> Iterator[str]:
    """Name the responses that wait, no more than there is room for; what has expired is not there (I6)."""
    rows = ListedRow.query(form, filter_condition=ListedRow.ttl > epoch(now), consistent_read=True)
    for row in islice(rows, LISTED):
        yield row.response_key


def find_response(form: str, key: str, now: datetime) -> Response | None:
    """Find a response; what has expired is not there (I6)."""
    row = tables.get(ResponseRow, _whole(form), key, consistent=True)
    if row is None or row.ttl <= epoch(now):
        return None
    return Response(
        form, key, json.loads(row.answers), row.matched_type, row.matched_value, from_epoch(row.responded_at),
        None if row.sender_reference is None else json.loads(row.sender_reference),
    )


def remove_response(tenant: str, given: Response) -> None:
    """Remove a response, whole, from the list and from the count; what another hand has removed stays so."""
    listed, whole = ListedRow(given.form, given.key), ResponseRow(_whole(given.form), given.key)
    there = ListedRow.response_key.exists()
    tables.committed([tables.delete(listed, there), tables.delete(whole), _count(tenant, given, -1)])


def _whole(form: str) -> str:
    return f"{form}#answers"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
