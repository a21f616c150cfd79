"""Who has looked: every access to a mailbox, told to whom the mailbox belongs (SEC-1)."""

from __future__ import annotations

from chalicelib.kernel.clock import Clock
from chalicelib.mailbox import access_store
from chalicelib.mailbox.model import Access

PAGE = 20


class Accesses:
    """The log of looks, one mailbox at a time."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    def page(self, mailbox: str, before: str | None) -> tuple[list[Access], str | None]:
        """List the looks into a mailbox newest first, and name where the next page begins: one query."""
        return access_store.page(mailbox, before, PAGE, self._clock.now())
