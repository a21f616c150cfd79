"""Making a preview, reading it, and removing what is over. Files only: nothing of it is in a table."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.aws.blobs import Blobs
from chalicelib.aws.secrets import fingerprint
from chalicelib.content.calendar import appointment
from chalicelib.content.model import Content
from chalicelib.content.receipt import receipt
from chalicelib.delivery.filing import put_content
from chalicelib.forms.model import answer_by
from chalicelib.forms.service import Forms
from chalicelib.kernel.clock import Clock, iso
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.ids import Ids
from chalicelib.mailbox.documents import documents_of, link_to
from chalicelib.mailbox.model import As, Letter, Link, Opened, content_blob
from chalicelib.previews.model import GOOD_FOR, LOOK_BACK_HOURS, Made, Preview, expiry_of, hour_prefix, key_of
from chalicelib.senders import store as senders_store

# A preview is nobody's letter.
NOBODY = "preview"
_COMES = "deliver_at"


class Previews:
    """Contents that somebody has rehearsed, shown by a link that is good for an hour."""

    def __init__(self, *, clock: Clock, ids: Ids, blobs: Blobs, forms: Forms) -> None:
        self._clock = clock
        self._ids = ids
        self._blobs = blobs
        self._forms = forms

    def make(self, tenant: str, content: Content, deliver_at: datetime | None) -> Made:
        """Keep a content for an hour, with when it would come; whom it is for, and what is the sender's own, is not.

        AWS calls: the tenant, one put of content.json, one per part and per sanitised view.
        """
        row = senders_store.find_tenant(tenant)
        if row is None:
            raise NotFound("There is no such tenant.")
        expires_at = self._clock.now() + GOOD_FOR
        key = key_of(expires_at, self._ids.token())
        kept = {_COMES: iso(deliver_at)} if deliver_at else {}
        put_content(self._blobs, replace(content, kept=kept), _prefix(key, expires_at), tenant, str(row.name))
        return Made(key, expires_at)

    def open(self, key: str) -> Preview:
        """Read a preview; a registered letter is shown as before it is signed for, without its documents."""
        expires_at, content = self._read(key)
        opened = self._opened(content, _comes(content, expires_at))
        form = content["context"].get("form")
        if form is None:
            return Preview(opened, expires_at)
        template = self._forms.named(opened.letter.tenant, form["id"])
        return Preview(opened, expires_at, template.told, answer_by(content["context"], opened.letter.received_at))

    def link(self, key: str, n: int, how: As) -> Link:
        """Make a link to a document of a preview, good for a minute."""
        expires_at, content = self._read(key)
        opened = self._opened(content, _comes(content, expires_at))
        return link_to(self._blobs, _prefix(key, expires_at), opened, n, how, self._clock.now())

    def forget_old(self) -> int:
        """Remove what has expired, the hours before this one; answer how many files."""
        now = self._clock.now()
        hours = (now - timedelta(hours=back) for back in range(1, LOOK_BACK_HOURS + 1))
        return sum(self._blobs.erase(hour_prefix(hour)) for hour in hours)

    def _read(self, key: str) -> tuple[datetime, dict[str, Any]]:
        expires_at = expiry_of(key)
        # Gone when its time is over, removed or not (I6).
        raw = None
        if expires_at is not None and self._clock.now() < expires_at:
            raw = self._blobs.get(content_blob(_prefix(key, expires_at)))
        if expires_at is None or raw is None:
            raise NotFound("There is no such preview, or its hour is over.")
        content: dict[str, Any] = json.loads(raw)
        return expires_at, content

    def _opened(self, content: dict[str, Any], at: datetime) -> Opened:
        context, sender = content["context"], content["sender"]
        due, signed_for = appointment(context), receipt(context)
        tenant = senders_store.find_tenant(sender["key"])
        letter = Letter(
            mailbox=NOBODY, key=NOBODY, tenant=sender["key"], sender_name=sender["name"], subject=content["subject"],
            type=content["type"], received_at=at, generated_at=content["generated_at"], parts=len(content["parts"]),
            starts_at=due.starts_at if due else None, answer_by=answer_by(context, at),
            sender_icon=tenant is not None and tenant.icon is not None, receipt=signed_for,
        )
        return Opened(letter, ()) if signed_for else Opened(letter, documents_of(content), context)


def _comes(content: dict[str, Any], expires_at: datetime) -> datetime:
    """When its recipient would get it: at its time, or when it was rehearsed."""
    at = content.get("kept", {}).get(_COMES)
    return datetime.fromisoformat(at) if at else expires_at - GOOD_FOR


def _prefix(key: str, expires_at: datetime) -> str:
    return f"{hour_prefix(expires_at)}{fingerprint(key)}/"
