"""Everything that was sent to people: e-mail, text messages, push."""

import json
from typing import Any

from local.clock import MovableClock
from local.emulator.store import Store


class Outbox:
    """Kept in the order of sending."""

    def __init__(self, store: Store, clock: MovableClock) -> None:
        self._store, self._clock = store, clock

    def add(self, channel: str, to: str, subject: str, text: str, **more: Any) -> None:
        at = self._clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        entry = {"channel": channel, "to": to, "subject": subject, "text": text, "at": at, **more}
        self._store.append(json.dumps(entry, ensure_ascii=False))

    def sent(self, to: str = "") -> list[dict[str, Any]]:
        """Oldest first; `to` is a whole address or number, in any letter case."""
        entries = [json.loads(entry) for entry in self._store.entries()]
        return [entry for entry in entries if not to or _same(entry["to"], to)]


def _same(one: str, other: str) -> bool:
    """In a query a plus that is not escaped is a space."""
    return one.strip(" +").lower() == other.strip(" +").lower()
