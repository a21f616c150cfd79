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
    "/settings": ["GET /settings", "GET /push", "GET /sessions", "GET /export"],
    "/settings/accesses": ["GET /accesses"],
    "/settings/close": [],
    "/help": [],
    "/terms": ["GET /terms"],
    "/accessibility": [],
    "/more": [],
}
# Whoever is not logged in: the operator, whether there is a session, and what the page itself needs.
STRANGERS = {
    "/login": ["GET /site", "GET /session"],
    "/open": ["GET /site", "GET /session", "GET /enrolment"],
    "/help": ["GET /site", "GET /session"],
    "/terms": ["GET /site", "GET /session", "GET /terms"],
    "/accessibility": ["GET /site", "GET /session"],
}
# The headings of all letters, fetched in the background when the first are shown.
FIRST_PAGE, NEXT_PAGES = 50, 500
A_LETTER = ["GET /letters/{key}", "GET /letters/{key}/parts/1?as=inline"]
READ = ["PATCH /letters/{key}"]
