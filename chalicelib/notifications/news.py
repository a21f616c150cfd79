"""Notices in the words of each kind of post: what stands in the subject line, and what one has been sent."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.content.types import Kind
from chalicelib.recipients.model import Language

NEWS: Mapping[Language, Mapping[Kind, tuple[str, str]]] = MappingProxyType({
    Language.SV: {
        Kind.LETTER: ("Ny post", "ny post"),
        Kind.PAYSLIP: ("Nytt lönebesked", "ett nytt lönebesked"),
        Kind.CREDIT_NOTE: ("Ny kreditnota", "en ny kreditnota"),
        Kind.SIGNED: ("Nytt signerat dokument", "ett signerat dokument"),
        Kind.FORM: ("Nytt formulär", "ett formulär att fylla i"),
        Kind.REGISTERED: ("Nytt rekommenderat brev", "ett rekommenderat brev"),
        Kind.APPOINTMENT: ("Ny bokad tid", "en bokad tid"),
        Kind.INVITATION: ("Ny inbjudan", "en inbjudan"),
        Kind.GIFT: ("Ny gåva", "en gåva"),
        Kind.VOUCHER: ("Ny värdecheck", "en värdecheck"),
        Kind.SIGNING: ("Något att signera", "något att signera"),
        Kind.TICKET: ("Nya biljetter", "biljetter"),
        Kind.QUESTIONS: ("Frågor att svara på", "frågor att svara på"),
    },
    Language.EN: {
        Kind.LETTER: ("New post", "new post"),
        Kind.PAYSLIP: ("New payslip", "a new payslip"),
        Kind.CREDIT_NOTE: ("New credit note", "a new credit note"),
        Kind.SIGNED: ("New signed document", "a signed document"),
        Kind.FORM: ("New form", "a form to fill in"),
        Kind.REGISTERED: ("New registered letter", "a registered letter"),
        Kind.APPOINTMENT: ("New appointment", "an appointment"),
        Kind.INVITATION: ("New invitation", "an invitation"),
        Kind.GIFT: ("New gift", "a gift"),
        Kind.VOUCHER: ("New voucher", "a voucher"),
        Kind.SIGNING: ("Something to sign", "something to sign"),
        Kind.TICKET: ("New tickets", "tickets"),
        Kind.QUESTIONS: ("Questions to answer", "questions to answer"),
    },
})
