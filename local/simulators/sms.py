"""AWS End User Messaging SMS: `SendTextMessage` of pinpoint-sms-voice-v2, JSON 1.0 over HTTP."""

import re
import uuid
from typing import Any

from local.simulators.outbox import Outbox
from local.simulators.server import Answer, Request

NUMBER = re.compile(r"\+?[1-9][0-9]{1,18}")
SENDER = re.compile(r"[A-Za-z0-9_:/+-]{1,256}")
LONGEST = 1600
# Numbers kept for fiction that AWS would not send to, each for a reason of its own.
REFUSED = {
    "+46701740695": ("ValidationException", "SENDER_ID_NOT_REGISTERED"),
    "+46701740696": ("ConflictException", "DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE"),
    "+46701740697": ("ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT"),
}


class Refused(Exception):
    """A request that AWS would not take: which error, and what it says besides."""

    def __init__(self, message: str, kind: str = "ValidationException", **facts: Any) -> None:
        super().__init__(message)
        self.kind, self.facts = kind, facts


class Sms:
    """Takes text messages and puts them in the outbox."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def door(self, request: Request) -> Answer:
        service, _, operation = request.headers.get("x-amz-target", "").partition(".")
        if service != "PinpointSMSVoiceV2" or operation != "SendTextMessage":
            return _error("UnknownOperationException", f"{operation or 'This'} is not played on the laptop")
        try:
            return self._send(request.json())
        except Refused as refused:
            return _error(refused.kind, str(refused), **refused.facts)
        except ValueError as error:
            return _error("ValidationException", str(error), Reason="CANNOT_PARSE")

    def _send(self, wish: dict[str, Any]) -> Answer:
        number, text = wish.get("DestinationPhoneNumber", ""), wish.get("MessageBody", "")
        if not NUMBER.fullmatch(number):
            raise _wrong("DestinationPhoneNumber", "is not a phone number")
        if not 1 <= len(text) <= LONGEST:
            raise _wrong("MessageBody", f"is 1 to {LONGEST} characters")
        sender = wish.get("OriginationIdentity", "")
        if sender and not SENDER.fullmatch(sender):
            raise _wrong("OriginationIdentity", "is not a sender")
        if number in REFUSED:
            kind, reason = REFUSED[number]
            raise Refused("It cannot be sent", kind, Reason=reason)
        self._outbox.add("sms", number, "", text, sender=sender)
        return Answer({"MessageId": str(uuid.uuid4())}, headers={"content-type": "application/x-amz-json-1.0"})


def _wrong(field: str, message: str) -> Refused:
    """A field that does not fit, in AWS's words."""
    return Refused(f"{field} {message}", Reason="INVALID_PARAMETER", Fields=[{"Name": field, "Message": message}])


def _error(kind: str, message: str, **facts: Any) -> Answer:
    headers = {"content-type": "application/x-amz-json-1.0"}
    return Answer({"__type": f"com.amazonaws.pinpointsmsvoicev2#{kind}", "Message": message, **facts}, 400, headers)
