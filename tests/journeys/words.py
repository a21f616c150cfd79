"""The words that people look for, in both languages, as they stand on the page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What is pressed and read along the way."""

    other_device: str
    open_title: str
    personnummer: str
    go_on: str
    email: str
    email_code: str
    mobile: str
    mobile_code: str
    code: str
    done: str
    ok: str
    inbox: str
    trash: str
    unread: str
    to_list: str
    throw_away: str
    in_trash: str
    undo: str
    download: str
    switch_off: str
    is_off: str
    senders: str
    off_until: str
    log_out: str
    logged_out: str
    more: str


WORDS = {
    "sv": Words(
        other_device="BankID på en annan enhet", open_title="Öppna ditt konto", personnummer="Ditt personnummer",
        go_on="Fortsätt", email="E-postadress", email_code="Skriv koden från mejlet", mobile="Mobilnummer",
        mobile_code="Skriv koden från sms:et", code="Kod", done="Klart!", ok="Ok", inbox="Inkorg",
        trash="Papperskorg", unread="Oläst", to_list="Till listan", throw_away="Släng",
        in_trash="Brevet ligger i papperskorgen", undo="Ångra", download="Ladda ner",
        switch_off="Vill du inte ha post från", is_off="Du har stängt av digital post från", senders="Avsändare",
        off_until="Avstängd. Post kan komma till och med", log_out="Logga ut", logged_out="Du är utloggad", more="Mer",
    ),
    "en": Words(
        other_device="BankID on another device", open_title="Open your account",
        personnummer="Your personal identity number", go_on="Continue",
        email="E-mail address", email_code="Write the code from the e-mail", mobile="Mobile number",
        mobile_code="Write the code from the text message", code="Code", done="Done!", ok="OK", inbox="Inbox",
        trash="Trash", unread="Unread", to_list="To the list", throw_away="Trash",
        in_trash="The letter is in the trash", undo="Undo", download="Download", switch_off="Don't want digital post from",
        is_off="You have switched off digital post from", senders="Senders",
        off_until="Switched off. Post may come until", log_out="Log out", logged_out="You are logged out", more="More",
    ),
}
