"""The table of who has looked into which mailbox: written before the look, read by whose mailbox it is."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws import tables
from chalicelib.aws.tables import Table, Write
from chalicelib.identity.model import Session
from chalicelib.kernel.clock import epoch, iso
from chalicelib.mailbox.model import ACCESS_KEPT, Access, Act


class AccessRow(Table):
    """One look into a mailbox: who, what, when. Kept five years as security log (RET-16)."""

    Meta = tables.named("accesses")
    mailbox = UnicodeAttribute(hash_key=True)
    at = UnicodeAttribute(range_key=True)
    who = UnicodeAttribute()
    act = UnicodeAttribute()
    content_key = UnicodeAttribute(null=True)
    part = NumberAttribute(null=True)
    device = UnicodeAttribute(null=True)
    ttl = NumberAttribute()


def _row(access: Access, mark: str) -> AccessRow:
    return AccessRow(
        access.mailbox, f"{iso(access.at)}#{mark}", who=access.who, act=access.act, content_key=access.content_key,
        part=access.part, device=access.device, ttl=epoch(access.at + ACCESS_KEPT),
    )


def note(access: Access, mark: str) -> None:
    """Write down a look into a mailbox; the mark tells apart what happens in the same moment."""
    _row(access, mark).save()


def noted(access: Access, mark: str) -> Write:
    """Write down a look, in the transaction of what it led to."""
    return tables.put(_row(access, mark))


def login(session: Session) -> Write:
    """Write down a login, in the transaction that begins its session."""
    access = Access(session.mailbox, session.created_at, session.person, Act.LOGIN, device=session.device or None)
    return tables.put(_row(access, session.session[:8]))


def page(mailbox: str, before: str | None, limit: int, now: datetime) -> tuple[list[Access], str | None]:
    """List looks newest first, and name where the next page begins: one query, with one row more than asked for."""
    condition = AccessRow.at < before if before else None
    found = list(AccessRow.query(mailbox, condition, scan_index_forward=False, limit=limit + 1, page_size=limit + 1))
    following = found[limit - 1].at if len(found) > limit else None
    return [_access(row) for row in found[:limit] if row.ttl > epoch(now)], following


def _access(row: AccessRow) -> Access:
    return Access(
        mailbox=row.mailbox, at=datetime.fromisoformat(row.at.partition("#")[0]), who=row.who, act=Act(row.act),
        content_key=row.content_key, part=int(row.part) if row.part is not None else None, device=row.device,
    )
