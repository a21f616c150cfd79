"""Whose turn it is at a queue: groups by turns, as SQS's fair queues do it, and each group in the order it came."""

from collections import OrderedDict, deque
from collections.abc import Iterator


class Lines:
    """The messages that are ready, a line for each group; those of no group stand in one line together."""

    def __init__(self) -> None:
        self._lines: dict[str, OrderedDict[str, None]] = {}
        self._turns: deque[str] = deque()
        self._group_of: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._group_of)

    def __iter__(self) -> Iterator[str]:
        return iter(self._group_of)

    def join(self, name: str, group: str) -> None:
        """Stand last in the line of one's group."""
        if group not in self._lines:
            self._lines[group] = OrderedDict()
            self._turns.append(group)
        self._lines[group][name] = None
        self._group_of[name] = group

    def leave(self, name: str) -> None:
        """Go away before one's turn, or do nothing when not in line."""
        if name in self._group_of:
            group = self._group_of.pop(name)
            del self._lines[group][name]
            if not self._lines[group]:
                del self._lines[group]
                self._turns.remove(group)

    def next(self) -> str:
        """Take the first of the group whose turn it is; the group goes last. Raises IndexError when nobody waits."""
        name = next(iter(self._lines[self._turns[0]]))
        self._turns.rotate(-1)
        self.leave(name)
        return name
