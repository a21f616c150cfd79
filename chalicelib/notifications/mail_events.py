"""What SES tells about e-mails: bounces and complaints, out of the envelopes they arrive in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.notifications.bounces import Bounces


def handle(bounces: Bounces, body: Mapping[str, Any]) -> None:
    """Act on one message of the queue: an SES event, bare or in SNS's envelope."""
    event = json.loads(body["Message"]) if "Message" in body else body
    tags = {name: values[0] for name, values in event.get("mail", {}).get("tags", {}).items() if values}
    if "person" not in tags:
        # The mail of a code: whoever waits for it sees that it does not come.
        return
    kind = event.get("eventType") or event.get("notificationType")
    if kind == "Bounce" and event["bounce"]["bounceType"] == "Permanent":
        bounces.bounced(tags.get("content"), tags["person"], tags["address"])
    elif kind == "Complaint":
        bounces.complained(tags["person"], tags["address"])
