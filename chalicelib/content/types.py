"""Everything a sender may send to a person: one rule per type of content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from chalicelib.kernel.errors import Invalid, Unprocessable


class UnknownType(Invalid):
    """A type that is not delivered here."""

    number = 40012
    slug = "unknown_type"


class NotRetainable(Unprocessable):
    """A type that cannot wait for its recipient."""

    number = 42221
    slug = "not_retainable"


class NotSchedulable(Unprocessable):
    """A type that cannot be delivered at a later time."""

    number = 42200
    slug = "not_schedulable"


class Kind(StrEnum):
    """What a content is to the person who gets it; notices have words for each."""

    LETTER = "letter"
    PAYSLIP = "payslip"
    CREDIT_NOTE = "credit_note"
    SIGNED = "signed"
    FORM = "form"
    REGISTERED = "registered"
    APPOINTMENT = "appointment"
    INVITATION = "invitation"
    GIFT = "gift"
    VOUCHER = "voucher"
    SIGNING = "signing"
    TICKET = "ticket"
    QUESTIONS = "questions"


class Category(StrEnum):
    """The few plain piles that people choose by: of what they are told, and what a sender may send them."""

    LETTERS = "letters"
    SALARY = "salary"
    INVOICES = "invoices"
    BOOKINGS = "bookings"
    TASKS = "tasks"  # to be filled in or signed
    REGISTERED = "registered"
    OFFERS = "offers"


_CATEGORIES: Mapping[Kind, Category] = MappingProxyType({
    Kind.LETTER: Category.LETTERS, Kind.SIGNED: Category.LETTERS, Kind.PAYSLIP: Category.SALARY,
    Kind.CREDIT_NOTE: Category.INVOICES, Kind.APPOINTMENT: Category.BOOKINGS, Kind.TICKET: Category.BOOKINGS,
    Kind.FORM: Category.TASKS, Kind.SIGNING: Category.TASKS, Kind.QUESTIONS: Category.TASKS,
    Kind.REGISTERED: Category.REGISTERED, Kind.INVITATION: Category.OFFERS, Kind.GIFT: Category.OFFERS,
    Kind.VOUCHER: Category.OFFERS,
})


@dataclass(frozen=True, slots=True)
class Rule:
    """What a type may and must be sent with.

    `carries` is the field with the type's own structured data; it may be left out where `needs_data` is false.
    """

    kind: Kind
    carries: str | None = None
    needs_data: bool = True
    needs_parts: bool = False
    retainable: bool = False
    by_email: bool = True
    schedulable: bool = True


TYPES: Mapping[str, Rule] = MappingProxyType({
    "letter": Rule(Kind.LETTER, needs_parts=True),
    "letter.salary": Rule(Kind.PAYSLIP, needs_parts=True, retainable=True),
    "letter.creditnotice": Rule(Kind.CREDIT_NOTE, needs_parts=True, retainable=True),
    "letter.form": Rule(Kind.FORM, carries="form"),
    "letter.signed": Rule(Kind.SIGNED, carries="signed", needs_data=False, needs_parts=True, retainable=True),
    # Software that moves from letter.salary sends the new type with a PDF and nothing else.
    "salaryslip": Rule(Kind.PAYSLIP, carries="salaryslip", needs_data=False, retainable=True),
    "booking": Rule(Kind.APPOINTMENT, carries="booking"),
    "invite.research": Rule(Kind.INVITATION, carries="invite_research"),
    "invite.gift": Rule(Kind.GIFT, carries="invite_gift"),
    "invite.sign": Rule(Kind.SIGNING, carries="invite_sign", retainable=True),
    "invite.voucher": Rule(Kind.VOUCHER, carries="invite_voucher"),
    "invite.kyc": Rule(Kind.QUESTIONS, carries="invite_kyc"),
    "registered.letter": Rule(
        Kind.REGISTERED, carries="registered", needs_parts=True, by_email=False, schedulable=False
    ),
    "ticket.event": Rule(Kind.TICKET, carries="ticket"),
})


# What the published interface calls what is to be paid; whoever sends it is told what to do instead.
_PAYABLE = ("invoice", "accounting")
_UNPAYABLE = "Nothing can be paid here yet, so invoices are not delivered. Send it another way, for example on paper. "


def rule_of(type_: str) -> Rule:
    """Find the rule of a type; refuse one that is unknown or not open yet."""
    rule = TYPES.get(type_)
    if rule is None:
        first = _UNPAYABLE if type_.partition(".")[0] in _PAYABLE else ""
        raise UnknownType(f"{first}The type is not one of {', '.join(TYPES)}.")
    return rule


def demand_retainable(type_: str) -> None:
    """Refuse to let a type wait for its recipient that cannot."""
    if not rule_of(type_).retainable:
        kinds = ", ".join(name for name, each in TYPES.items() if each.retainable)
        raise NotRetainable(
            f"Content of type {type_} cannot be retained; only {kinds} can. Send it without retain, by itself."
        )


def demand_schedulable(type_: str) -> None:
    """Refuse to let a type wait for its time that is delivered at once only."""
    if not rule_of(type_).schedulable:
        raise NotSchedulable(
            f"Content of type {type_} is delivered at once. Send it without deliver_at, as a content of its own."
        )


def kind_of(type_: str) -> Kind:
    """What a delivered content is to its reader; a type that has been retired since is a letter."""
    rule = TYPES.get(type_)
    return rule.kind if rule else Kind.LETTER


def is_invitation(type_: str) -> bool:
    """Whether a content leads to somewhere else, so that what is done about it there is not known here."""
    return type_.startswith("invite.")


def category_of(type_: str) -> Category:
    """In which pile a content of this type lies."""
    return _CATEGORIES[kind_of(type_)]
