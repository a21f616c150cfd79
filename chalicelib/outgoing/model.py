"""What can come of a call to a URL that somebody else has chosen."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.kernel.errors import Invalid


class InvalidUrl(Invalid):
    """A URL that we do not call."""

    number = 40038
    slug = "invalid_url"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try: the receiver's status, or why there was none."""

    status: int | None = None
    error: str | None = None
    milliseconds: int = 0

    @property
    def good(self) -> bool:
        """Only a 2xx counts."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def reason(self) -> str:
        """Why it was not good."""
        return self.error or f"answered {self.status}"
