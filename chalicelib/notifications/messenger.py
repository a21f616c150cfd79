"""Messages to one person about what they have asked for: codes by e-mail and SMS, and that an export is ready."""

from __future__ import annotations

from chalicelib.identity.model import Channel
from chalicelib.kernel.errors import Unavailable
from chalicelib.notifications.model import CODE_LIVES, House, code_mail, code_sms, export_mail
from chalicelib.notifications.suppliers import MailSupplier, SmsSupplier
from chalicelib.recipients.model import Language


class Messenger:
    """Sends what somebody waits for; what goes wrong with a code is told at once to who waits for it."""

    def __init__(self, *, mail: MailSupplier, sms: SmsSupplier, house: House) -> None:
        self._mail = mail
        self._sms = sms
        self._house = house

    def send_code(self, channel: Channel, target: str, code: str, language: Language) -> None:
        """Send a code: to an address by e-mail, to a mobile by SMS."""
        if channel is Channel.EMAIL:
            mail = code_mail(self._house, language, target, code)
            mail.tags["kind"] = "code"
            self._lift(target)
            self._mail.send(mail)
        else:
            self._sms.send(target, code_sms(self._house, language, code), CODE_LIVES)

    def tell_export(self, to: str, language: Language) -> None:
        """Tell that an export is ready."""
        mail = export_mail(self._house, language, to)
        mail.tags["kind"] = "export"
        self._mail.send(mail)

    def _lift(self, address: str) -> None:
        """Let the code through to an address that has bounced: only so can its owner prove that it works again."""
        try:
            self._mail.lift(address)
        except Unavailable:
            # The address is hardly ever on the list, and then the code is asked for once more.
            return
