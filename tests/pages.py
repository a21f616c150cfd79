"""What each page of the web app asks of the API when it is opened: held true by a browser, and counted in AWS calls."""

from __future__ import annotations

# Whoever comes: the operator, the session, the first letters, the labels.
FRAME = ["GET /site", "GET /session", "GET /letters?limit=50", "GET /labels"]
OWN = {
    "/inbox": [],
    "/archive": [],
    "/trash": [],
    "/todo": ["GET /calendar-link"],
    "/labels": [],
    "/senders": ["GET /senders", "GET /directory"],
    "/settings": ["GET /settings", "GET /push", "GET /sessions", "GET /accesses", "GET /export"],
    "/settings/close": [],
    "/help": [],
    "/terms": ["GET /terms"],
    "/more": [],
}
A_LETTER = ["GET /letters/{key}", "GET /letters/{key}/parts/1?as=inline"]
READ = ["PATCH /letters/{key}"]
