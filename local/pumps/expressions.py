"""When a schedule falls due: `rate(15 minutes)` and `cron(0 3 * * ? *)`, in UTC as EventBridge reads them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Protocol

RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
MONTHS = {
    "JAN": 1,
    "FEB": 2,
    "MAR": 3,
    "APR": 4,
    "MAY": 5,
    "JUN": 6,
    "JUL": 7,
    "AUG": 8,
    "SEP": 9,
    "OCT": 10,
    "NOV": 11,
    "DEC": 12,
}
WEEKDAYS = {"SUN": 1, "MON": 2, "TUE": 3, "WED": 4, "THU": 5, "FRI": 6, "SAT": 7}
FURTHEST = 366 * 5  # days: from one 29 February to the next but one


class Expression(Protocol):
    """Knows its next time."""

    def after(self, moment: datetime) -> datetime | None: ...

    def latest(self, since: datetime, until: datetime) -> datetime | None:
        """The last time due after `since`, not later than `until`."""
        ...


class Rate:
    """At equal intervals from when it was last due."""

    def __init__(self, every: timedelta) -> None:
        self._every = every

    def after(self, moment: datetime) -> datetime:
        return moment + self._every

    def latest(self, since: datetime, until: datetime) -> datetime | None:
        times = (until - since) // self._every
        return since + times * self._every if times > 0 else None


class Cron:
    """At the minutes that six fields describe: minute, hour, day, month, weekday, year."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        minute, hour, day, month, weekday, year = fields
        self._minutes = sorted(_numbers(minute, 0, 59))
        self._hours = sorted(_numbers(hour, 0, 23))
        self._months = _numbers(month, 1, 12, MONTHS)
        self._years = _numbers(year, 1970, 2199)
        self._days = None if day == "?" else _numbers(day, 1, 31)
        self._weekdays = None if weekday == "?" else _numbers(weekday, 1, 7, WEEKDAYS)

    def after(self, moment: datetime) -> datetime | None:
        for day in (moment + timedelta(days=ahead) for ahead in range(FURTHEST)):
            if self._falls_on(day):
                for time in self._times(day):
                    if time > moment:
                        return time
        return None

    def latest(self, since: datetime, until: datetime) -> datetime | None:
        for back in range(min((until - since).days, FURTHEST) + 2):
            day = until - timedelta(days=back)
            due = [time for time in self._times(day) if since < time <= until] if self._falls_on(day) else []
            if due:
                return due[-1]
        return None

    def _falls_on(self, day: datetime) -> bool:
        if day.month not in self._months or day.year not in self._years:
            return False
        if self._days is not None and day.day not in self._days:
            return False
        return self._weekdays is None or day.isoweekday() % 7 + 1 in self._weekdays

    def _times(self, day: datetime) -> list[datetime]:
        return [
            datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
            for hour in self._hours
            for minute in self._minutes
        ]


def parse(text: str) -> Expression:
    if match := RATE.fullmatch(text):
        return Rate(timedelta(**{f"{match.group(2)}s": int(match.group(1))}))
    if match := CRON.fullmatch(text):
        return Cron(match.groups())
    raise ValueError(f"Not a schedule: {text}")


def _numbers(field: str, first: int, last: int, names: dict[str, int] | None = None) -> set[int]:
    """`*`, `5`, `1-5`, `0/15`, `MON-FRI`, and lists of them."""
    chosen: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        low, dash, high = span.partition("-")
        start = first if low == "*" else _number(low, names)
        end = _number(high, names) if dash else (last if low == "*" or step else start)
        chosen |= set(range(start, end + 1, int(step or 1)))
    return chosen


def _number(text: str, names: dict[str, int] | None) -> int:
    return (names or {}).get(text.upper()) or int(text)
