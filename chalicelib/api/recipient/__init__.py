"""The recipient API: what the web app of people with a mailbox calls. One file per resource."""

from chalicelib.api.recipient import (
    accesses,
    account,
    calendar,
    calendar_link,
    enrolment,
    exports,
    forms,
    labels,
    letters,
    login,
    notices,
    preview,
    push,
    senders,
    session,
    settings,
    site,
)
from chalicelib.api.recipient.routes import door

__all__ = [
    "accesses", "account", "calendar", "calendar_link", "door", "enrolment", "exports", "forms", "labels", "letters",
    "login", "notices", "preview", "push", "senders", "session", "settings", "site",
]
