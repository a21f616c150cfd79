"""The extract (registerutdrag): what is kept of a person, why, how long and who sees it, as a page (art. 15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from chalicelib.kernel.clock import STOCKHOLM
from chalicelib.privacy import html
from chalicelib.recipients.model import Language
from chalicelib.recipients.terms import sections

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Words:
    """The page's own words in one language."""

    file: str
    title: str
    made: str
    yours: str
    name: str
    number: str
    number_kept: str
    email: str
    mobile: str
    since: str
    last_login: str
    terms: str
    told: str
    off: str
    letters: str
    letters_told: str
    looked: str
    looked_told: str
    senders: str
    sender: tuple[str, str, str]
    labels: str
    sessions: str
    session: tuple[str, str, str]
    browsers: str
    browser: tuple[str, str, str]
    closing: str
    none: str
    unknown: str


_WORDS = {
    Language.SV: Words(
        file="Registerutdrag.html", title="Registerutdrag", made="Gjort", yours="Dina uppgifter", name="Namn",
        number="Personnummer", number_kept="det du legitimerar dig med; sparas krypterat", email="E-postadress",
        mobile="Mobilnummer", since="Konto sedan", last_login="Senast inloggad", terms="Godkända villkor",
        told="Besked om post", off="av", letters="Brev",
        letters_told="Vilka breven är står i letters.csv och metadata.json, och filerna ligger i mapparna bredvid.",
        looked="Vem som har tittat", looked_told="Varje gång står i metadata.json, under accesses.",
        senders="Avsändare", sender=("Namn", "Senaste brevet", "Avstängd, post tas emot till"), labels="Etiketter",
        sessions="Här är du inloggad", session=("Enhet", "Sedan", "Senast använd"),
        browsers="Webbläsare som får notiser", browser=("Enhet", "Sedan", "Senast nådd"), closing="Kontot raderas",
        none="Inga.", unknown="–",
    ),
    Language.EN: Words(
        file="Your data.html", title="Extract of your personal data", made="Made", yours="Your data", name="Name",
        number="Personal identity number", number_kept="the one you identify with; kept encrypted",
        email="E-mail address", mobile="Mobile number", since="Account since", last_login="Last logged in",
        terms="Terms accepted", told="Told of post by", off="off", letters="Letters",
        letters_told="Which they are stands in letters.csv and metadata.json, and the files lie in the folders beside.",
        looked="Who has looked", looked_told="Each time stands in metadata.json, under accesses.",
        senders="Senders", sender=("Name", "Last letter", "Switched off, post accepted until"), labels="Labels",
        sessions="Where you are logged in", session=("Device", "Since", "Last used"),
        browsers="Browsers that show notifications", browser=("Device", "Since", "Last reached"),
        closing="The account is erased", none="None.", unknown="–",
    ),
}


def file_name(language: Language) -> str:
    """What the page is called in the ZIP."""
    return _WORDS[language].file


def extract(account: Mapping[str, Any], letters: int, language: Language, facts: Mapping[str, str]) -> str:
    """Tell it in a language; `account` is what metadata.json says besides letters and log."""
    words = _WORDS[language]
    parts = [_own(account, letters, words), *_texts(language, facts)]
    made = f"<p>{escape(facts['operator'])}. {words.made} {_day(account['made_at'])}.</p>"
    return html.document(words.title, language.value, made + "".join(parts), at=facts["operator"])


@cache
def _text(language: Language) -> str:
    return (TEXTS / f"extract.{language.value}.md").read_text(encoding="utf-8")


def _texts(language: Language, facts: Mapping[str, str]) -> Iterable[str]:
    for section in sections(_text(language), facts):
        yield html.heading(section.title) + "".join(f"<p>{escape(text)}</p>" for text in section.paragraphs)


def _own(account: Mapping[str, Any], letters: int, words: Words) -> str:
    """What differs from person to person."""
    lists = [
        (words.senders, words.sender, [
            (each["name"] or words.unknown, _day(each["last_letter_at"]), _day(each["switched_off_until"]))
            for each in account["senders"]
        ]),
        (words.sessions, words.session, [
            (each["device"], _day(each["created_at"]), _day(each["last_seen_at"])) for each in account["sessions"]
        ]),
        (words.browsers, words.browser, [
            (each["device"], _day(each["created_at"]), _day(each["told_at"])) for each in account["browsers"]
        ]),
    ]
    return "".join([
        html.facts(_person(account, words), words.yours),
        f"<h2>{words.letters}</h2><p>{letters}. {words.letters_told}</p>",
        *(html.heading(title) + html.table(columns, rows, words.none) for title, columns, rows in lists),
        f"<h2>{words.labels}</h2><p>{escape(', '.join(each['name'] for each in account['labels'])) or words.none}</p>",
        f"<h2>{words.looked}</h2><p>{words.looked_told}</p>",
    ])


def _person(account: Mapping[str, Any], words: Words) -> list[html.Fact]:
    person, contact, notices = account["person"], account["contact"], account["settings"]["notices"]
    terms, closing = account["terms"], account["closing"]
    names = {"email": words.email, "push": "push", "sms": "SMS"}
    channels = [name for channel, name in names.items() if notices[channel]]
    rows: list[html.Fact] = [
        (words.name, person["name"]), (words.number, words.number_kept), (words.email, contact["email"]),
        (words.mobile, contact["mobile"]), (words.since, _day(person["created_at"])),
        (words.last_login, _day(person["last_login_at"])), (words.told, ", ".join(channels) or words.off),
        (words.terms, f"{terms['version']}, {_day(terms['accepted_at'])}"),
    ]
    return [*rows, (words.closing, _day(closing["erase_at"]))] if closing else rows


def _day(moment: str | None) -> str:
    return datetime.fromisoformat(moment).astimezone(STOCKHOLM).strftime("%Y-%m-%d %H:%M") if moment else ""
