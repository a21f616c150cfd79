"""Tables of accounts being opened and of one-time codes. Every read looks at expiry itself (I6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.aws import tables
from chalicelib.aws.tables import Table, Write
from chalicelib.identity.model import CODE_LIFE, CODE_TRIES, Channel, Enrolment, Step
from chalicelib.kernel.clock import epoch, from_epoch, maybe_moment

SENDINGS_KEPT = timedelta(days=1)


class EnrolmentRow(Table):
    """One account being opened, below the digest of the cookie of the browser it is opened in."""

    Meta = tables.named("enrolments")
    enrolment = UnicodeAttribute(hash_key=True)
    person = UnicodeAttribute()
    sealed = UnicodeAttribute()
    name = UnicodeAttribute()
    step = UnicodeAttribute()
    terms_version = UnicodeAttribute(null=True)
    terms_accepted_at = NumberAttribute(null=True)
    email = UnicodeAttribute(null=True)
    mobile = UnicodeAttribute(null=True)
    mailbox = UnicodeAttribute(null=True)
    ttl = NumberAttribute()


class CodeRow(Table):
    """The one code that a holder can prove a channel with; a newer one takes its place."""

    Meta = tables.named("codes")
    holder = UnicodeAttribute(hash_key=True)
    purpose = UnicodeAttribute(range_key=True)
    digest = UnicodeAttribute()
    target = UnicodeAttribute()
    can_resend_at = NumberAttribute()
    tries = NumberAttribute(default=0)
    ttl = NumberAttribute()


class SendingsRow(Table):
    """When codes were lately sent to one target, or for one person; it lies in the table of counters."""

    Meta = tables.named("counters")
    counter = UnicodeAttribute(hash_key=True)
    sent = UnicodeAttribute()  # seconds since 1970, oldest first
    ttl = NumberAttribute()


def add_enrolment(enrolment: Enrolment) -> None:
    """Store the opening of an account; one that stands there already goes on where it was."""
    row = EnrolmentRow(
        enrolment.enrolment, person=enrolment.person, sealed=enrolment.sealed, name=enrolment.name,
        step=enrolment.step, ttl=epoch(enrolment.expires_at),
    )
    try:
        row.save(condition=EnrolmentRow.enrolment.does_not_exist())
    except PutError as error:
        if not tables.was_refused(error):
            raise


def find_enrolment(enrolment: str, now: datetime) -> Enrolment | None:
    """Find an opening that is not over."""
    row = tables.get(EnrolmentRow, enrolment, consistent=True)
    if row is None or row.ttl <= epoch(now):
        return None
    return Enrolment(
        enrolment=row.enrolment, person=row.person, sealed=row.sealed, name=row.name, step=Step(row.step),
        expires_at=from_epoch(row.ttl), terms_version=row.terms_version, email=row.email, mobile=row.mobile,
        terms_accepted_at=maybe_moment(row.terms_accepted_at),
        mailbox=row.mailbox,
    )


def accept_terms(enrolment: str, version: str, now: datetime) -> bool:
    """Note which terms were accepted, and when."""
    actions: list[Action] = [
        EnrolmentRow.terms_version.set(version), EnrolmentRow.terms_accepted_at.set(epoch(now)),
        EnrolmentRow.step.set(Step.EMAIL),
    ]
    return tables.changed(EnrolmentRow(enrolment), actions, EnrolmentRow.step == Step.TERMS)


def named_target(enrolment: str, channel: Channel, target: str) -> Write:
    """Note where the code goes that must now be typed, as part of the transaction that stores the code."""
    actions: list[Action] = (
        [EnrolmentRow.email.set(target), EnrolmentRow.step.set(Step.EMAIL_CODE)] if channel is Channel.EMAIL
        else [EnrolmentRow.mobile.set(target), EnrolmentRow.step.set(Step.MOBILE_CODE)]
    )
    return tables.update(EnrolmentRow(enrolment), actions, _under_way())


def back_to_email(enrolment: str) -> bool:
    """Ask for another e-mail address: the one that was proved belongs to somebody's account."""
    return tables.changed(EnrolmentRow(enrolment), [EnrolmentRow.step.set(Step.EMAIL)], _under_way())


def _under_way() -> Condition:
    condition: Condition = EnrolmentRow.enrolment.exists() & (EnrolmentRow.step != Step.DONE)
    return condition


def advance(enrolment: Enrolment, step: Step, mailbox: str | None = None) -> Write:
    """Go to a step, as part of the transaction that uses up the code; only from the step that was read."""
    actions: list[Action] = [EnrolmentRow.step.set(step)]
    if mailbox:
        actions.append(EnrolmentRow.mailbox.set(mailbox))
    return tables.update(EnrolmentRow(enrolment.enrolment), actions, EnrolmentRow.step == enrolment.step)


def remove_enrolment(enrolment: str) -> None:
    """Forget an opening."""
    EnrolmentRow(enrolment).delete()


def sendings(keys: Sequence[str]) -> dict[str, list[int]]:
    """When codes were lately sent, by key: one read."""
    rows = tables.batch_get({SendingsRow: list(keys)})[SendingsRow]
    found = {str(row.counter): [int(moment) for moment in row.sent.split()] for row in rows}
    return {key: found.get(key, []) for key in keys}


def note_sending(key: str, before: Sequence[int], now: datetime) -> Write:
    """Note one more, as part of the transaction that stores the code; refused when another came in between."""
    kept = [moment for moment in before if moment > epoch(now - SENDINGS_KEPT)]
    row = SendingsRow(
        key, sent=" ".join(str(moment) for moment in (*kept, epoch(now))), ttl=epoch(now + SENDINGS_KEPT)
    )
    unchanged = SendingsRow.sent == " ".join(str(moment) for moment in before)
    return tables.put(row, unchanged if before else SendingsRow.counter.does_not_exist())


def new_code(holder: str, channel: Channel, digest: str, target: str, now: datetime, can_resend_at: datetime) -> Write:
    """Store a new code in the place of any older one."""
    row = CodeRow(
        holder, channel, digest=digest, target=target, can_resend_at=epoch(can_resend_at), tries=0,
        ttl=epoch(now + CODE_LIFE),
    )
    return tables.put(row)


def find_code(holder: str, channel: Channel, now: datetime) -> CodeRow | None:
    """Find a code that is still valid, used up or not."""
    row = tables.get(CodeRow, holder, channel, consistent=True)
    return row if row is not None and row.ttl > epoch(now) else None


def count_try(holder: str, channel: Channel, now: datetime) -> CodeRow | None:
    """Count a try at a code and answer it; None when there is none to try, or no try left. One atomic write."""
    row = CodeRow(holder, channel)
    condition = CodeRow.digest.exists() & (CodeRow.ttl > epoch(now)) & (CodeRow.tries < CODE_TRIES)
    return row if tables.changed(row, [CodeRow.tries.add(1)], condition) else None


def spend(row: CodeRow) -> Write:
    """Use a code up, as part of the transaction that does what it was for."""
    return tables.delete(CodeRow(row.holder, row.purpose), CodeRow.digest == row.digest)
