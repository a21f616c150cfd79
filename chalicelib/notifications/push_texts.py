"""The words of what a browser shows: who has written, never what; pressing it opens the inbox."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from string import Template

from chalicelib.content.types import Kind
from chalicelib.notifications.model import House
from chalicelib.notifications.news import NEWS
from chalicelib.recipients.model import Language

_FROM = {Language.SV: "$news från $sender", Language.EN: "$news from $sender"}
_READ = {Language.SV: "Läs den i din brevlåda.", Language.EN: "Read it in your mailbox."}
_TEST = {
    Language.SV: ("Ett prov från $house", "Så här når vi dig när du får post."),
    Language.EN: ("A test from $house", "This is how we reach you when you get post."),
}


@dataclass(frozen=True, slots=True)
class PushMessage:
    """What a browser is to show; a later message with the same topic takes the place of one not yet delivered."""

    title: str = field(repr=False)
    body: str = field(repr=False)
    language: Language
    topic: str
    urgent: bool = False

    def payload(self) -> bytes:
        """As the web app's service worker reads it."""
        told = {"title": self.title, "body": self.body, "lang": self.language.value, "tag": self.topic}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def push_notice(language: Language, sender: str | None, kind: Kind, key: str) -> PushMessage:
    """Write the notice of a new letter (NOT-1); without a sender it is one whose sender is hidden."""
    news, _ = NEWS[language][kind]
    name = " ".join((sender or "").split())
    title = Template(_FROM[language]).substitute(news=news, sender=name) if name else news
    # The random end of the letter's key: the push service learns nothing by it.
    return PushMessage(title, _READ[language], language, key[-32:], urgent=kind is Kind.REGISTERED)


def push_test(house: House, language: Language) -> PushMessage:
    """Write what shows whether a browser can be reached."""
    title, body = _TEST[language]
    return PushMessage(Template(title).substitute(house=house.name), body, language, "test", urgent=True)
