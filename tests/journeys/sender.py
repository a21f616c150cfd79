"""A sender's software over HTTP, with the demo's credentials: it sends a letter with a PDF."""

from __future__ import annotations

import base64
import json
from typing import Any

import urllib3
from fpdf import FPDF

from local.testing import RunningOperator

JSON = {"content-type": "application/json"}


def letter_pdf(title: str, pages: int = 2) -> bytes:
    """A real PDF with Swedish text."""
    pdf = FPDF()
    pdf.set_title(title)
    for _ in range(pages):
        pdf.add_page()
        pdf.set_font("Helvetica", size=14)
        pdf.multi_cell(0, 8, f"{title}\n\nEtt brev med å, ä och ö.")
    return bytes(pdf.output())


def a_letter(ssn: str, subject: str, **fields: Any) -> dict[str, Any]:
    """A content with a PDF."""
    data = base64.b64encode(letter_pdf(subject)).decode()
    return {
        "ssn": ssn, "subject": subject, "type": "letter",
        "parts": [{"name": "Brev.pdf", "content_type": "application/pdf", "data": data}], **fields,
    }


class HttpSender:
    """Sends to people, and knows what it is called; one of the demo's others when it is named."""

    def __init__(self, operator: RunningOperator, name: str = "") -> None:
        self._http = urllib3.PoolManager(retries=False, timeout=30)
        self._base = operator.base_url
        every = json.loads((operator.folder / "demo-senders.json").read_text()) if name else {}
        self._demo = every[name] if name else operator.demo
        self._token = self._post("/v2/auth", urllib3.make_headers(
            basic_auth=f"{self._demo['client_id']}:{self._demo['client_secret']}"
        ) | {"content-type": "application/x-www-form-urlencoded"}, b"grant_type=client_credentials")["access_token"]

    def send(self, ssn: str, subject: str, **fields: Any) -> None:
        self._say("content", a_letter(ssn, subject, **fields))

    def rehearse(self, ssn: str, subject: str, **fields: Any) -> dict[str, Any]:
        """A dry run; answers what it said."""
        return self._say("content?dry_run=true", a_letter(ssn, subject, **fields))

    def tell_of(self, event: dict[str, Any]) -> str:
        """Tell of an event that tickets are for; answer its key."""
        key: str = self._say("ticket/event", event)["event_key"]
        return key

    def set_icon(self, icon: dict[str, Any]) -> None:
        """Give the tenant a face."""
        self._say("icon", icon)

    def make_form(self, template: dict[str, Any]) -> str:
        """Make a form; answer its key."""
        key: str = self._say("form", template)["key"]
        return key

    def _say(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self._token}"} | JSON
        return self._post(f"/v2/tenant/{self._demo['tenant_key']}/{what}", headers, json.dumps(body).encode())

    def _post(self, path: str, headers: dict[str, str], body: bytes) -> dict[str, Any]:
        answer = self._http.request("POST", self._base + path, headers=headers, body=body)
        assert answer.status < 300, answer.data
        found: dict[str, Any] = json.loads(answer.data or b"{}")
        return found
