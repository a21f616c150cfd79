"""Tables of BankID orders and of sessions. Every read looks at expiry itself (I6)."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws import tables
from chalicelib.aws.tables import Table, Write
from chalicelib.identity.model import Login, Progress, Purpose, Session
from chalicelib.kernel.clock import epoch, from_epoch, maybe_epoch, maybe_moment


class LoginRow(Table):
    """One BankID order, below the digest of the cookie of the browser that started it."""

    Meta = tables.named("logins")
    login = UnicodeAttribute(hash_key=True)
    purpose = UnicodeAttribute()
    order_ref = UnicodeAttribute()
    qr_start_token = UnicodeAttribute()
    qr_start_secret = UnicodeAttribute()
    same_device = BooleanAttribute(default=False)
    started_at = NumberAttribute()
    last_collect_at = NumberAttribute()
    progress = UnicodeAttribute()
    hint = UnicodeAttribute()
    asked = UnicodeAttribute(null=True)
    sealed = UnicodeAttribute(null=True)
    mailbox = UnicodeAttribute(null=True)
    session = UnicodeAttribute(null=True)
    about = UnicodeAttribute(null=True)
    proof = UnicodeAttribute(null=True)
    completed_at = NumberAttribute(null=True)
    person = UnicodeAttribute(null=True)
    name = UnicodeAttribute(null=True)
    adult = BooleanAttribute(default=True)
    ttl = NumberAttribute()


class SessionRow(Table):
    """One session, below the mailbox it opens and the digest of its secret."""

    Meta = tables.named("sessions")
    mailbox = UnicodeAttribute(hash_key=True)
    session = UnicodeAttribute(range_key=True)
    person = UnicodeAttribute()
    provider = UnicodeAttribute()
    assurance = NumberAttribute()
    device = UnicodeAttribute()
    created_at = NumberAttribute()
    last_seen_at = NumberAttribute()
    stepped_up_at = NumberAttribute(null=True)
    login = UnicodeAttribute(null=True)
    ttl = NumberAttribute()


def add_login(login: Login) -> None:
    """Store an order that has been started."""
    mailbox, session = login.session or (None, None)
    LoginRow(
        login.login, purpose=login.purpose, order_ref=login.order_ref, qr_start_token=login.qr_start_token,
        qr_start_secret=login.qr_start_secret, same_device=login.same_device,
        started_at=login.started_at.timestamp(), last_collect_at=login.last_collect_at.timestamp(),
        progress=login.progress, hint=login.hint, asked=login.asked, sealed=login.sealed, mailbox=mailbox,
        session=session, about=login.about, ttl=epoch(login.expires_at),
    ).save()


def _to_login(row: LoginRow) -> Login:
    return Login(
        login=row.login, purpose=Purpose(row.purpose), order_ref=row.order_ref, qr_start_token=row.qr_start_token,
        qr_start_secret=row.qr_start_secret, same_device=row.same_device, started_at=from_epoch(row.started_at),
        expires_at=from_epoch(row.ttl), progress=Progress(row.progress), hint=row.hint,
        last_collect_at=from_epoch(row.last_collect_at), asked=row.asked, sealed=row.sealed,
        session=(row.mailbox, row.session) if row.mailbox and row.session else None,
        completed_at=maybe_moment(row.completed_at),
        person=row.person, name=row.name, adult=row.adult, about=row.about, proof=row.proof,
    )


def find_login(login: str, now: datetime) -> Login | None:
    """Find an order that is not over."""
    row = tables.get(LoginRow, login, consistent=True)
    return _to_login(row) if row is not None and row.ttl > epoch(now) else None


def claim_collect(login: Login, now: datetime) -> bool:
    """Take the turn to ask BankID about an order; only one of those who ask at the same time gets it."""
    unmoved = LoginRow.last_collect_at == login.last_collect_at.timestamp()
    return tables.changed(LoginRow(login.login), [LoginRow.last_collect_at.set(now.timestamp())], unmoved)


def note_hint(login: str, progress: Progress, hint: str) -> bool:
    """Remember what BankID said of an order that is not complete."""
    pending = LoginRow.progress == Progress.PENDING
    return tables.changed(LoginRow(login), [LoginRow.progress.set(progress), LoginRow.hint.set(hint)], pending)


def complete_login(
    login: str, person: str, name: str, now: datetime, *, adult: bool, proof: str | None = None
) -> bool:
    """Remember who has identified; BankID tells it only once, so this comes before anything else is done with it."""
    actions = [
        LoginRow.progress.set(Progress.COMPLETE), LoginRow.hint.set(""), LoginRow.person.set(person),
        LoginRow.name.set(name), LoginRow.adult.set(adult), LoginRow.completed_at.set(now.timestamp()),
    ]
    if proof is not None:
        actions.append(LoginRow.proof.set(proof))
    return tables.changed(LoginRow(login), actions, LoginRow.progress == Progress.PENDING)


def remove_login(login: str) -> None:
    """Forget an order."""
    LoginRow(login).delete()


def _session_row(session: Session) -> SessionRow:
    stepped_up = maybe_epoch(session.stepped_up_at)
    return SessionRow(
        session.mailbox, session.session, person=session.person, provider=session.provider,
        assurance=session.assurance, device=session.device, created_at=epoch(session.created_at),
        last_seen_at=epoch(session.last_seen_at), stepped_up_at=stepped_up, ttl=epoch(session.expires_at),
        login=session.login or session.session,
    )


def _to_session(row: SessionRow) -> Session:
    return Session(
        mailbox=row.mailbox, session=row.session, person=row.person, provider=row.provider,
        assurance=int(row.assurance), device=row.device, created_at=from_epoch(row.created_at),
        last_seen_at=from_epoch(row.last_seen_at), expires_at=from_epoch(row.ttl),
        stepped_up_at=maybe_moment(row.stepped_up_at),
        login=row.login or row.session,
    )


def add_session(session: Session, noted: Write) -> bool:
    """Store a new session together with its note in the mailbox's log; answer False when it stands there already."""
    return tables.committed([tables.put(_session_row(session), SessionRow.session.does_not_exist()), noted])


def rotate_session(old: Session, new: Session) -> bool:
    """Put a session in the place of another, which must still be there."""
    writes = [
        tables.delete(SessionRow(old.mailbox, old.session), SessionRow.session.exists()),
        tables.put(_session_row(new), SessionRow.session.does_not_exist()),
    ]
    return tables.committed(writes)


def find_session(mailbox: str, session: str, now: datetime) -> Session | None:
    """Find a session that lives."""
    row = tables.get(SessionRow, mailbox, session, consistent=True)
    found = _to_session(row) if row else None
    return found if found is not None and found.lives(now) else None


def touch_session(session: Session, now: datetime) -> bool:
    """Note that a session is used; a session that has been ended meanwhile stays ended."""
    row = SessionRow(session.mailbox, session.session)
    return tables.changed(row, [SessionRow.last_seen_at.set(epoch(now))], SessionRow.session.exists())


def sessions_of(mailbox: str, now: datetime) -> list[Session]:
    """List the living sessions of a mailbox."""
    found = [_to_session(row) for row in SessionRow.query(mailbox, consistent_read=True)]
    return [session for session in found if session.lives(now)]


def end_session(mailbox: str, session: str) -> None:
    """End one session."""
    SessionRow(mailbox, session).delete()


def end_sessions(mailbox: str) -> None:
    """End every session of a mailbox."""
    tables.erase_all(SessionRow, mailbox)
