"""People with an account: how they are found, and the number that they are known by."""

from __future__ import annotations

from chalicelib.aws.secrets import Pepper, Vault
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.identifiers import EmailAddress, Personnummer
from chalicelib.recipients import store
from chalicelib.recipients.model import NOTE_LOGIN_EVERY, Person


class People:
    """Those who have an account, found by a digest of their number."""

    def __init__(self, *, clock: Clock, pepper: Pepper, vault: Vault) -> None:
        self._clock = clock
        self._pepper = pepper
        self._vault = vault

    def key_of(self, number: Personnummer) -> str:
        """The key under which a person is found; it says nothing of the number."""
        return self._pepper.person(number.number)

    def address_key(self, email: EmailAddress) -> str:
        """The key under which an e-mail address is found."""
        return self._pepper.of("email", email.folded)

    def seal(self, number: Personnummer) -> str:
        """Encrypt a personal number for the one attribute that keeps it."""
        return self._vault.seal(number.number, self.key_of(number))

    def number_of(self, person: str) -> Personnummer:
        """Read a person's number, for the few acts that need it."""
        row = store.find_row(person)
        if row is None:
            raise NotFound("There is no such account.")
        return Personnummer(self._vault.open(row.personnummer, person))

    def find(self, person: str) -> Person | None:
        """Find somebody with an account; who has left is not there from the day that was promised."""
        found = store.find(person)
        return None if found is None or found.is_gone(self._clock.now()) else found

    def get(self, person: str) -> Person:
        """Find somebody who must have an account."""
        found = self.find(person)
        if found is None:
            raise NotFound("There is no such account.")
        return found

    def note_login(self, person: Person) -> None:
        """Note that somebody has logged in, at most once a day; who was dormant is awake again."""
        now = self._clock.now()
        if now - person.last_login_at >= NOTE_LOGIN_EVERY:
            store.note_login(person.person, person.last_login_at, now)
