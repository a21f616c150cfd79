"""SMS by AWS End User Messaging."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws import clients, faults
from chalicelib.kernel.errors import Unavailable
from chalicelib.notifications.suppliers import Undeliverable

_NEVER = {"ValidationException", "ResourceNotFoundException"}
# A code that arrives after it has expired only confuses.
TIME_TO_LIVE = 30 * 60


class AwsSms:
    """The real client of AWS's SMS service."""

    def __init__(self, *, sender: str) -> None:
        self._sender = sender

    def send(self, to: str, text: str) -> None:
        """Hand an SMS over."""
        try:
            clients.client("pinpoint-sms-voice-v2").send_text_message(
                DestinationPhoneNumber=to, MessageBody=text, OriginationIdentity=self._sender,
                MessageType="TRANSACTIONAL", TimeToLive=TIME_TO_LIVE,
            )
        except ClientError as error:
            if faults.code_of(error) in _NEVER:
                raise Undeliverable("The SMS was refused.") from None
            raise Unavailable("SMS cannot be sent right now.") from None
        except BotoCoreError:
            raise Unavailable("SMS cannot be sent right now.") from None
