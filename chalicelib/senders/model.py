"""Tenants, clients and scopes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, Unauthenticated

TOKEN_LIFE = timedelta(hours=8)
LIVE_SECRETS = 2
LONGEST_CLIENT_ID = 100
SCOPES_AT_MOST = 500
MAX_COMPANY_IDS = 50
_VERBS = ("get", "post", "put", "patch", "delete")
_WORD = re.compile(r"^[A-Za-z0-9_*-]+$")
_VERSION = re.compile(r"^v[0-9]+$")


class InvalidClient(Unauthenticated):
    """The client is unknown or its secret is wrong."""

    number = 40104
    slug = "invalid_client"


class InvalidScope(Invalid):
    """A scope that cannot be read, or that reaches further than the client does."""

    number = 40003
    slug = "invalid_scope"


class InvalidGrant(Invalid):
    """A grant other than client credentials."""

    number = 40001
    slug = "unsupported_grant_type"


class OutOfScope(Forbidden):
    """The token is good, but not for this."""

    number = 40300
    slug = "insufficient_scope"


class OrganisationTaken(Conflict):
    """Another client has the organisation number."""

    number = 40915
    slug = "organisation_taken"


@dataclass(frozen=True, slots=True)
class CompanyId:
    """An organisation that a tenant speaks for: its name and VAT number, as the wire calls it `orgnr`."""

    name: str
    orgnr: str


@dataclass(frozen=True, slots=True)
class Tenant:
    """A sender's account (ansluten avsändare)."""

    key: str
    name: str
    company_id: tuple[CompanyId, ...]
    created_at: datetime
    created_by: str
    visible: bool = True
    whole_register: bool = False  # may match any number of people per birth date: it truly writes to everybody
    icon: str | None = None


def listed_as(name: str, key: str) -> str:
    """Where a tenant stands in the list that people look senders up in: by its name in lower case."""
    return f"{folded(name)}#{key}"


def folded(name: str) -> str:
    """A name, or a part of one, as it is looked up: in lower case, with single spaces."""
    return " ".join(name.casefold().split())


# Words of a name that it is found by; what comes after is found by those before.
WORDS = 8
_IN_NAME = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Listed:
    """A tenant as people look it up; `at` is where it stands in the list that they look in."""

    key: str
    name: str
    at: str


def found_as(name: str, key: str) -> list[str]:
    """Where a tenant stands among the words that it is found by: its name from each word on."""
    whole = folded(name)
    starts = [word.start() for word in _IN_NAME.finditer(whole)] or [0]
    return [f"{whole[start:]}#{key}" for start in starts[:WORDS]]


def stands_first(found: Listed, beginning: str) -> bool:
    """Whether this is the first place where a tenant is found so: it is told once, on whatever page that place is."""
    return found.at == min(at for at in found_as(found.name, found.key) if at.startswith(beginning))


@dataclass(frozen=True, slots=True)
class Client:
    """A piece of software that may send for some tenants; it has at most two live secrets."""

    client_id: str
    name: str
    tenants: tuple[str, ...]
    secrets: tuple[str, ...]  # SHA-256 of random secrets
    created_at: datetime
    disabled: bool = False


class AccessStatus(StrEnum):
    """What the operator has said to a request for access."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """A client's wish to speak for a tenant that another has registered."""

    key: str
    client_id: str
    client_name: str
    tenant: str
    tenant_name: str
    status: AccessStatus
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Scope:
    """What a token may do: some verbs on some dotted paths.

    `*` stands for any one word, `**` for this level and all below it.
    """

    verbs: frozenset[str]
    words: tuple[str, ...]

    def __str__(self) -> str:
        """Write the scope as senders read it."""
        path = ".".join(self.words)
        return path if self.verbs == frozenset(_VERBS) else f"{','.join(sorted(self.verbs))}:{path}"

    def covers(self, verb: str, words: tuple[str, ...]) -> bool:
        """Whether the scope allows a verb on a path; versions of the API are one and the same right."""
        return verb in self.verbs and _matches(self.words, words)


def _matches(pattern: tuple[str, ...], words: tuple[str, ...]) -> bool:
    for place, wanted in enumerate(pattern):
        if wanted == "**":
            return True
        if place >= len(words):
            return False
        given = words[place]
        if wanted not in ("*", given) and not (_VERSION.match(wanted) and _VERSION.match(given)):
            return False
    return len(pattern) == len(words)


def parse_scopes(text: str) -> tuple[Scope, ...]:
    """Read a list of scopes separated by spaces or commas; a comma also stands between the verbs of one scope."""
    scopes, verbs = [], set[str]()
    for word in re.split(r"[\s,]+", text.strip()):
        verb, colon, path = word.rpartition(":")
        if verb:
            verbs.add(verb.lower())
        if not colon and path.lower() in _VERBS:
            verbs.add(path.lower())
            continue
        scopes.append(_scope(verbs, path))
        verbs = set()
    if verbs:
        raise InvalidScope("The scope ends with a verb; write it as post:kivra.v2.tenant.{tenantKey}.content.")
    return tuple(scopes)


def _scope(verbs: set[str], path: str) -> Scope:
    words = tuple(path.split("."))
    if not verbs.issubset({*_VERBS, "*"}) or not all(_WORD.match(word) for word in words):
        raise InvalidScope("The scope cannot be read; write it as post:kivra.v2.tenant.{tenantKey}.content.")
    return Scope(frozenset(_VERBS if not verbs or "*" in verbs else verbs), words)


def full_scopes(tenants: Iterable[str]) -> tuple[Scope, ...]:
    """Everything that a client of these tenants may do."""
    everything = frozenset(_VERBS)
    own = ("kivra.v2.tenant", "kivra.v2.tenant.request_access.**", "kivra.v2.webhooks.**")
    scopes = [Scope(everything, tuple(path.split("."))) for path in own]
    for tenant in tenants:
        scopes += [Scope(everything, ("kivra", version, "tenant", tenant, "**")) for version in ("v1", "v2")]
    return tuple(scopes)


def narrowed(wanted: tuple[Scope, ...], tenants: Iterable[str]) -> tuple[Scope, ...]:
    """Check that the scopes asked for name no tenant but the client's own.

    A star in the tenant's place is harmless: the client's tenants are checked besides the scope.
    """
    if len(wanted) > SCOPES_AT_MOST:
        raise InvalidScope(f"Ask for at most {SCOPES_AT_MOST} scopes; * in the tenant's place is all your tenants.")
    own = {*tenants, "*", "**", "request_access"}
    for scope in wanted:
        if scope.words[0] not in ("kivra", "*", "**"):
            raise InvalidScope("Scopes begin with kivra, as in kivra.v2.tenant.{tenantKey}.**.")
        if len(scope.words) > 3 and scope.words[2] == "tenant" and scope.words[3] not in own:
            raise InvalidScope("The scope names a tenant that this client does not have.")
    return wanted


@dataclass(frozen=True, slots=True)
class Caller:
    """A client at the door, as its token says."""

    client_id: str
    tenants: frozenset[str]
    scopes: tuple[Scope, ...]

    def may(self, verbs: str, path: str) -> bool:
        """Whether any scope allows one of the verbs (`get|post`) on a dotted path."""
        words = tuple(path.split("."))
        return any(scope.covers(verb, words) for scope in self.scopes for verb in verbs.split("|"))


@dataclass(frozen=True, slots=True)
class Grant:
    """A token just given out; its secret is shown this once."""

    token: str
    scopes: tuple[Scope, ...]
    expires_in: int
