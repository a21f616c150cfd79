"""Amazon SES v2: `SendEmail` over HTTP, and the events that tell what became of each e-mail."""

import base64
import email
import email.policy
import secrets
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any
from urllib.parse import unquote

from local.clock import MovableClock
from local.settings import ACCOUNT, REGION
from local.simulators import ses_events
from local.simulators.outbox import Outbox
from local.simulators.server import Answer, Request

SUPPRESSED = "/v2/email/suppression/addresses/"
Publish = Callable[[str, dict[str, Any]], None]  # the event's type, and the event


class Refused(Exception):
    """A request that SES would not take."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Ses:
    """Takes e-mails, puts them in the outbox, and says afterwards which bounced.

    An address that begins with `bounce` or `complaint` does so; every other is delivered. Whoever has bounced or
    complained is on the account's suppression list, and gets nothing more until taken off it.
    """

    def __init__(self, outbox: Outbox, clock: MovableClock, publish: Publish) -> None:
        self._outbox, self._clock, self._publish = outbox, clock, publish
        self._suppressed: set[str] = set()

    def door(self, request: Request) -> Answer:
        if request.method == "DELETE" and request.path.startswith(SUPPRESSED):
            return self._lift(unquote(request.path.removeprefix(SUPPRESSED)).lower())
        if (request.method, request.path) != ("POST", "/v2/email/outbound-emails"):
            return _error("NotFoundException", f"{request.method} {request.path} is not played on the laptop", 404)
        try:
            return Answer({"MessageId": self._send(request.json())})
        except Refused as refusal:
            return _error(refusal.kind, str(refusal))
        except ValueError as error:
            return _error("BadRequestException", str(error))

    def _lift(self, address: str) -> Answer:
        if address not in self._suppressed:
            return _error("NotFoundException", "Email address does not exist on your suppression list.", 404)
        self._suppressed.remove(address)
        return Answer({})

    def _send(self, wish: dict[str, Any]) -> str:
        sender, recipients = _addresses(wish)
        content = _content(wish.get("Content", {}))
        message_id = f"{secrets.token_hex(8)}-{secrets.token_hex(4)}-000000"
        for address in [parseaddr(recipient)[1] for recipient in recipients]:
            if address.lower() in self._suppressed:
                continue
            self._outbox.add(
                "email",
                address,
                content["subject"],
                content["text"],
                html=content["html"],
                sender=sender,
            )
        mail = ses_events.Mail(
            message_id=message_id,
            at=self._clock.now(),
            source=sender,
            to=recipients,
            subject=content["subject"],
            headers=content["headers"],
            tags={tag["Name"]: [tag["Value"]] for tag in wish.get("EmailTags", [])},
            configuration_set=wish.get("ConfigurationSetName", ""),
            account=ACCOUNT,
            region=REGION,
        )
        if mail.configuration_set:
            for event in ses_events.of(mail, self._suppressed):
                self._publish(event["eventType"], event)
                self._suppress(event)
        return message_id


    def _suppress(self, event: dict[str, Any]) -> None:
        """The account's own list, which the configuration set fills by bounces and complaints."""
        told = [
            *event.get("bounce", {}).get("bouncedRecipients", []),
            *event.get("complaint", {}).get("complainedRecipients", []),
        ]
        self._suppressed |= {parseaddr(each["emailAddress"])[1].lower() for each in told}


def _addresses(wish: dict[str, Any]) -> tuple[str, list[str]]:
    sender = wish.get("FromEmailAddress", "")
    destination = wish.get("Destination", {})
    recipients = [address for kind in ("To", "Cc", "Bcc") for address in destination.get(f"{kind}Addresses") or []]
    for address in [sender, *recipients]:
        if parseaddr(address)[1].count("@") != 1:
            raise Refused("BadRequestException", "Missing or illegal address")
    if not 1 <= len(recipients) <= 50:
        raise Refused("BadRequestException", "Between 1 and 50 recipients")
    return sender, recipients


def _content(content: dict[str, Any]) -> dict[str, Any]:
    if "Simple" in content:
        return _simple(content["Simple"])
    if "Raw" in content:
        return _raw(content["Raw"]["Data"])
    raise Refused("BadRequestException", "Content is Simple or Raw on the laptop")


def _simple(simple: dict[str, Any]) -> dict[str, Any]:
    body = simple.get("Body", {})
    text, html = (body.get(kind, {}).get("Data", "") for kind in ("Text", "Html"))
    subject = simple.get("Subject", {}).get("Data", "")
    if not subject or not (text or html):
        raise Refused("BadRequestException", "Missing subject or body")
    headers = [{"name": header["Name"], "value": header["Value"]} for header in simple.get("Headers", [])]
    return {"subject": subject, "text": text, "html": html, "headers": headers}


def _raw(data: str) -> dict[str, Any]:
    message = email.message_from_bytes(base64.b64decode(data), policy=email.policy.default)
    parts = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    text, html = (part.get_content() if part else "" for part in parts.values())
    headers = [{"name": name, "value": str(value)} for name, value in message.items()]
    return {"subject": str(message["subject"] or ""), "text": text, "html": html, "headers": headers}


def _error(kind: str, message: str, status: int = 400) -> Answer:
    return Answer({"message": message}, status, {"x-amzn-errortype": kind})
