"""Forms as senders make them, and what people answer."""

from __future__ import annotations

from typing import Any

# Every kind of question, and a branch: who has no allergy is never asked which.
TEMPLATE: dict[str, Any] = {
    "title": "Inför skolstarten", "description": "Svara för ditt barn.\nDet tar två minuter.", "start_question": "namn",
    "questions": [
        {"type": "free_text", "id": "namn", "label": "Vad kallas barnet?", "next_question": "langd", "max": 50},
        {
            "type": "number", "id": "langd", "label": "Hur långt är barnet, i cm?", "min": 40, "max": 230,
            "next_question": "allergi", "help_text": "Vi ställer in stolen.",
        },
        {
            "type": "options", "id": "allergi", "label": "Har barnet någon allergi?",
            "options": [
                {"id": "ja", "label": "Ja", "next_question": "vilka"}, {"id": "nej", "label": "Nej"},
            ],
            "next_question": "konto",
        },
        {
            "type": "multi_options", "id": "vilka", "label": "Vilka allergier?", "next_question": "konto", "max": 2,
            "multi_options": [
                {"id": "not", "label": "Nötter"}, {"id": "mjolk", "label": "Mjölk"}, {"id": "agg", "label": "Ägg"},
            ],
        },
        {"type": "verified_account", "id": "konto", "label": "Vart ska ersättningen betalas?"},
    ],
}
ACCOUNT = {"bank_name": "Storbanken", "clearing_number": "1234", "account_number": "12 345 67"}
ANSWERS: dict[str, Any] = {"namn": "Tilde", "langd": 118.5, "allergi": "ja", "vilka": ["agg", "not"], "konto": ACCOUNT}
# The same, along the path that they take and as the sender gets them.
GIVEN = [
    {"id": "namn", "value": "Tilde", "type": "free_text"},
    {"id": "langd", "value": 118.5, "type": "number"},
    {"id": "allergi", "value": "ja", "type": "options"},
    {"id": "vilka", "value": ["not", "agg"], "type": "multi_options"},
    {
        "id": "konto", "type": "verified_account",
        "value": {"bank_name": "Storbanken", "clearing_number": "1234", "account_number": "1234567"},
    },
]
REFERENCE = {"case": "4711", "nested": {"nothing": None, "list": [1, 2.5, "å"]}}


def form_key(sender: Any, template: dict[str, Any] = TEMPLATE) -> str:
    """Make a form; answer its key."""
    key: str = sender.call("POST", "/v2/tenant/{tk}/form", template).json_body["key"]
    return key


def a_form(key: str, ssn: str | None, days: int = 14, **change: Any) -> dict[str, Any]:
    """A content that carries a form."""
    form = {"id": key, "days_to_expiry": days, "sender_reference": REFERENCE}
    return {"ssn": ssn, "subject": "Formulär från skolan", "type": "letter.form", "form": form, **change}
