"""Everything that the suite logs is kept and searched for personal data (I10)."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

from chalicelib.aws.observability import logger
from chalicelib.kernel.identifiers import is_personnummer

# Words that tests give to people and letters: each would be a leak if it were ever logged.
SUBJECTS = {"Beslut om förskoleplats", "Hemlig rubrik"}
NAMES = {"Tolvan Tolvansson"}
_TWELVE = re.compile(r"(?<![0-9a-f])[0-9]{12}(?![0-9a-f])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
# Where a browser is reached: whoever has it can speak to that browser.
_ENDPOINT = re.compile(r"push\.services\.mozilla\.com/|fcm\.googleapis\.com/|push\.apple\.com/|notify\.windows\.com/")
_MOBILE = re.compile(r"\+467[0-9]{8}")


class Watch(logging.Handler):
    """Keeps every line that the product logs, as it would reach CloudWatch."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.codes: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        formatter = logger.handlers[0].formatter
        self.lines.append(formatter.format(record) if formatter else record.getMessage())

    def leaks(self) -> Iterator[tuple[str, str]]:
        """Find what should not be there: (what it is, the line)."""
        for line in self.lines:
            # Timestamps hold digits of their own.
            said = json.dumps({k: v for k, v in _read(line).items() if k != "timestamp"}, ensure_ascii=False)
            for what, found in self._in(said):
                yield f"{what} {found!r}", line

    def _in(self, said: str) -> Iterator[tuple[str, str]]:
        yield from (("personnummer", n) for n in _TWELVE.findall(said) if is_personnummer(n))
        yield from (("e-mail", address) for address in _EMAIL.findall(said))
        yield from (("browser", place) for place in _ENDPOINT.findall(said))
        yield from (("mobile", number) for number in _MOBILE.findall(said))
        yield from (("text", text) for text in SUBJECTS | NAMES if text in said)
        words = set(re.findall(r"(?<![0-9a-zA-Z_.-])[0-9]{6}(?![0-9a-zA-Z_.-])", said))
        yield from (("code", code) for code in words & self.codes)


def _read(line: str) -> dict[str, object]:
    try:
        read: dict[str, object] = json.loads(line)
    except ValueError:
        return {"message": line}
    return read


WATCH = Watch()
