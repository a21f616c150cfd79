"""What people choose: how they are spoken to, which senders may reach them (OPT-1), and when they leave (ACC-14)."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.aws import tables
from chalicelib.content.types import Category
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.recipients import standing_store, store
from chalicelib.recipients.model import Closing, Language, Person, Theme, Told, grace_from
from chalicelib.recipients.quiet import Quiet
from chalicelib.recipients.store import Marker


class Choices:
    """The choices of somebody with an account; each takes effect when it is answered (I3)."""

    def __init__(self, *, clock: Clock, marker: Marker) -> None:
        self._clock = clock
        self._marker = marker

    def choose(
        self, person: str, *, language: Language | None = None, theme: Theme | None = None,
        notices_by_email: bool | None = None, notices_by_sms: bool | None = None,
        hears: Mapping[Told, bool] | None = None, quiet: Quiet | None = None,
    ) -> Person:
        """Change settings; what is not given stays as it is (NOT-4).

        `hears` says for cells of the table whether that channel tells of that category of post.
        """
        return _there(store.choose(
            person, language=language, theme=theme, notices_by_email=notices_by_email, notices_by_sms=notices_by_sms,
            hears=hears or {}, quiet=quiet,
        ))

    def accept_terms(self, person: str, version: str, in_force: str) -> Person:
        """Accept the terms in a new version; accepted again, they keep their first moment (GDP-1).

        Raises Conflict when others have come into force meanwhile.
        """
        if version != in_force:
            raise Conflict("These terms are no longer in force. Read the present ones.")
        found = _there(store.find(person))
        if found.terms_version == version:
            return found
        return store.accept_terms(found, version, self._clock.now()) or _there(store.find(person))

    def switch_off(self, person: str, tenant: str, category: Category | None = None) -> Person:
        """Stop post from a sender: no longer matched at once, still accepted through day 10 (OPT-1).

        With a category, that part of its post only: the sender still finds the person, and is refused from day 11.
        """
        return _there(standing_store.pause(person, tenant, grace_from(self._clock.now()), category))

    def switch_on(self, person: str, tenant: str, category: Category | None = None) -> Person:
        """Let a sender, or a category of its post, in again (OPT-5); what waits is looked through."""
        self._commit_reachable(standing_store.resumed(person, tenant, category), person)
        return _there(store.find(person))

    def close(self, person: str) -> Person:
        """Start the clocks of leaving: post through day 10, everything erased on day 20, undone until then (RET-43)."""
        return _there(store.close(person, Closing.at(self._clock.now())))

    def undo_closing(self, person: str) -> Person:
        """Stay after all; what was kept waiting since is looked through."""
        self._commit_reachable(store.reopened(person, self._clock.now()), person)
        return _there(store.find(person))

    def _commit_reachable(self, write: tables.Write, person: str) -> None:
        try:
            tables.commit([write, self._marker(person)])
        except tables.Cancelled:
            raise NotFound("There is no such account.") from None


def _there(person: Person | None) -> Person:
    if person is None:
        raise NotFound("There is no such account.")
    return person
