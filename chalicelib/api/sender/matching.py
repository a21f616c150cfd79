"""Matching: which of these people can be reached digitally right now."""

from __future__ import annotations

from typing import Any

from chalicelib.api.http import Answer, Call, InvalidQuery
from chalicelib.api.sender.routes import door
from chalicelib.api.sender.wire import Wire
from chalicelib.wiring import operator

# Documented as get, though the call is a POST; tokens say either.
_SSN = "get|post:kivra.v2.tenant.{tenantKey}.usermatch.ssn"
_EMAIL = "get|post:kivra.v2.tenant.{tenantKey}.usermatch.verified_email"


class MatchList(Wire):
    """A list to match, and the subset that can be reached."""

    list: list[str]
    """Asked: personal numbers of twelve digits, or addresses. Answered: those that can be reached now."""


class LegacySsns(Wire):
    """The body of the first version of matching."""

    ssns: list[str]
    """Asked: personal numbers of twelve digits. Answered: those that can be reached now."""


class LegacyUser(Wire):
    """A user as the first version listed them; the key has been empty for years."""

    key: str = ""
    """Always empty."""
    ssn: str
    """The personal number that was asked about."""


@door.route(
    "POST", "/v2/tenant/{tenantKey}/usermatch/ssn", guard=_SSN, body=MatchList, answers={200: MatchList}, tag="Matching"
)
def by_ssn(call: Call[MatchList]) -> Answer:
    """Match personal numbers of twelve digits."""
    matched = operator().matching.by_personnummer(call.path["tenantKey"], call.body.list)
    call.facts.update(asked=len(call.body.list), matched=len(matched))
    return Answer(200, {"list": matched})


@door.route(
    "POST", "/v2/tenant/{tenantKey}/usermatch/verified_email", guard=_EMAIL, body=MatchList,
    answers={200: MatchList}, tag="Matching",
)
def by_email(call: Call[MatchList]) -> Answer:
    """Match verified e-mail addresses; they come back as they were submitted."""
    matched = operator().matching.by_email(call.path["tenantKey"], call.body.list)
    call.facts.update(asked=len(call.body.list), matched=len(matched))
    return Answer(200, {"list": matched})


@door.route(
    "POST", "/v1/tenant/{tenantKey}/usermatch", guard="get|post:kivra.v1.tenant.{tenantKey}.usermatch",
    body=LegacySsns, answers={200: LegacySsns}, tag="Matching (first version)",
)
def by_ssn_v1(call: Call[LegacySsns]) -> Answer:
    """Match personal numbers in the first version's words, which public clients still use."""
    matched = operator().matching.by_personnummer(call.path["tenantKey"], call.body.ssns)
    call.facts.update(asked=len(call.body.ssns), matched=len(matched))
    return Answer(200, {"ssns": matched})


@door.route(
    "GET", "/v1/tenant/{tenantKey}/user", guard="get:kivra.v1.tenant.{tenantKey}.user",
    answers={200: list[LegacyUser]}, tag="Matching (first version)",
    query={"ssn": "The personal number to look up.", "include": "Accepted and ignored."},
)
def user_v1(call: Call[Any]) -> Answer:
    """Look one person up in the first version's words; the whole register is never listed."""
    ssn = call.query.get("ssn")
    if not ssn:
        raise InvalidQuery("Say which person with ?ssn=; to match many, POST a list to /v2/…/usermatch/ssn.")
    matched = operator().matching.by_personnummer(call.path["tenantKey"], [ssn])
    return Answer(200, [LegacyUser(ssn=number) for number in matched])
