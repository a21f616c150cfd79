"""AWS End User Messaging SMS: `SendTextMessage` of pinpoint-sms-voice-v2, JSON 1.0 over HTTP."""

import re
import uuid
from typing import Any

from local.simulators.outbox import Outbox
from local.simulators.server import Answer, Request

NUMBER = re.compile(r"\+?[1-9][0-9]{1,18}")
SENDER = re.compile(r"[A-Za-z0-9_:/+-]{1,256}")
LONGEST = 1600


class Refused(Exception):
    """A request that AWS would not take."""


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
        except (Refused, ValueError) as error:
            return _error("ValidationException", str(error))

    def _send(self, wish: dict[str, Any]) -> Answer:
        number, text = wish.get("DestinationPhoneNumber", ""), wish.get("MessageBody", "")
        if not NUMBER.fullmatch(number):
            raise Refused("DestinationPhoneNumber is not a phone number")
        if not 1 <= len(text) <= LONGEST:
            raise Refused(f"MessageBody is 1 to {LONGEST} characters")
        sender = wish.get("OriginationIdentity", "")
        if sender and not SENDER.fullmatch(sender):
            raise Refused("OriginationIdentity is not a sender")
        self._outbox.add("sms", number, "", text, sender=sender)
        return Answer({"MessageId": str(uuid.uuid4())}, headers={"content-type": "application/x-amz-json-1.0"})


def _error(kind: str, message: str) -> Answer:
    headers = {"content-type": "application/x-amz-json-1.0"}
    return Answer({"__type": f"com.amazonaws.pinpointsmsvoicev2#{kind}", "message": message}, 400, headers)
