"""Forms as people see them: filled in, kept as a draft, answered once."""

from __future__ import annotations

import uuid
from typing import Any

from chalicelib.aws import tables
from chalicelib.aws.observability import count
from chalicelib.callbacks.model import News, Type
from chalicelib.callbacks.outbox import Outbox
from chalicelib.forms import store
from chalicelib.forms.model import (
    FORM_TYPE,
    AlreadyAnswered,
    Answers,
    Draft,
    Filling,
    FormExpired,
    Response,
    expires_at,
)
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import NotFound, Unavailable
from chalicelib.kernel.ids import Ids
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.model import Act, Letter, Opened
from chalicelib.mailbox.service import Mailboxes


class Answering:
    """The forms in one mailbox at a time."""

    def __init__(self, *, clock: Clock, ids: Ids, mailboxes: Mailboxes, outbox: Outbox) -> None:
        self._clock = clock
        self._ids = ids
        self._mailboxes = mailboxes
        self._outbox = outbox

    def look(self, mailbox: str, key: str, who: str) -> Filling:
        """Find the form in a letter, and what has been filled in of it; that it was is written down first (SEC-1)."""
        opened = self._letter(mailbox, key)
        filling = self._filling(opened)
        self._mailboxes.noted(opened.letter, who, Act.FORM)
        return filling

    def save(self, mailbox: str, key: str, answers: Answers) -> Draft:
        """Keep what is filled in so far, right or wrong; the last one kept counts."""
        filling = self._filling(self._letter(mailbox, key))
        if filling.expired:
            raise _expired()
        now, known = self._clock.now(), filling.form.template.known(answers)
        if not store.save_draft(mailbox, key, known, now, filling.expires_at):
            raise _already()
        return Draft(known, now)

    def answer(self, mailbox: str, key: str, answers: Answers, correlation_id: str) -> Draft:
        """Give the answers to the sender, once; the same again is answered with the same receipt.

        One transaction: the draft becomes the receipt, the letter, which is still there, waits for no answer any
        more, the response lies with the sender, and webhooks are told.
        """
        opened = self._letter(mailbox, key)
        filling = self._filling(opened)
        known = filling.form.template.known(answers)
        if filling.draft and filling.draft.responded_at:
            return _receipt(filling.draft, known)
        path = filling.form.template.answered(answers)
        letter, now = opened.letter, self._clock.now()
        if now >= filling.expires_at:
            raise _expired()
        given = self._response(opened, path)
        told = self._outbox.find_writes(_news(letter, given, correlation_id))
        writes = [
            store.answered(mailbox, key, known, given.responded_at),
            mailbox_store.answered(mailbox, key, given.responded_at),
            *store.response(letter.tenant, given), *told,
        ]
        try:
            tables.commit(writes)
        except tables.Cancelled as cancelled:
            return self._refused(mailbox, key, known, cancelled)
        count("forms_answered")
        self._outbox.soon(told, letter.key)
        return Draft(known, given.responded_at, given.responded_at)

    @staticmethod
    def forget(letter: Letter) -> None:
        """Remove what was filled in of a letter that goes; what has been answered is the sender's."""
        if letter.type == FORM_TYPE:
            store.forget(letter.mailbox, letter.key)

    def _letter(self, mailbox: str, key: str) -> Opened:
        opened = self._mailboxes.open(mailbox, key)
        if "form" not in opened.context:
            raise NotFound("There is no form in this letter.")
        return opened

    def _filling(self, opened: Opened) -> Filling:
        letter, sent, now = opened.letter, opened.context["form"], self._clock.now()
        until = expires_at(letter.received_at, sent["days_to_expiry"])
        form, draft = store.look(letter.tenant, sent["id"], letter.mailbox, letter.key, now)
        if form is None:
            raise NotFound("There is no form in this letter.")
        return Filling(form, until, now >= until, draft)

    def _response(self, opened: Opened, path: list[dict[str, Any]]) -> Response:
        kept = opened.kept["form"]
        return Response(
            form=opened.context["form"]["id"], key=str(uuid.UUID(hex=self._ids.hex(32), version=4)), answers=path,
            matched_type=kept["matched_by"]["type"], matched_value=kept["matched_by"]["sealed"],
            responded_at=self._clock.now(), sender_reference=kept["sender_reference"],
        )

    def _refused(self, mailbox: str, key: str, known: Answers, cancelled: tables.Cancelled) -> Draft:
        answered, there, *_ = cancelled.reasons
        if there.failed:
            raise NotFound("There is no such letter.")
        draft = store.find_draft(mailbox, key) if answered.failed else None
        if draft is None:
            raise Unavailable("The answers could not be given now. Send them again.")
        # The same answers: the reply of our first try was lost, and it had been committed.
        return _receipt(draft, known)


def _receipt(draft: Draft, known: Answers) -> Draft:
    if draft.answers != known:
        raise _already()
    return draft


def _already() -> AlreadyAnswered:
    return AlreadyAnswered("This form has been answered.")


def _expired() -> FormExpired:
    return FormExpired("The last day to answer this form is over.")


def _news(letter: Letter, given: Response, correlation_id: str) -> News:
    facts = {"content_key": letter.key, "form_template_key": given.form, "form_response_key": given.key}
    return News(letter.tenant, letter.key, (Type.ANSWERED,), given.responded_at, facts, correlation_id)
