"""E-mail by Amazon SES."""

from __future__ import annotations

import re

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws import clients, faults
from chalicelib.kernel.errors import OperatorError, Unavailable
from chalicelib.notifications.model import Mail
from chalicelib.notifications.suppliers import Refused, Undeliverable

# The address is at fault only where SES says so of it; everything else that it refuses is a fault of ours, or of our
# account (not out of the sandbox, sending paused, a domain not verified), and is tried again for hours.
_REFUSED = {
    "MessageRejected", "BadRequestException", "AccountSuspendedException", "SendingPausedException",
    "MailFromDomainNotVerifiedException", "NotFoundException",
}
_OF_THE_ADDRESS = re.compile(r"illegal address|missing final '@domain'|local address|domain contains", re.IGNORECASE)
REFUSED_WAIT = 900


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
            raise _sorted(error) from None
        except BotoCoreError:
            raise Unavailable("E-mail cannot be sent right now.") from None

    def lift(self, address: str) -> None:
        """Take an address off the account's suppression list, where a bounce or a complaint puts it."""
        try:
            clients.client("sesv2").delete_suppressed_destination(EmailAddress=address)
        except ClientError as error:
            if faults.code_of(error) != "NotFoundException":
                raise Unavailable("The suppression list cannot be changed right now.") from None
        except BotoCoreError:
            raise Unavailable("The suppression list cannot be changed right now.") from None


def _sorted(error: ClientError) -> OperatorError:
    """Whether to try again, and why not; SES's own words may quote the address, so they are never told."""
    code = faults.code_of(error)
    said = str(error.response.get("Error", {}).get("Message", ""))
    if code == "BadRequestException" and _OF_THE_ADDRESS.search(said):
        return Undeliverable("The address cannot be mailed.")
    if code in _REFUSED:
        return Refused("SES refuses our e-mail.", retry_after=REFUSED_WAIT)
    return Unavailable("E-mail cannot be sent right now.")
