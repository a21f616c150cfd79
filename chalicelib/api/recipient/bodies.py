"""What the recipient API hears; what is not known is ignored."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.api.recipient.models import Model
from chalicelib.content.types import Category
from chalicelib.mailbox.marking import MOST_AT_ONCE

Digits = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{6}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9]{10}[a-f0-9]{32}$")]
LabelId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
OfTheClock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Typed = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class Nothing(Model):
    """A body that says nothing."""


class LoginIn(Model):
    """Identify with BankID, to log in or to open an account."""

    purpose: Literal["login", "open"] = "login"
    personnummer: Typed | None = None
    same_device: bool = False


class StepUpIn(Model):
    """Identify with BankID again, for something sensitive."""

    same_device: bool = False


class TermsIn(Model):
    """Accept the terms and the processor agreement in one version."""

    version: Typed


class EmailIn(Model):
    """An e-mail address to be proved."""

    email: Typed


class MobileIn(Model):
    """A mobile number to be proved."""

    mobile: Typed


class CodeIn(Model):
    """The six digits that were sent."""

    code: Digits


class LetterIn(Model):
    """What is to be changed in a letter's state; `labels` are the ids of all that it is to have, at most ten."""

    unread: bool | None = None
    trashed: bool | None = None
    archived: bool | None = None
    labels: list[LabelId] | None = None


class LettersIn(Model):
    """What is to be changed in each of many letters."""

    unread: bool | None = None
    trashed: bool | None = None
    archived: bool | None = None
    add_label: LabelId | None = None
    remove_label: LabelId | None = None


class ActionsIn(Model):
    """Up to 500 letters, and what is to become of them."""

    keys: Annotated[list[Key], Field(min_length=1, max_length=MOST_AT_ONCE)]
    set: LettersIn


class LabelIn(Model):
    """A label's name, up to 40 characters, and its colour; without one it keeps its own or gets the rarest."""

    name: Typed
    colour: Literal["clay", "moss", "sea", "plum", "sand", "slate"] | None = None


class SenderIn(Model):
    """A sender switched on or off, or one category of its post."""

    on: bool
    category: Category | None = None


class ToldIn(Model):
    """By which channels a category of post is to be told of; what is not given stays as it is."""

    email: bool | None = None
    push: bool | None = None
    sms: bool | None = None


class QuietIn(Model):
    """Hours of the Swedish clock in which nothing makes a sound; none when they end as they begin."""

    start: OfTheClock
    end: OfTheClock


class NoticesIn(Model):
    """E-mail and SMS on or off, what the channels tell of, and quiet hours, which `none` ends."""

    email: bool | None = None
    sms: bool | None = None
    quiet: QuietIn | Literal["none"] | None = None
    categories: dict[Category, ToldIn] = Field(default_factory=dict)


class KeysIn(Model):
    """A browser's own keys, for which messages to it are encrypted."""

    p256dh: Annotated[str, StringConstraints(max_length=100)]
    auth: Annotated[str, StringConstraints(max_length=40)]


class BrowserIn(Model):
    """A browser's subscription to its push service, as the Push API writes it."""

    endpoint: Annotated[str, StringConstraints(max_length=2000)]
    keys: KeysIn


class MovedIn(Model):
    """A browser's subscription as it was and as it is now."""

    old: BrowserIn
    new: BrowserIn


class EndpointIn(Model):
    """The address of a browser at its push service."""

    endpoint: Annotated[str, StringConstraints(max_length=2000)]


class TestIn(Model):
    """The channel to be tested."""

    channel: Literal["email", "push", "sms"]


class SettingsIn(Model):
    """Settings to be changed."""

    language: Literal["sv", "en"] | None = None
    theme: Literal["system", "light", "dark"] | None = None
    notices: NoticesIn | None = None
