"""The words on the pages that an export makes of structured post, as the web app says them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from chalicelib.kernel.clock import STOCKHOLM
from chalicelib.recipients.model import Language

Say = Callable[[str], str]

_WORDS = {
    "from": ("Från", "From"),
    "received": ("Mottaget", "Received"),
    "when": ("När", "When"),
    "place": ("Plats", "Place"),
    "read_more": ("Läs mer", "Read more"),
    "behind": ("På uppdrag av", "On behalf of"),
    "store": ("Gäller hos", "Good at"),
    "service": ("Tjänst", "Service"),
    "good_until": ("Gäller till", "Good until"),
    "link": ("Länk", "Link"),
    "admission": ("Insläpp", "Doors open"),
    "organiser": ("Arrangör", "Organiser"),
    "order": ("Ordernummer", "Order number"),
    "ticket": ("Biljett", "Ticket"),
    "shared": ("Gemensam biljett", "One ticket for all"),
    "type": ("Biljett", "Ticket"),
    "gate": ("Entré", "Gate"),
    "section": ("Sektion", "Section"),
    "row": ("Rad", "Row"),
    "seat": ("Stol", "Seat"),
    "code": ("Kod", "Code"),
    "net": ("Att få ut", "Net pay"),
    "payout": ("Utbetalas", "Paid out"),
    "period": ("Period", "Period"),
    "account": ("Till konto", "To account"),
    "reckoning": ("Så räknas lönen", "How your pay is worked out"),
    "basic": ("Avtalad lön", "Contractual salary"),
    "vacation_pay": ("Semesterlön", "Holiday pay"),
    "gross": ("Bruttolön", "Gross pay"),
    "tax": ("Skatt", "Tax"),
    "tax_rate": ("Skattesats", "Tax rate"),
    "benefits": ("Förmåner", "Benefits"),
    "time": ("Tid", "Time"),
    "worked": ("Arbetad tid", "Worked"),
    "overtime": ("Övertid", "Overtime"),
    "absence": ("frånvaro", "absence"),
    "holidays": ("Semester", "Holidays"),
    "entitled": ("Årets dagar", "Days this year"),
    "saved": ("Sparade dagar", "Saved days"),
    "used": ("Uttagna dagar", "Days taken"),
    "remaining": ("Kvar att ta ut", "Days left"),
    "year": ("Hittills i år", "So far this year"),
    "employer": ("Arbetsgivare och anställning", "Employer and employment"),
    "organisation": ("Organisationsnummer", "Organisation number"),
    "address": ("Adress", "Address"),
    "email": ("E-post", "E-mail"),
    "phone": ("Telefon", "Telephone"),
    "employed": ("Anställning", "Employment"),
    "since": ("Anställd från", "Employed since"),
    "weekly": ("Veckoarbetstid", "Hours a week"),
    "unit": ("Enhet", "Unit"),
    "hours": ("tim", "h"),
    "days": ("dagar", "days"),
    "answers": ("Dina svar", "Your answers"),
    "empty": ("Inget svar", "No answer"),
    "answered": ("Svaren skickades", "Answered"),
    "not_answered": ("Svaren är inte skickade.", "Not answered."),
}
_DAYS = {
    Language.SV: ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    Language.EN: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    Language.SV: (
        "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
        "december",
    ),
    Language.EN: (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}


def words_of(language: Language) -> Say:
    """The dictionary of a language."""
    place = 0 if language is Language.SV else 1
    return lambda name: _WORDS[name][place]


def moment(told: str | datetime, language: Language) -> str:
    """`tisdag 1 december 2026 kl. 09:30`."""
    at = (datetime.fromisoformat(told) if isinstance(told, str) else told).astimezone(STOCKHOLM)
    day = f"{_DAYS[language][at.weekday()]} {at.day} {_MONTHS[language][at.month - 1]} {at.year}"
    return f"{day} {'kl.' if language is Language.SV else 'at'} {at:%H:%M}"


def span(start: str, end: str | None, language: Language) -> str:
    """From a moment to another; on the same day only its time is said again."""
    if not end:
        return moment(start, language)
    first, last = (datetime.fromisoformat(each).astimezone(STOCKHOLM) for each in (start, end))
    if first.date() == last.date():
        return f"{moment(start, language)}–{last:%H:%M}"
    return f"{moment(start, language)} – {moment(end, language)}"


def number(told: str, language: Language) -> str:
    """A decimal number as people write it: `1 250,5` or `1,250.5`."""
    whole, _, part = told.partition(".")
    grouped = f"{int(whole):,}"
    if whole.startswith("-") and not grouped.startswith("-"):
        grouped = f"-{grouped}"
    if language is Language.EN:
        return f"{grouped}.{part}" if part else grouped
    grouped = grouped.replace(",", "\u00a0")
    return f"{grouped},{part}" if part else grouped


def money(amount: str, currency: str, language: Language) -> str:
    """`31 250,00 kr` or `SEK 31,250.00`."""
    whole, _, part = amount.partition(".")
    sum_ = number(f"{whole}.{part:0<2}", language)
    if language is Language.EN:
        return f"{currency} {sum_}"
    return f"{sum_} {'kr' if currency == 'SEK' else currency}"
