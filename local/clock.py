"""The movable clock: one offset from the real time, kept in a file that every process of the laptop reads."""

import json
import os
import re
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)  # ten-digit unix seconds order contents until 2286


class MovableClock:
    """Real time plus an offset. A read costs one stat(2)."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: tuple[int, int] | None = None
        self._offset = 0.0
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time(), UTC)

    def time(self) -> float:
        return time.time() + self.offset()

    def offset(self) -> float:
        try:
            stat = self._file.stat()
        except FileNotFoundError:
            return 0.0
        version = (stat.st_ino, stat.st_mtime_ns)
        if version != self._seen:
            self._offset = float(json.loads(self._file.read_text())["offset"])
            self._seen = version
        return self._offset

    def advance(self, duration: timedelta) -> datetime:
        with self._lock:
            return self._move(self.offset() + duration.total_seconds())

    def set(self, now: datetime) -> datetime:
        """Any time, also an earlier one: what has already happened stays happened."""
        with self._lock:
            return self._move(now.timestamp() - time.time())

    def restore(self, offset: float) -> datetime:
        """Back to an offset that it had."""
        with self._lock:
            return self._move(offset)

    def _move(self, offset: float) -> datetime:
        if not 0 < time.time() + offset < LATEST.timestamp():
            raise ValueError(f"The clock goes from 1970 to {LATEST.year}")
        part = self._file.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps({"offset": offset}))
        part.replace(self._file)
        return self.now()


def parse_duration(text: str) -> timedelta:
    """ISO 8601: `P20D`, `PT30M`, `P7Y`. A year is 365 days and a month 30."""
    match = DURATION.fullmatch(text)
    if not match or not any(match.group(name) for name in match.groupdict() if name != "sign"):
        raise ValueError(f"Not an ISO 8601 duration: {text!r}")
    part = {name: int(value or 0) for name, value in match.groupdict().items() if name != "sign"}
    days = part["years"] * 365 + part["months"] * 30 + part["weeks"] * 7 + part["days"]
    length = timedelta(days=days, hours=part["hours"], minutes=part["minutes"], seconds=part["seconds"])
    return -length if match.group("sign") else length


def parse_time(text: str) -> datetime:
    """ISO 8601 with any zone; without one it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
