"""What the demo's post carries beside documents: an appointment, a form, tickets, a letter to sign for."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

Post = Callable[[str, Mapping[str, Any]], dict[str, Any]]

FORM: dict[str, Any] = {
    "title": "Inför skolstarten",
    "description": "Berätta det som skolan behöver veta om ditt barn. Det tar ett par minuter.",
    "start_question": "namn",
    "questions": [
        {"type": "free_text", "id": "namn", "label": "Vad kallas barnet?", "max": 50, "next_question": "mat"},
        {
            "type": "options", "id": "mat", "label": "Behöver barnet annan mat än den vanliga?",
            "next_question": "fritids",
            "options": [
                {"id": "ja", "label": "Ja", "next_question": "vilken"},
                {"id": "nej", "label": "Nej", "next_question": "fritids"},
            ],
        },
        {
            "type": "multi_options", "id": "vilken", "label": "Vilken mat?", "next_question": "fritids",
            "multi_options": [
                {"id": "vego", "label": "Vegetarisk"}, {"id": "laktos", "label": "Utan laktos"},
                {"id": "gluten", "label": "Utan gluten"}, {"id": "notter", "label": "Utan nötter"},
            ],
        },
        {
            "type": "number", "id": "fritids", "label": "Hur många timmar i veckan ska barnet vara på fritids?",
            "min": 0, "max": 50, "help_text": "Ungefär räcker. Svara 0 om barnet går hem direkt.",
        },
    ],
}


def vaccination(now: datetime, _: Post) -> dict[str, Any]:
    """A time next week or so."""
    start = _at(now + timedelta(days=18), 9, 20)
    return {"booking": {
        "title": "Vaccination mot influensa", "start_time": start.isoformat(),
        "end_time": (start + timedelta(minutes=20)).isoformat(),
        "location": "Vårdcentralen Skeppsbron\nEntré B, våning 2",
        "description": "Ta med legitimation och ha en kortärmad tröja. Har du feber, stanna hemma och boka om.",
    }}


def school_start(_: datetime, post: Post) -> dict[str, Any]:
    """Questions to a parent, open for a month."""
    return {"form": {"id": post("form", FORM)["key"], "days_to_expiry": 30}}


def concert(now: datetime, post: Post) -> dict[str, Any]:
    """Two seats for an evening in two months."""
    start = _at(now + timedelta(days=61), 18, 0)
    event = {
        "event_reference": "varkonsert", "name": "Vårkonsert", "organizer": {"name": "Hamnens konserthus"},
        "schedule": {"start": start.isoformat(), "end": (start + timedelta(hours=2)).isoformat()},
        "venue": {"name": "Stora salen", "location": {"city": "Björkö", "address": "Hamngatan 1", "zip": "999 91"}},
        "url": "https://www.example.com/varkonsert", "information": "Ytterkläder lämnas i garderoben.",
    }
    seats = [
        {"qr_data": f"VAR-{seat}", "type": "Vuxen", "seating": {"row": "3", "seat": str(seat), "gate": None}}
        for seat in (12, 13)
    ]
    return {"ticket": {"order_id": "4711", "tickets": seats, "event_key": post("ticket/event", event)["event_key"]}}


def registered(now: datetime, _: Post) -> dict[str, Any]:
    """Who it is from and what it is about show when the person has signed for it."""
    last = (now + timedelta(days=20)).date().isoformat()
    return {"registered": {"expires_at": last, "hidden": {"sender": True, "subject": True}}}


def _at(day: datetime, hour: int, minute: int) -> datetime:
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
