"""Tables of accounts being opened and of one-time codes. Every read looks at expiry itself (I6)."""

from __future__ import annotations

from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.expressions.update import Action

from chalicelib.aws import tables
from chalicelib.aws.tables import Table, Write
from chalicelib.identity.model import CODE_TRIES, Channel, Enrolment, Step
from chalicelib.kernel.clock import epoch, from_epoch


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
    sent_at = NumberAttribute()
    tries = NumberAttribute(default=0)
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
        terms_accepted_at=from_epoch(row.terms_accepted_at) if row.terms_accepted_at is not None else None,
        mailbox=row.mailbox,
    )


def accept_terms(enrolment: str, version: str, now: datetime) -> bool:
    """Note which terms were accepted, and when."""
    actions: list[Action] = [
        EnrolmentRow.terms_version.set(version), EnrolmentRow.terms_accepted_at.set(epoch(now)),
        EnrolmentRow.step.set(Step.EMAIL),
    ]
    return _unless_done(enrolment, actions)


def name_target(enrolment: str, channel: Channel, target: str) -> bool:
    """Note where the code that must now be typed was sent."""
    actions: list[Action] = (
        [EnrolmentRow.email.set(target), EnrolmentRow.step.set(Step.EMAIL_CODE)] if channel is Channel.EMAIL
        else [EnrolmentRow.mobile.set(target), EnrolmentRow.step.set(Step.MOBILE_CODE)]
    )
    return _unless_done(enrolment, actions)


def back_to_email(enrolment: str) -> bool:
    """Ask for another e-mail address: the one that was proved belongs to somebody's account."""
    return _unless_done(enrolment, [EnrolmentRow.step.set(Step.EMAIL), EnrolmentRow.email.remove()])


def _unless_done(enrolment: str, actions: list[Action]) -> bool:
    """Change an opening that is still under way."""
    under_way = EnrolmentRow.enrolment.exists() & (EnrolmentRow.step != Step.DONE)
    return tables.changed(EnrolmentRow(enrolment), actions, under_way)


def advance(enrolment: Enrolment, step: Step, mailbox: str | None = None) -> Write:
    """Go to a step, as part of the transaction that uses up the code; only from the step that was read."""
    actions: list[Action] = [EnrolmentRow.step.set(step)]
    if mailbox:
        actions.append(EnrolmentRow.mailbox.set(mailbox))
    return tables.update(EnrolmentRow(enrolment.enrolment), actions, EnrolmentRow.step == enrolment.step)


def remove_enrolment(enrolment: str) -> None:
    """Forget an opening."""
    EnrolmentRow(enrolment).delete()


def put_code(holder: str, channel: Channel, digest: str, target: str, now: datetime, life: timedelta) -> None:
    """Store a new code in the place of any older one."""
    CodeRow(holder, channel, digest=digest, target=target, sent_at=epoch(now), tries=0, ttl=epoch(now + life)).save()


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


def drop_code(holder: str, channel: Channel) -> None:
    """Forget a code that could not be sent."""
    CodeRow(holder, channel).delete()
