"""The extract (registerutdrag): what is kept of a person, why, how long and who sees it, as a page (art. 15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from chalicelib.kernel.clock import STOCKHOLM
from chalicelib.recipients.model import Language
from chalicelib.recipients.terms import sections

TEXTS = Path(__file__).parent / "texts"
# It stands alone: no script, nothing fetched, and readable by day and by night.
STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.55 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "h2{margin:2.5rem 0 .5rem;font-size:1.2rem}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:start;vertical-align:top;padding:.4rem .8rem .4rem 0;border-top:1px solid #8886}"
    "th[scope=row]{width:16rem;font-weight:600}"
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


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
    return (
        f'<!doctype html><html lang="{language.value}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{words.title} – {escape(facts['operator'])}</title><style>{STYLE}</style></head><body><main>"
        f"<h1>{words.title}</h1><p>{escape(facts['operator'])}. {words.made} {_day(account['made_at'])}.</p>"
        f"{''.join(parts)}</main></body></html>\n"
    )


@cache
def _text(language: Language) -> str:
    return (TEXTS / f"extract.{language.value}.md").read_text(encoding="utf-8")


def _texts(language: Language, facts: Mapping[str, str]) -> Iterable[str]:
    for section in sections(_text(language), facts):
        yield f"<h2>{escape(section.title)}</h2>" + "".join(f"<p>{escape(text)}</p>" for text in section.paragraphs)


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
        f"<h2>{words.yours}</h2>", _facts(_person(account, words)),
        f"<h2>{words.letters}</h2><p>{letters}. {words.letters_told}</p>",
        *(f"<h2>{title}</h2>{_table(columns, rows, words)}" for title, columns, rows in lists),
        f"<h2>{words.labels}</h2><p>{escape(', '.join(each['name'] for each in account['labels'])) or words.none}</p>",
        f"<h2>{words.looked}</h2><p>{words.looked_told}</p>",
    ])


def _person(account: Mapping[str, Any], words: Words) -> list[tuple[str, str]]:
    person, contact, notices = account["person"], account["contact"], account["settings"]["notices"]
    terms, closing = account["terms"], account["closing"]
    channels = [name for name, on in ((words.email, notices["email"]), ("push", notices["push"])) if on]
    rows = [
        (words.name, person["name"]), (words.number, words.number_kept), (words.email, contact["email"]),
        (words.mobile, contact["mobile"]), (words.since, _day(person["created_at"])),
        (words.last_login, _day(person["last_login_at"])), (words.told, ", ".join(channels) or words.off),
        (words.terms, f"{terms['version']}, {_day(terms['accepted_at'])}"),
    ]
    return [*rows, (words.closing, _day(closing["erase_at"]))] if closing else rows


def _facts(rows: list[tuple[str, str]]) -> str:
    return "<table>" + "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>' for name, value in rows
    ) + "</table>"


def _table(columns: Sequence[str], rows: Sequence[tuple[str, ...]], words: Words) -> str:
    if not rows:
        return f"<p>{words.none}</p>"
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _day(moment: str | None) -> str:
    return datetime.fromisoformat(moment).astimezone(STOCKHOLM).strftime("%Y-%m-%d %H:%M") if moment else ""
