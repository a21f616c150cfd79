"""One valid content of each type, as senders' software sends it."""

from __future__ import annotations

import base64
import io
from typing import Any

from PIL import Image

from tests.forms import a_form, form_key
from tests.world import TOLVAN, a_content

MONEY = {"monetary_amount": "31250.00", "currency": "SEK"}
BOOKING = {
    "title": "Läkarbesök", "start_time": "2026-12-01T09:30:00+01:00", "end_time": "2026-12-01T10:00:00+01:00",
    "location": "Vårdcentralen Skeppsbron\nVåning 2", "description": "Ta med legitimation; fasta inte, men drick vatten.",
    "info_url": "https://www.example.com/besok",
}
SALARYSLIP = {
    "document_metadata": {"creation_timestamp": "2026-11-19T12:00:00Z", "source_system": "Lön 3000"},
    "employment": {
        "employer": {
            "legal_name": "Bageri Bullen AB",
            "legal_identifiers": {"vat_number": "SE556000475501", "org_number": "556000-4755"},
            "contact_information": {
                "address": {"street_address": "Storgatan 1", "postal_code": "871 30", "city": "Härnösand", "country": "SE"},
                "email_address": "lon@example.com", "telephone_number": "+46 611-55 75 00",
            },
        },
        "start_date": "2020-01-01", "type": "Tillsvidare", "weekly_hours": "40",
    },
    "pay_period": {
        "start_date": "2026-11-01", "end_date": "2026-11-30", "payout_date": "2026-11-25", "gross_pay": MONEY,
        "tax_deducted": {"monetary_amount": "-7200.5", "currency": "SEK"},
        "net_pay": {"monetary_amount": "24049.50", "currency": "SEK"},
        "absences": [{"type": "Sjukdom", "duration_in_hours": "8"}],
        "additional_payments": [{"type": "OB-tillägg", "monetary_amount": "1250", "currency": "SEK"}],
        "employee_benefits": [{"type": "Lunch", "monetary_amount": "300", "currency": "SEK", "description": "20 dagar"}],
    },
    "tax_information": {"tax_code": {"identifier": "33", "schema": "Skattetabell"}},
    "recipient_account": {"identifier": "****1234", "bank_name": "Banken"},
    "holidays": {"period": {"start_date": "2026-04-01", "end_date": "2027-03-31"}, "total_days_entitled": "25"},
    "yearly_accumulated_gross_pay": MONEY,
}
BEHALF = {"name": "Forskarna AB", "vat_number": "SE556000475501"}
INVITE = {"uri": "https://www.example.com/i/1", "expires_at": "2026-12-24T15:00:00Z", "behalf_of": BEHALF}
INVITES = {
    "invite.research": {**INVITE, "description": "Om sömn", "title": "En studie"},
    "invite.gift": INVITE,
    "invite.sign": {**INVITE, "service_provider": {"name": "Signera AB"}, "description": "Hyreskontrakt"},
    "invite.voucher": {**INVITE, "store": {"name": "Bokhandeln"}},
    "invite.kyc": {**INVITE, "description": "Frågor till kunder", "service_provider": {"name": "Banken"}},
}
EVENT = {
    "event_reference": "vår-2027", "name": "Vårkonsert", "organizer": {"name": "Konserthuset"},
    "schedule": {"start": "2027-05-01T19:00:00+02:00", "end": "2027-05-01T21:00:00+02:00", "admission": "2027-05-01T18:00:00+02:00"},
    "venue": {"name": "Stora salen", "location": {"city": "Sundsvall", "address": "Hamnen 1", "zip": "852 29", "coordinates": {"latitude": "62.3908", "longitude": "17.3069"}}},
    "url": "https://www.example.com/konsert", "information": "Ytterkläder lämnas i garderoben.",
}
TICKET = {
    "order_id": "4711",
    "tickets": [{"qr_data": "ABC-1", "type": "Vuxen", "seating": {"row": "3", "seat": "12", "gate": None}}],
}


REGISTERED = {
    "expires_at": "2026-12-10T09:00:00+01:00", "hidden": {"sender": False, "subject": False},
    "sender_reference": {"sender_internal_id": "17", "ålder": None, "delar": [1, 2.50, {"a": True}]},
}


def a_picture(kind: str = "PNG", colour: str = "navy") -> dict[str, str]:
    """A picture of one colour, as senders send it with an event."""
    out = io.BytesIO()
    Image.new("RGB", (64, 36), colour).save(out, kind)
    return {"content_type": f"image/{kind.lower()}", "data": base64.b64encode(out.getvalue()).decode()}


def key_for(sender: Any, type_: str) -> str:
    """Tell of what a content of a type names: an event, or a form."""
    if type_ == "ticket.event":
        key: str = sender.call("POST", "/v2/tenant/{tk}/ticket/event", EVENT).json_body["event_key"]
        return key
    return form_key(sender) if type_ == "letter.form" else ""


def of_type(type_: str, key: str = "", ssn: str = TOLVAN, **change: Any) -> dict[str, Any]:
    """A valid content of a type; tickets need the key of an event that has been told of, forms that of a form."""
    content = a_content(ssn, type=type_, **_data(type_, key), **change)
    if type_ in INVITES or type_ in ("booking", "salaryslip", "ticket.event", "letter.form"):
        content["parts"] = change.get("parts", [])
    return content


def _data(type_: str, key: str) -> dict[str, Any]:
    if type_ in INVITES:
        return {"invite": INVITES[type_]}
    return {
        "booking": {"booking": BOOKING}, "salaryslip": {"salaryslip": SALARYSLIP},
        "letter.signed": {"signed": {"behalf_of": BEHALF}}, "ticket.event": {"ticket": {**TICKET, "event_key": key}},
        "registered.letter": {"registered": REGISTERED},
        "letter.form": {"form": a_form(key, None)["form"]},
    }.get(type_, {})
