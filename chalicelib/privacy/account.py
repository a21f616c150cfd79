"""What metadata.json says of an account besides its letters: the person, choices, senders, who has looked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.identity import store as identity_store
from chalicelib.kernel.clock import from_epoch, iso
from chalicelib.mailbox import access_store, calendar_store, correspondent_store, label_store
from chalicelib.mailbox.correspondent_store import CorrespondentRow
from chalicelib.mailbox.model import Access
from chalicelib.notifications import subscription_store
from chalicelib.recipients.model import Closing, Person
from chalicelib.recipients.quiet import NEVER

PAGE = 500


def account(person: Person, house: str, now: datetime) -> dict[str, Any]:
    """Tell all that is kept of a person but their letters and their log, which are told one by one.

    The personal number is not repeated: it is sealed, and this worker cannot open it.
    """
    made_at = calendar_store.made_at(person.mailbox)
    labels, _ = label_store.find(person.mailbox)
    return {
        "format": "kuvert-export", "version": 1, "operator": house, "made_at": iso(now),
        "person": {
            "name": person.name, "personal_number": "the one you identify with; kept encrypted",
            "mailbox": person.mailbox, "created_at": iso(person.created_at), "last_login_at": iso(person.last_login_at),
        },
        "contact": {"email": person.email, "email_bounced": person.email_bounced, "mobile": person.mobile},
        "settings": {
            "language": person.language.value, "theme": person.theme.value,
            "notices": {
                "email": person.notices_by_email, "push": person.notices_by_push, "sms": person.notices_by_sms,
                "quiet_hours": None if person.quiet == NEVER else str(person.quiet),
                "not_of": sorted([category.value, channel.value] for category, channel in person.silenced),
            },
            "calendar_link": {"made_at": iso(made_at)} if made_at else None,
        },
        "terms": {
            "version": person.terms_version, "accepted_at": iso(person.terms_accepted_at),
            "earlier": [{"version": version, "accepted_at": iso(at)} for version, at in person.earlier_terms],
        },
        "closing": _closing(person.closing),
        "senders": _senders(person),
        "labels": [{"id": each.id, "name": each.name, "colour": each.colour} for each in labels.values()],
        "sessions": _sessions(person.mailbox, now),
        "browsers": _browsers(person.mailbox),
    }


def _closing(closing: Closing | None) -> dict[str, str] | None:
    if closing is None:
        return None
    return {
        "closed_at": iso(closing.closed_at), "accepts_until": iso(closing.accepts_until),
        "erase_at": iso(closing.erase_at),
    }


def _senders(person: Person) -> list[dict[str, Any]]:
    """The senders that have written, and those that are switched off, whole or in part."""
    off = {tenant: iso(until) for tenant, until in person.paused.items()}
    parts: dict[str, dict[str, str]] = {}
    for (tenant, category), until in person.paused_parts.items():
        parts.setdefault(tenant, {})[category.value] = iso(until)
    written = {
        str(row.tenant_key): {"name": row.name, "last_letter_at": iso(from_epoch(row.last_letter_at))}
        for row in _correspondents(person.mailbox)
    }
    return [
        {"key": key, **written.get(key, {"name": None, "last_letter_at": None}), "switched_off_until": off.get(key),
         "categories_off_until": parts.get(key, {})}
        for key in sorted({*off, *parts, *written})
    ]


def _correspondents(mailbox: str) -> Iterator[CorrespondentRow]:
    after: str | None = None
    while True:
        found = correspondent_store.page(mailbox, after, PAGE)
        yield from found
        if len(found) < PAGE:
            return
        after = found[-1].tenant_key


def _sessions(mailbox: str, now: datetime) -> list[dict[str, str]]:
    return [
        {"device": each.device, "created_at": iso(each.created_at), "last_seen_at": iso(each.last_seen_at)}
        for each in identity_store.sessions_of(mailbox, now)
    ]


def _browsers(mailbox: str) -> list[dict[str, str | None]]:
    """The browsers that show notices; the address that reaches one is a secret between us and its push service."""
    return [
        {
            "device": each.device, "created_at": iso(each.created_at),
            "told_at": iso(each.told_at) if each.told_at else None,
        }
        for each in subscription_store.of(mailbox)
    ]


def accesses(person: Person, now: datetime) -> Iterator[dict[str, Any]]:
    """Tell who has looked, newest first, a page at a time; the digest of anybody else is nobody's business."""
    before: str | None = None
    while True:
        found, before = access_store.page(person.mailbox, before, PAGE, now)
        yield from (_access(each, person) for each in found)
        if before is None:
            return


def _access(access: Access, person: Person) -> dict[str, Any]:
    return {
        "at": iso(access.at), "who": access.seen_by(person.person), "act": access.act.value,
        "letter": access.content_key, "part": access.part, "device": access.device,
    }
