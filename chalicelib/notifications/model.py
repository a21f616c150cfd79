"""Notices and the words of every message that is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from html import escape
from string import Template

from chalicelib.content.types import Kind
from chalicelib.notifications.news import NEWS
from chalicelib.recipients.model import Language

# A notice whose sender was taken and then fell silent is sent again after this long.
LEASE = timedelta(minutes=5)
# The last moment of every notice: whatever has stood in its way for so long, its letter is no news any more, and the
# sender is told that its recipient was not.
NOTICE_LIVES = timedelta(days=14)
# How long an SMS is worth delivering to a telephone that was off: a code that has expired only confuses.
CODE_LIVES = timedelta(minutes=30)
SMS_LIVES = timedelta(days=1)
# How long a push service keeps a message for a browser that is not there; an older notice is not pushed any more.
PUSH_LIVES = timedelta(days=3)
# How long a browser that cannot be reached is tried again when another has been.
OTHERS_TRIED = timedelta(hours=6)
MOST_BROWSERS = 10


@dataclass(frozen=True, slots=True)
class Subscription:
    """A browser that shows notices of new post; `login` is the login in which it was last used.

    The endpoint and the keys are the browser's secrets: whoever has them can speak to it.
    """

    mailbox: str
    key: str
    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)
    device: str
    login: str
    created_at: datetime
    renewed_at: datetime
    told_at: datetime | None = None


class NoticeState(StrEnum):
    """Where the notice of one letter on one channel is."""

    DUE = "due"
    SENT = "sent"
    OFF = "off"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail, ready to send; tags come back with bounces and hold ids only."""

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    tags: dict[str, str] = field(default_factory=dict)
    correlation_id: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """What every message says of the operator: its name, and how to reach people there."""

    name: str
    support_email: str


# The notice names the sender but not the subject. No message links to anything or asks anybody to log in, so that
# whatever does is known for an imitation; the help page promises it, and a test holds both to the same.
_NOTICE = {
    Language.SV: (
        "$news från $sender",
        ("Hej!\n\nDu har fått $what från $sender i $house.\n\nGå till din brevlåda som du brukar för att läsa.\n\n"
         "Våra mejl har inga länkar, och vi ber dig aldrig om koder eller lösenord.\n"
         "Vill du inte ha de här mejlen? Stäng av dem under Inställningar.\n\n$house · $support"),
    ),
    Language.EN: (
        "$news from $sender",
        ("Hello!\n\nYou have $what from $sender in $house.\n\nGo to your mailbox as you usually do to read it.\n\n"
         "Our e-mails have no links, and we never ask you for codes or passwords.\n"
         "Don't want these e-mails? Turn them off under Settings.\n\n$house · $support"),
    ),
}
_NOTICE_UNNAMED = {
    Language.SV: (
        "$news",
        ("Hej!\n\nDu har fått $what i $house. Avsändaren visas när du har kvitterat det.\n\n"
         "Gå till din brevlåda som du brukar för att kvittera det.\n\n"
         "Våra mejl har inga länkar, och vi ber dig aldrig om koder eller lösenord.\n"
         "Vill du inte ha de här mejlen? Stäng av dem under Inställningar.\n\n$house · $support"),
    ),
    Language.EN: (
        "$news",
        ("Hello!\n\nYou have $what in $house. Its sender is shown when you have signed for it.\n\n"
         "Go to your mailbox as you usually do to sign for it.\n\n"
         "Our e-mails have no links, and we never ask you for codes or passwords.\n"
         "Don't want these e-mails? Turn them off under Settings.\n\n$house · $support"),
    ),
}
_TEST = {
    Language.SV: (
        "Ett prov från $house",
        ("Hej!\n\nDet här är ett prov. Så här når vi dig när du får post i $house.\n\n"
         "Våra mejl har inga länkar, och vi ber dig aldrig om koder eller lösenord.\n\n$house · $support"),
    ),
    Language.EN: (
        "A test from $house",
        ("Hello!\n\nThis is a test. This is how we reach you when you get post in $house.\n\n"
         "Our e-mails have no links, and we never ask you for codes or passwords.\n\n$house · $support"),
    ),
}
_CODE = {
    Language.SV: (
        "Din kod från $house",
        ("Hej!\n\nDin kod är $code\n\nSkriv in den på sidan där du började. Koden gäller i 30 minuter. "
         "Lämna aldrig ut den till någon.\n"
         "Har du inte bett om någon kod? Då kan du bortse från det här mejlet.\n\n$house · $support"),
    ),
    Language.EN: (
        "Your code from $house",
        ("Hello!\n\nYour code is $code\n\nType it on the page where you began. The code is good for 30 minutes. "
         "Never give it to anybody.\n"
         "Didn't ask for a code? Then you can ignore this e-mail.\n\n$house · $support"),
    ),
}
_EXPORT = {
    Language.SV: (
        "Din post är klar att ta hem",
        ("Hej!\n\nDu har beställt allt i din brevlåda i $house som en fil. Nu kan du hämta den, i sju dagar.\n\n"
         "Gå till din brevlåda som du brukar. Filen ligger under Inställningar, Ta hem din post.\n\n"
         "Har du inte beställt något? Hör av dig till oss.\n\n$house · $support"),
    ),
    Language.EN: (
        "Your post is ready to take home",
        ("Hello!\n\nYou have ordered everything in your mailbox in $house as one file. You can fetch it now, for "
         "seven days.\n\nGo to your mailbox as you usually do. The file is under Settings, Take your post home.\n\n"
         "Didn't order anything? Get in touch with us.\n\n$house · $support"),
    ),
}
_SMS = {
    Language.SV: "$code är din kod från $house. Den gäller i 30 minuter. Lämna aldrig ut den till någon.",
    Language.EN: "$code is your code from $house. It is good for 30 minutes. Never give it to anybody.",
}
# A locked screen shows an SMS to whoever is near, and anybody can write one in our name: so it says no more than this.
_NOTICE_SMS = {
    Language.SV: "Du har fått ny post i $house. Gå till din brevlåda som du brukar.",
    Language.EN: "You have new post in $house. Go to your mailbox as you usually do.",
}
_INSTEAD_SMS = {
    Language.SV: "Du har fått ny post i $house. Våra mejl till dig kommer tillbaka. Se över adressen i Inställningar.",
    Language.EN: "You have new post in $house. Our e-mails to you come back. Please check the address in Settings.",
}
_TEST_SMS = {
    Language.SV: "Det här är ett prov. Så här får du veta att du har fått post i $house.",
    Language.EN: "This is a test. This is how you are told that you have post in $house.",
}
_PAGE = Template(
    '<!doctype html><html lang="$lang"><head><meta charset="utf-8"><title>$title</title></head>'
    '<body style="margin:0;padding:32px 16px;background:#faf8f4;color:#16213a;font:16px/1.5 sans-serif">'
    '<div style="max-width:480px;margin:0 auto;padding:32px;background:#fff;border:1px solid #e4dfd5">'
    '<p style="margin:0 0 24px;font:600 22px Georgia,serif">$house</p>$paragraphs</div></body></html>'
)


def _mail(words: tuple[str, str], language: Language, to: str, facts: dict[str, str]) -> Mail:
    subject, text = (Template(part).substitute(facts) for part in words)
    paragraphs = "".join(
        f'<p style="margin:0 0 16px">{escape(block).replace(chr(10), "<br>")}</p>' for block in text.split("\n\n")
    )
    html = _PAGE.substitute(lang=language, title=escape(subject), house=escape(facts["house"]), paragraphs=paragraphs)
    return Mail(to=to, subject=subject, text=text, html=html)


def notice_mail(house: House, language: Language, to: str, sender: str | None, kind: Kind = Kind.LETTER) -> Mail:
    """Write the notice of a new letter (NOT-1): of what kind it is and who it is from, never what it says.

    Without a sender it is a letter whose sender is hidden.
    """
    # A sender's name goes into a header: one line, no control characters.
    name = " ".join((sender or "").split())
    facts = {"sender": name, "house": house.name, "support": house.support_email}
    facts["news"], facts["what"] = NEWS[language][kind]
    return _mail((_NOTICE if sender else _NOTICE_UNNAMED)[language], language, to, facts)


def test_mail(house: House, language: Language, to: str) -> Mail:
    """Write the e-mail that shows whether an address works."""
    return _mail(_TEST[language], language, to, {"house": house.name, "support": house.support_email})


def code_mail(house: House, language: Language, to: str, code: str) -> Mail:
    """Write the e-mail that proves an address (ACC-5)."""
    facts = {"code": code, "house": house.name, "support": house.support_email}
    return _mail(_CODE[language], language, to, facts)


def export_mail(house: House, language: Language, to: str) -> Mail:
    """Write the e-mail that tells that an export is ready, without a link to it."""
    facts = {"house": house.name, "support": house.support_email}
    return _mail(_EXPORT[language], language, to, facts)


def code_sms(house: House, language: Language, code: str) -> str:
    """Write the SMS that proves a mobile number (ACC-7); it fits one message of 160 characters."""
    return Template(_SMS[language]).substitute(code=code, house=house.name)


def notice_sms(house: House, language: Language, *, instead: bool) -> str:
    """Write the SMS about a new letter, the same for every letter; `instead` of an e-mail that would come back."""
    return Template((_INSTEAD_SMS if instead else _NOTICE_SMS)[language]).substitute(house=house.name)


def test_sms(house: House, language: Language) -> str:
    """Write the SMS that shows whether a number works."""
    return Template(_TEST_SMS[language]).substitute(house=house.name)
