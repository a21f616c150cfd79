"""Tables of people and of the e-mail addresses they are found by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, MapAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.aws import tables
from chalicelib.aws.tables import Table, Write
from chalicelib.content.types import Category
from chalicelib.kernel.clock import day_of, epoch, from_epoch
from chalicelib.recipients.model import Accepted, Closing, Language, NoticeChannel, Person, Theme, Told
from chalicelib.recipients.quiet import NEVER, Quiet

# What is committed together with somebody becoming reachable: post may be waiting for them.
Marker = Callable[[str], Write]


class EraseIndex(GlobalSecondaryIndex["RecipientRow"]):
    """People whose erasure falls due, by day and moment; sparse."""

    class Meta:
        """Only keys: the base row decides."""

        index_name = "erase-index"
        projection = KeysOnlyProjection()

    erase_day = UnicodeAttribute(hash_key=True)
    erase_at = NumberAttribute(range_key=True)


class RecipientRow(Table):
    """One person. Nothing hot lives here: sends only check it."""

    Meta = tables.named("recipients")
    person = UnicodeAttribute(hash_key=True)
    mailbox = UnicodeAttribute()
    personnummer = UnicodeAttribute()  # sealed by KMS
    name = UnicodeAttribute()
    email = UnicodeAttribute()
    mobile = UnicodeAttribute()
    language = UnicodeAttribute(default="sv")
    theme = UnicodeAttribute(default="system")
    notices_by_email = BooleanAttribute(default=True)
    notices_by_push = BooleanAttribute(null=True)
    notices_by_sms = BooleanAttribute(null=True)
    # `category#channel`, of which the channel does not tell although it is on; absent when there are none.
    silenced = UnicodeSetAttribute(null=True)
    quiet = UnicodeAttribute(null=True)  # `22:00-07:00`; absent when there are none
    email_bounced = BooleanAttribute(default=False)
    terms_version = UnicodeAttribute()
    terms_accepted_at = NumberAttribute()
    earlier_terms = UnicodeSetAttribute(null=True)  # `version@moment`, of those accepted before
    created_at = NumberAttribute()
    last_login_at = NumberAttribute()
    closed_at = NumberAttribute(null=True)
    accepts_until = NumberAttribute(null=True)
    erase_at = NumberAttribute(null=True)
    erase_day = UnicodeAttribute(null=True)
    # By `tenant`, or `tenant#category`. Created empty with the row: setting a key in a map that is not there fails.
    paused: MapAttribute[str, int] = MapAttribute(default=dict)
    erase_index = EraseIndex()


class AddressRow(Table):
    """A verified e-mail address, by its digest; it belongs to one person only."""

    Meta = tables.named("addresses")
    address = UnicodeAttribute(hash_key=True)
    person = UnicodeAttribute()


def to_person(row: RecipientRow) -> Person:
    """Read a row as the business sees it."""
    closing = None
    if row.closed_at is not None:
        closing = Closing(from_epoch(row.closed_at), from_epoch(row.accepts_until), from_epoch(row.erase_at))
    off = {str(name).partition("#"): from_epoch(until) for name, until in row.paused.as_dict().items()}
    return Person(
        person=row.person, mailbox=row.mailbox, name=row.name, email=row.email, mobile=row.mobile,
        language=Language(row.language), theme=Theme(row.theme), notices_by_email=row.notices_by_email,
        email_bounced=row.email_bounced, terms_version=row.terms_version,
        terms_accepted_at=from_epoch(row.terms_accepted_at), created_at=from_epoch(row.created_at),
        last_login_at=from_epoch(row.last_login_at), closing=closing,
        paused={tenant: until for (tenant, _, category), until in off.items() if not category},
        paused_parts={(tenant, Category(category)): until for (tenant, _, category), until in off.items() if category},
        notices_by_push=bool(row.notices_by_push), notices_by_sms=bool(row.notices_by_sms),
        silenced=frozenset(_read_silence(row.silenced or ())),
        quiet=Quiet.read(row.quiet) if row.quiet else NEVER,
        earlier_terms=tuple(_read_terms(row.earlier_terms or ())),
    )


def _read_silence(names: Iterable[str]) -> Iterator[Told]:
    for name in names:
        category, _, channel = name.partition("#")
        yield Category(category), NoticeChannel(channel)


def _read_terms(written: Iterable[str]) -> list[Accepted]:
    found = [(version, from_epoch(int(at))) for version, _, at in (each.rpartition("@") for each in written)]
    return sorted(found, key=lambda each: each[1], reverse=True)


def find(person: str, *, consistent: bool = True) -> Person | None:
    """Find a person by key."""
    row = tables.get(RecipientRow, person, consistent=consistent)
    return to_person(row) if row else None


def find_row(person: str) -> RecipientRow | None:
    """Find a person's whole row, with the sealed personal number."""
    return tables.get(RecipientRow, person, consistent=True)


def person_by_address(address: str) -> str | None:
    """Find whose e-mail address this is, by its digest."""
    row = tables.get(AddressRow, address, consistent=True)
    return str(row.person) if row else None


def find_by_address(address: str) -> Person | None:
    """Find the person whose e-mail address this is, by its digest."""
    person = person_by_address(address)
    return find(person) if person else None


def change(person: str, actions: Sequence[Action], condition: Condition | None = None) -> Person | None:
    """Change a person's row, which must exist; answer the person after it, or None when a condition refused."""
    row = RecipientRow(person)
    demand = RecipientRow.person.exists()
    there = tables.changed(row, actions, demand & condition if condition is not None else demand)
    return to_person(row) if there else None


def new_account(person: Person, sealed: str, address: str) -> list[Write]:
    """All writes that make an account: the person, who must be new, and the address, which must be free."""
    return [tables.put(_row(person, sealed), RecipientRow.person.does_not_exist()), _claim(address, person.person)]


def place(person: Person, sealed: str, address: str) -> None:
    """Put a person as they are to be, whatever was there: for the sandbox of a test stage only."""
    _row(person, sealed).save()
    AddressRow(address, person=person.person).save()


def _row(person: Person, sealed: str) -> RecipientRow:
    leaving = person.closing
    return RecipientRow(
        person.person, mailbox=person.mailbox, personnummer=sealed, name=person.name, email=person.email,
        mobile=person.mobile, language=person.language, theme=person.theme, notices_by_email=person.notices_by_email,
        email_bounced=person.email_bounced, terms_version=person.terms_version,
        terms_accepted_at=epoch(person.terms_accepted_at), created_at=epoch(person.created_at),
        last_login_at=epoch(person.last_login_at), closed_at=epoch(leaving.closed_at) if leaving else None,
        accepts_until=epoch(leaving.accepts_until) if leaving else None,
        erase_at=epoch(leaving.erase_at) if leaving else None,
        erase_day=day_of(leaving.erase_at) if leaving else None,
        paused={tenant: epoch(until) for tenant, until in person.paused.items()},
    )


def _claim(address: str, person: str) -> Write:
    free = AddressRow.address.does_not_exist() | (AddressRow.person == person)
    return tables.put(AddressRow(address, person=person), free)


def move_address(person: Person, email: str, address: str, old_address: str) -> list[Write]:
    """All writes that give a person another e-mail address, as long as nobody else has changed it meanwhile."""
    actions = [RecipientRow.email.set(email), RecipientRow.email_bounced.set(False)]
    changed = tables.update(RecipientRow(person.person), actions, RecipientRow.email == person.email)
    if address == old_address:
        return [_claim(address, person.person), changed]
    given_up = tables.delete(
        AddressRow(old_address), AddressRow.address.does_not_exist() | (AddressRow.person == person.person)
    )
    return [_claim(address, person.person), changed, given_up]


def new_mobile(person: str, mobile: str) -> Write:
    """Give a person another mobile number, as part of the transaction that uses up the code."""
    return tables.update(RecipientRow(person), [RecipientRow.mobile.set(mobile)], RecipientRow.person.exists())


def close(person: str, closing: Closing) -> Person | None:
    """Start the clocks of a closing account; an account that is closing already keeps its first promises."""
    actions = [
        RecipientRow.closed_at.set(epoch(closing.closed_at)),
        RecipientRow.accepts_until.set(epoch(closing.accepts_until)),
        RecipientRow.erase_at.set(epoch(closing.erase_at)),
        RecipientRow.erase_day.set(day_of(closing.erase_at)),
    ]
    return change(person, actions, RecipientRow.closed_at.does_not_exist()) or find(person)


def reopened(person: str, now: datetime) -> Write:
    """Undo a closing, as long as erasure has not fallen due."""
    actions = [
        RecipientRow.closed_at.remove(), RecipientRow.accepts_until.remove(), RecipientRow.erase_at.remove(),
        RecipientRow.erase_day.remove(),
    ]
    in_time = RecipientRow.erase_at.does_not_exist() | (RecipientRow.erase_at > epoch(now))
    return tables.update(RecipientRow(person), actions, RecipientRow.person.exists() & in_time)


def note_login(person: str, seen: datetime, now: datetime) -> bool:
    """Note a login, unless another one has been noted since the person was read."""
    unmoved = RecipientRow.last_login_at == epoch(seen)
    return tables.changed(RecipientRow(person), [RecipientRow.last_login_at.set(epoch(now))], unmoved)


def choose(
    person: str, *, language: Language | None, theme: Theme | None, notices_by_email: bool | None,
    notices_by_sms: bool | None, hears: Mapping[Told, bool], quiet: Quiet | None,
) -> Person | None:
    """Change settings; what is not given stays as it is.

    Cells turned on and cells turned off are two writes, because one cannot both take from a set and add to it.
    """
    chosen: tuple[tuple[Any, object], ...] = (
        (RecipientRow.language, language), (RecipientRow.theme, theme),
        (RecipientRow.notices_by_email, notices_by_email), (RecipientRow.notices_by_sms, notices_by_sms),
    )
    actions: list[Action] = [attribute.set(value) for attribute, value in chosen if value is not None]
    if quiet is not None:
        actions.append(RecipientRow.quiet.set(str(quiet)) if quiet.start != quiet.end else RecipientRow.quiet.remove())
    off, on = ({"#".join(cell) for cell, heard in hears.items() if heard is which} for which in (False, True))
    if off and on:
        change(person, [RecipientRow.silenced.add(off)])
    elif off:
        actions.append(RecipientRow.silenced.add(off))
    if on:
        actions.append(RecipientRow.silenced.delete(on))
    return change(person, actions) if actions else find(person)


def accept_terms(person: Person, version: str, now: datetime) -> Person | None:
    """Note which terms somebody accepts now, and keep which they had; None when that has changed meanwhile."""
    actions = [
        RecipientRow.earlier_terms.add({f"{person.terms_version}@{epoch(person.terms_accepted_at)}"}),
        RecipientRow.terms_version.set(version), RecipientRow.terms_accepted_at.set(epoch(now)),
    ]
    return change(person.person, actions, RecipientRow.terms_version == person.terms_version)


def hearing_push(person: str) -> Write:
    """Note, in the transaction that gives a browser leave, that push is a channel of this person's."""
    return tables.update(
        RecipientRow(person), [RecipientRow.notices_by_push.set(True)], RecipientRow.person.exists()
    )


def due_for_erasure(day: str, now: datetime) -> Iterator[tuple[datetime, str]]:
    """Name the people whose erasure fell due on a day and by now, and when; the base row decides again."""
    for row in RecipientRow.erase_index.query(day, RecipientRow.erase_at <= epoch(now)):
        yield from_epoch(row.erase_at), str(row.person)


def mark_bounced(person: str) -> None:
    """Note that a person's e-mail address does not work."""
    change(person, [RecipientRow.email_bounced.set(True)])


def mute_email(person: str) -> None:
    """Turn a person's notices by e-mail off."""
    change(person, [RecipientRow.notices_by_email.set(False)])


def remove(person: str, address: str) -> None:
    """Remove a person and their hold on an e-mail address."""
    row = tables.get(AddressRow, address, consistent=True)
    if row is not None and row.person == person:
        row.delete()
    RecipientRow(person).delete()
