"""The sender API: the wire format of Kivra's published Sender API, and what is ours beyond it."""

from chalicelib.api.sender import auth, content, matching, tenants, tickets, webhooks
from chalicelib.api.sender.routes import door

__all__ = ["auth", "content", "door", "matching", "tenants", "tickets", "webhooks"]
