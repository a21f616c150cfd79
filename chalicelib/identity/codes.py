"""One-time codes of six digits that prove an e-mail address or a mobile number (ACC-5, ACC-7)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

from chalicelib.aws import tables
from chalicelib.aws.secrets import Pepper, equal
from chalicelib.aws.tables import Write
from chalicelib.identity import enrolment_store as store
from chalicelib.identity.enrolment_store import CodeRow
from chalicelib.identity.model import (
    CODE_LIFE,
    CODE_TRIES,
    PERSON_LIMITS,
    TARGET_LIMITS,
    Channel,
    CodeExpired,
    CodeTooMany,
    CodeWrong,
    Pending,
    next_turn,
)
from chalicelib.identity.suppliers import Messenger
from chalicelib.kernel.clock import Clock, epoch, from_epoch
from chalicelib.kernel.errors import OperatorError
from chalicelib.kernel.ids import Ids
from chalicelib.recipients.model import Language


class Codes:
    """Codes that have been sent; each belongs to one holder, one channel and one target, and works once."""

    def __init__(self, *, clock: Clock, ids: Ids, pepper: Pepper, messenger: Messenger) -> None:
        self._clock = clock
        self._ids = ids
        self._pepper = pepper
        self._messenger = messenger

    def send(
        self, holder: str, person: str, channel: Channel, target: str, language: Language, extra: Sequence[Write] = ()
    ) -> Pending:
        """Send a new code, which takes the place of any older one (ACC-8): one read, one transaction, one message.

        `extra` is committed with it. A code whose sending failed stays valid, since it may have arrived all the same.
        Raises CodeTooMany when the target has had one in this minute, 3 in this hour or 10 in this day.
        """
        now, code = self._clock.now(), self._ids.code()
        to, by = f"codes#{self._pepper.of('code-target', f'{channel}:{target.lower()}')}", f"codes#{person}"
        sent = store.sendings([to, by])
        turn = max(next_turn(sent[to], TARGET_LIMITS), next_turn(sent[by], PERSON_LIMITS))
        if turn > now:
            raise _too_many("Wait before asking for another code.", now, turn)
        again = next_turn([*sent[to], epoch(now)], TARGET_LIMITS)
        digest = self._digest(holder, channel, target, code)
        writes = [
            store.new_code(holder, channel, digest, target, now, again),
            store.note_sending(to, sent[to], now), store.note_sending(by, sent[by], now), *extra,
        ]
        try:
            tables.commit(writes)
        except tables.Cancelled:
            raise _too_many("A code is being sent just now.", now, again) from None
        self._messenger.send_code(channel, target, code, language)
        return Pending(target, now + CODE_LIFE, CODE_TRIES, again)

    def pending(self, holder: str, channel: Channel) -> Pending | None:
        """What waits for being typed, if anything does."""
        row = store.find_code(holder, channel, self._clock.now())
        if row is None:
            return None
        return Pending(row.target, from_epoch(row.ttl), CODE_TRIES - int(row.tries), from_epoch(row.can_resend_at))

    def prove(self, holder: str, channel: Channel, code: str) -> tuple[str, Write]:
        """Try a code; answer the target it proves and the write that uses it up, for the transaction that follows.

        Every try is counted before it is judged, so that tries made at the same time cannot be more than five.
        Raises CodeWrong, CodeExpired and CodeTooMany.
        """
        now = self._clock.now()
        row = store.count_try(holder, channel, now)
        if row is None:
            raise self._why_not(holder, channel, now)
        if not equal(self._digest(holder, channel, row.target, code), row.digest):
            raise CodeWrong("That is not the code that was sent.", tries_left=CODE_TRIES - int(row.tries))
        return str(row.target), store.spend(row)

    def _why_not(self, holder: str, channel: Channel, now: datetime) -> OperatorError:
        row: CodeRow | None = store.find_code(holder, channel, now)
        if row is None:
            return CodeExpired("The code is no longer valid. Ask for a new one.")
        sentence = "This code has been tried too often. Ask for a new one."
        return _too_many(sentence, now, from_epoch(row.can_resend_at))

    def _digest(self, holder: str, channel: Channel, target: str, code: str) -> str:
        return self._pepper.of("code", f"{holder}:{channel}:{target}:{code}")


def _too_many(sentence: str, now: datetime, until: datetime) -> CodeTooMany:
    return CodeTooMany(sentence, retry_after=max(1, math.ceil((until - now).total_seconds())))
