"""A file as its lines, in constant memory: where each begins and ends, and its text unless it is too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line by its number from 1; `text` is None where it is longer than what may be."""

    n: int
    start: int
    end: int
    text: bytes | None = field(repr=False)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.text is not None and not self.text.strip()


def lines(chunks: Iterable[bytes], limit: int, *, first: int = 1, at: int = 0) -> Iterator[Line]:
    """Split what comes in chunks; the first line has a number and begins at a byte."""
    n, start, held, let_go = first, at, b"", 0
    for chunk in chunks:
        *whole, held = (held + chunk).split(b"\n")
        for text in whole:
            end = start + let_go + len(text) + 1
            yield _line(n, start, end, text, let_go, limit)
            n, start, let_go = n + 1, end, 0
        if let_go or len(held) > limit:
            let_go += len(held)
            held = b""
    if held or let_go:
        yield _line(n, start, start + let_go + len(held), held, let_go, limit)


def _line(n: int, start: int, end: int, text: bytes, let_go: int, limit: int) -> Line:
    if let_go or len(text) > limit:
        return Line(n, start, end, None)
    return Line(n, start, end, text.removeprefix(_BOM) if n == 1 else text)
