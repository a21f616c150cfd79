"""A sender's software, calling the doors of app.py as the gateway calls them."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from chalice.test import HTTPResponse


@dataclass
class SenderSoftware:
    """A sender's client: a base URL's worth of calls with a token."""

    http: Any
    tenant: str
    token: str
    client_id: str = ""
    secret: str = ""
    senders: Any = None

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> HTTPResponse:
        """Call a path; `{tk}` stands for the tenant."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        return self.http.request(method, path.replace("{tk}", self.tenant), headers=sent, body=raw)

    def renew(self) -> None:
        """Get a new token: the old one dies after eight hours."""
        self.token = self.senders.grant(self.client_id, self.secret).token

    def send(self, content: Any, **headers: str) -> HTTPResponse:
        """Send a content."""
        return self.call("POST", "/v2/tenant/{tk}/content", content, **headers)

    def status(self, key: str) -> Any:
        """Read a content's status."""
        return self.call("GET", f"/v2/tenant/{{tk}}/content/{key}").json_body


def basic(client_id: str, secret: str) -> str:
    """Write Basic credentials."""
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()
