"""What the recipient API hears; what is not known is ignored."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from chalicelib.api.recipient.models import Model

Digits = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{6}$")]
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
    """What is to be changed in a letter's state."""

    unread: bool | None = None
    trashed: bool | None = None
    archived: bool | None = None


class SenderIn(Model):
    """A sender switched on or off."""

    on: bool


class NoticesIn(Model):
    """By which channels post is told of."""

    email: bool | None = None


class SettingsIn(Model):
    """Settings to be changed."""

    language: Literal["sv", "en"] | None = None
    theme: Literal["system", "light", "dark"] | None = None
    notices: NoticesIn | None = None
