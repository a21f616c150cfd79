"""Whose post is let in, as a transaction demands it and as people choose it: senders, or one category from a sender."""

from __future__ import annotations

from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.aws import tables
from chalicelib.aws.tables import Write
from chalicelib.content.types import Category
from chalicelib.kernel.clock import epoch
from chalicelib.recipients.model import Person
from chalicelib.recipients.store import RecipientRow, change, find


def _path(tenant: str, category: Category | None) -> Path:
    return Path(f"paused.{tenant}#{category}" if category else f"paused.{tenant}")


def accepts(tenant: str, category: Category, now: datetime) -> Condition:
    """The condition, at commit, that a person's post of a category from a tenant is accepted at this moment."""
    sender, part = _path(tenant, None), _path(tenant, category)
    account = RecipientRow.closed_at.does_not_exist() | (RecipientRow.accepts_until > epoch(now))
    let_in = (sender.does_not_exist() | (sender > epoch(now))) & (part.does_not_exist() | (part > epoch(now)))
    condition: Condition = RecipientRow.person.exists() & account & let_in
    return condition


def accepts_check(person: str, tenant: str, category: Category, now: datetime) -> Write:
    """Demand in a transaction that this person accepts such post from this tenant now."""
    return tables.check(RecipientRow, person, accepts(tenant, category, now))


def refuses_check(person: str, tenant: str, category: Category, now: datetime) -> Write:
    """Demand in a transaction that this person does not accept such post from this tenant now, or does not exist."""
    return tables.check(RecipientRow, person, ~accepts(tenant, category, now))


def pause(person: str, tenant: str, until: datetime, category: Category | None = None) -> Person | None:
    """Switch a sender off, or one category of its post; what is off already keeps its first promise."""
    return _newly_off(person, _path(tenant, category), until) or find(person)


def pause_newcomer(person: str, tenant: str, until: datetime) -> None:
    """Switch off a sender that has just come, for somebody who may not be here."""
    _newly_off(person, _path(tenant, None), until)


def _newly_off(person: str, path: Path, until: datetime) -> Person | None:
    return change(person, [path.set(epoch(until))], path.does_not_exist())


def resumed(person: str, tenant: str, category: Category | None = None) -> Write:
    """Switch it on again, as part of the transaction that has the sender's waiting post looked for."""
    return tables.update(RecipientRow(person), [_path(tenant, category).remove()], RecipientRow.person.exists())
