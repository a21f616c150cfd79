"""Another e-mail address or mobile number for an account: it counts when its code has been typed (ACC-16)."""

from __future__ import annotations

from chalicelib.identity.codes import Codes
from chalicelib.identity.model import Channel, CodeExpired, Pending
from chalicelib.kernel.identifiers import EmailAddress, MobileNumber
from chalicelib.recipients.model import Language, Person
from chalicelib.recipients.opening import Accounts
from chalicelib.recipients.service import People


class ContactChanges:
    """Changes of contact details that wait for their code."""

    def __init__(self, *, people: People, accounts: Accounts, codes: Codes) -> None:
        self._people = people
        self._accounts = accounts
        self._codes = codes

    def ask(self, person: str, to: EmailAddress | MobileNumber, language: Language) -> Pending:
        """Send a code to where somebody wants to be reached from now on."""
        if isinstance(to, EmailAddress):
            return self._codes.send(person, person, Channel.EMAIL, to.address, language)
        return self._codes.send(person, person, Channel.MOBILE, to.number, language)

    def pending(self, person: str, channel: Channel) -> Pending | None:
        """The change that waits for its code, if any: who has fetched the code finds the way back to typing it."""
        return self._codes.pending(person, channel)

    def send_again(self, person: str, channel: Channel, language: Language) -> Pending:
        """Send a new code to the same place."""
        pending = self._codes.pending(person, channel)
        if pending is None:
            raise CodeExpired("No change is under way. Give the address or the number again.")
        return self._codes.send(person, person, channel, pending.target, language)

    def prove(self, person: str, channel: Channel, code: str) -> Person:
        """Change over, with the code used up in the same transaction; raises EmailTaken for another's address."""
        target, spend = self._codes.prove(person, channel, code)
        now = self._people.get(person)
        if channel is Channel.EMAIL:
            return self._accounts.change_email(now, EmailAddress(target), [spend])
        return self._accounts.change_mobile(now, MobileNumber(target), [spend])
