"""E-mail by Amazon SES."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws import clients, faults
from chalicelib.kernel.errors import Unavailable
from chalicelib.notifications.model import Mail
from chalicelib.notifications.suppliers import Undeliverable

# SES answers these when this message, as it is, can never be sent; everything else may pass.
_NEVER = {"MessageRejected", "BadRequestException"}


class Ses:
    """The real client of SES; bounces come back through the configuration set."""

    def __init__(self, *, mail_from: str, configuration_set: str) -> None:
        self._mail_from = mail_from
        self._configuration_set = configuration_set

    def send(self, mail: Mail) -> None:
        """Hand an e-mail over to SES."""
        headers = [{"Name": "X-Correlation-Id", "Value": mail.correlation_id}] if mail.correlation_id else []
        simple = {
            "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
            "Body": {"Text": {"Data": mail.text, "Charset": "UTF-8"}, "Html": {"Data": mail.html, "Charset": "UTF-8"}},
            "Headers": [*headers, {"Name": "Auto-Submitted", "Value": "auto-generated"}],
        }
        more = {"ConfigurationSetName": self._configuration_set} if self._configuration_set else {}
        try:
            clients.client("sesv2").send_email(
                FromEmailAddress=self._mail_from, Destination={"ToAddresses": [mail.to]}, Content={"Simple": simple},
                EmailTags=[{"Name": name, "Value": value} for name, value in mail.tags.items()], **more,
            )
        except ClientError as error:
            if faults.code_of(error) in _NEVER:
                raise Undeliverable("The e-mail was refused.") from None
            raise Unavailable("E-mail cannot be sent right now.") from None
        except BotoCoreError:
            raise Unavailable("E-mail cannot be sent right now.") from None
