"""Appointments, and how they are written for calendars: iCalendar as RFC 5545 has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

OCTETS = 75
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Appointment:
    """A time to be somewhere."""

    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    place: str = ""
    description: str = ""
    url: str = ""


def appointment(context: Mapping[str, Any]) -> Appointment | None:
    """The appointment in a content's structured data: a booking, or the event of a ticket."""
    if booking := context.get("booking"):
        return Appointment(
            title=booking["title"], starts_at=_moment(booking["start_time"]), ends_at=_ends(booking.get("end_time")),
            place=booking.get("location", ""), description=booking.get("description", ""),
            url=booking.get("info_url", ""),
        )
    if event := context.get("ticket", {}).get("event"):
        schedule, venue = event["schedule"], event["venue"]
        address = venue.get("location", {})
        town = " ".join(filter(None, (address.get("zip"), address.get("city"))))
        place = [venue["name"], address.get("address"), town]
        return Appointment(
            title=event["name"], starts_at=_moment(schedule["start"]), ends_at=_ends(schedule.get("end")),
            place=", ".join(filter(None, place)), description=event.get("information", ""), url=event.get("url", ""),
        )
    return None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _ends(text: str | None) -> datetime | None:
    return _moment(text) if text else None


def written(what: Appointment, *, uid: str, made_at: datetime, organiser: str, product: str) -> str:
    """Write a calendar of one event. `organiser` is said in words: a sender has no address to answer to."""
    description = "\n\n".join(filter(None, (what.description, organiser)))
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_text(product)}//EN", "METHOD:PUBLISH", "BEGIN:VEVENT",
        f"UID:{uid}", f"DTSTAMP:{_utc(made_at)}", f"DTSTART:{_utc(what.starts_at)}",
        *([f"DTEND:{_utc(what.ends_at)}"] if what.ends_at else []),
        f"SUMMARY:{_text(what.title)}",
        *([f"LOCATION:{_text(what.place)}"] if what.place else []),
        *([f"DESCRIPTION:{_text(description)}"] if description else []),
        *([f"URL:{what.url}"] if what.url else []),
        "END:VEVENT", "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


@dataclass(frozen=True, slots=True)
class Busy:
    """An appointment as a shared calendar may tell it: when, and with whom."""

    uid: str
    made_at: datetime
    starts_at: datetime
    who: str
    ends_at: datetime | None = None

    def lines(self) -> list[str]:
        """When it is, and what the calendar calls it."""
        ends = [f"DTEND:{_utc(self.ends_at)}"] if self.ends_at else []
        return [f"DTSTART:{_utc(self.starts_at)}", *ends, f"SUMMARY:{_text(self.who)}"]


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of something to do, in words that a shared calendar may tell; the day is not taken by it."""

    uid: str
    made_at: datetime
    day: date
    what: str

    def lines(self) -> list[str]:
        """The whole day; what ends on a day ends, to a calendar, at the beginning of the next."""
        first, last = (f"{day:%Y%m%d}" for day in (self.day, self.day + timedelta(days=1)))
        return [
            f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{last}", "TRANSP:TRANSPARENT",
            f"SUMMARY:{_text(self.what)}",
        ]


def feed(entries: Iterable[Busy | Due], *, product: str) -> str:
    """Write a calendar that is read again and again."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_text(product)}//EN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(product)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
    ]
    for entry in entries:
        stamp = [f"UID:{entry.uid}", f"DTSTAMP:{_utc(entry.made_at)}"]
        lines += ["BEGIN:VEVENT", *stamp, *entry.lines(), "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    """Escape a text value: what ends a line or a value would otherwise begin a property of the writer's own."""
    clean = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    clean = clean.replace("\u2028", "\n").replace("\u2029", "\n").replace("\u0085", "\n")
    escaped = clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n").replace("\t", " ")


def _folded(line: str) -> Iterator[str]:
    """Fold a line into pieces of at most 75 octets, never inside a character."""
    piece, size, room = "", 0, OCTETS
    for character in line:
        octets = len(character.encode())
        if size + octets > room:
            yield piece
            piece, size, room = " ", 1, OCTETS
        piece += character
        size += octets
    yield piece
