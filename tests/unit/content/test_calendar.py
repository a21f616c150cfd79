"""Appointments as calendars read them (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.content.calendar import Appointment, appointment, written

START = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)


def lines(what: Appointment) -> list[str]:
    """Unfold the lines again."""
    text = written(what, uid="1@kuvert", made_at=START, organiser="Vårdcentralen", product="Kuvert")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.endswith("END:VCALENDAR\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def value(what: Appointment, name: str) -> str:
    """Read a text value as a calendar does."""
    [line] = [line for line in lines(what) if line.startswith(f"{name}:")]
    out, escaped = "", False
    for character in line.partition(":")[2]:
        if escaped or character != "\\":
            out += "\n" if escaped and character == "n" else character
            escaped = False
        else:
            escaped = True
    return out


def test_an_appointment_as_a_calendar():
    """Every property in its form."""
    what = Appointment("Läkarbesök; provtagning", START, START + timedelta(hours=1), "Plan 2,\nrum 3", "Fasta.", "https://x.se/a?b=c,d")

    assert lines(what) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kuvert//EN", "METHOD:PUBLISH", "BEGIN:VEVENT", "UID:1@kuvert",
        "DTSTAMP:20261201T083000Z", "DTSTART:20261201T083000Z", "DTEND:20261201T093000Z",
        "SUMMARY:Läkarbesök\\; provtagning", "LOCATION:Plan 2\\,\\nrum 3", "DESCRIPTION:Fasta.\\n\\nVårdcentralen",
        "URL:https://x.se/a?b=c,d", "END:VEVENT", "END:VCALENDAR",
    ]


def test_an_appointment_without_an_end():
    """What is not known is not written."""
    assert not any(line.startswith(("DTEND", "LOCATION", "URL")) for line in lines(Appointment("x", START)))


@given(st.text())
def test_no_text_begins_a_property_of_its_own(text):
    """Whatever a sender writes, the calendar has the same lines."""
    names = [line.partition(":")[0] for line in lines(Appointment(text, START, place="x", description=text))]

    assert names == [
        "BEGIN", "VERSION", "PRODID", "METHOD", "BEGIN", "UID", "DTSTAMP", "DTSTART", "SUMMARY", "LOCATION", "DESCRIPTION",
        "END", "END",
    ]


@given(st.text(st.characters(blacklist_categories=["Cc", "Zl", "Zp", "Cs"])))
def test_a_title_comes_back_as_it_was(text):
    """Escaped, folded, unfolded and read again."""
    assert value(Appointment(text, START), "SUMMARY") == text


def test_what_is_an_appointment():
    """A booking, or the event of a ticket; nothing else."""
    venue = {"name": "Stora salen", "location": {"city": "Sundsvall", "zip": "852 29"}}
    event = {"name": "Konsert", "schedule": {"start": "2026-12-01T08:30:00.000Z"}, "venue": venue}

    assert appointment({"ticket": {"event": event}}) == Appointment("Konsert", START, place="Stora salen, 852 29 Sundsvall")
    assert appointment({"booking": {"title": "Besök", "start_time": "2026-12-01T08:30:00.000Z"}}) == Appointment("Besök", START)
    assert appointment({}) is None
    assert appointment({"invite": {"uri": "https://www.example.com"}}) is None
