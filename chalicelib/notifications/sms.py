"""SMS by AWS End User Messaging."""

from __future__ import annotations

from datetime import timedelta

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws import clients, faults
from chalicelib.kernel.errors import Unavailable
from chalicelib.notifications.suppliers import Undeliverable

_NEVER = {"ValidationException", "ResourceNotFoundException"}


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
            if faults.code_of(error) in _NEVER:
                raise Undeliverable("The SMS was refused.") from None
            raise Unavailable("SMS cannot be sent right now.") from None
        except BotoCoreError:
            raise Unavailable("SMS cannot be sent right now.") from None
