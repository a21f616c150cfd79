"""Notices in each kind's own words: of what kind it is and from whom, never what it says."""

from __future__ import annotations

import pytest

from app import notify
from chalicelib.content.types import TYPES, Kind
from chalicelib.notifications.model import House, notice_mail
from chalicelib.notifications.news import NEWS
from chalicelib.recipients.model import Language
from tests.contents import key_for, of_type
from tests.faults.harness import drain


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize("language", list(Language))
def test_every_type_is_told_in_its_own_words(sender, world, type_, language):
    """By the notifier's own road, in the person's language, once."""
    world.a_person(language=language)
    sender.send(of_type(type_, key_for(sender, type_), subject="HEMLIGT"))

    drain(world, "notify", lambda event: notify(event, None))

    [mail] = world.outbox.mails
    news, what = NEWS[language][TYPES[type_].kind]
    assert mail.subject == f"{news} {'från' if language == 'sv' else 'from'} Härnösands kommun"
    assert what in mail.text
    assert "HEMLIGT" not in mail.text + mail.subject + mail.html


@pytest.mark.parametrize("language", list(Language))
def test_there_are_words_for_every_kind(language):
    """No kind is told as another."""
    mails = [notice_mail(House("Kuvert", "y"), language, "a@b.se", "Z", kind) for kind in Kind]

    assert len({mail.subject for mail in mails}) == len(Kind)
