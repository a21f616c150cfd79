"""SMS by AWS End User Messaging."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws import clients, faults
from chalicelib.kernel.errors import OperatorError, Unavailable
from chalicelib.notifications.suppliers import Refused, Undeliverable

# What is wrong with one number, and stays so. Everything else that is refused is a fault of ours or of our account (a
# sender that is gone or not registered, a country that is closed to us, the month's money spent), and is mended by us.
_OF_THE_NUMBER = {"DESTINATION_PHONE_NUMBER_OPTED_OUT", "DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE"}
_NUMBER_FIELD = "DestinationPhoneNumber"
_REFUSED = {
    "ConflictException", "ValidationException", "ResourceNotFoundException", "AccessDeniedException",
    "ServiceQuotaExceededException",
}
REFUSED_WAIT = 900


class AwsSms:
    """The real client of AWS's SMS service."""

    def __init__(self, *, sender: str) -> None:
        self._sender = sender

    def send(self, to: str, text: str, lives: timedelta) -> None:
        """Hand an SMS over, to be delivered while it lives."""
        try:
            clients.client("pinpoint-sms-voice-v2").send_text_message(
                DestinationPhoneNumber=to, MessageBody=text, OriginationIdentity=self._sender,
                MessageType="TRANSACTIONAL", TimeToLive=int(lives.total_seconds()),
            )
        except ClientError as error:
            raise _sorted(error) from None
        except BotoCoreError:
            raise Unavailable("SMS cannot be sent right now.") from None


def _sorted(error: ClientError) -> OperatorError:
    """Whether to try again, and why not; AWS's own words may quote the number, so they are never told."""
    answer: Mapping[str, Any] = error.response
    wrong = {field.get("Name") for field in answer.get("Fields", [])}
    if answer.get("Reason") in _OF_THE_NUMBER or _NUMBER_FIELD in wrong:
        return Undeliverable("The number takes no SMS of ours.")
    if faults.code_of(error) in _REFUSED:
        return Refused("Our SMS are refused.", retry_after=REFUSED_WAIT)
    return Unavailable("SMS cannot be sent right now.")
