"""The sender API: the wire format of Kivra's published Sender API, and what is ours beyond it."""

from chalicelib.api.sender import (
    access,
    auth,
    batches,
    changes,
    content,
    first_version,
    forms,
    icons,
    matching,
    registered,
    tenants,
    tickets,
    uploads,
    webhooks,
)
from chalicelib.api.sender.routes import door

__all__ = [
    "access", "auth", "batches", "changes", "content", "door", "first_version", "forms", "icons", "matching",
    "registered", "tenants", "tickets", "uploads", "webhooks",
]
