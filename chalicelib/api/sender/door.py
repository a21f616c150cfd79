"""The senders' door: bearer tokens with scopes, and errors of the catalogue."""

from __future__ import annotations

from typing import Any

from chalicelib.api.http import Answer, Call, Door, Operation, UnsupportedMediaType
from chalicelib.api.reading import NO_UTF8, MalformedJson
from chalicelib.api.sender.catalogue import CATALOGUE
from chalicelib.api.sender.rehearsing import refuse_where_none_is
from chalicelib.kernel.errors import NotFound, OperatorError, TooMany, Unauthenticated, Unavailable
from chalicelib.senders.model import Caller, OutOfScope, parse_scopes
from chalicelib.wiring import operator

# Spring and others refresh their token only when the challenge says this word for word.
CHALLENGE = 'Bearer error="invalid_token"'
# The gateway writes this where a body is no UTF-8, before we see it: people would read it in the subject.
_UNREADABLE = "\ufffd".encode()


class SenderDoor(Door):
    """Lets clients in by the scopes of their token; a tenant that is not theirs looks absent.

    `guard` is a scope such as `post:kivra.v2.tenant.{tenantKey}.content`; verbs that do are separated by `|`.
    """

    def admit(self, operation: Operation, call: Call[Any]) -> Caller | None:
        """Check the token that the gateway's authorizer has read, then tenant and scope."""
        if operation.guard == "public":
            return None
        caller = _caller(call)
        tenant = call.path.get("tenantKey")
        call.facts["client"] = caller.client_id
        if tenant is not None and tenant not in caller.tenants:
            raise NotFound("There is no such tenant for this client.")
        # Only now: whatever else stands in a path may be somebody's number, and is not logged.
        call.facts["tenant"] = tenant
        verbs, _, path = operation.guard.format_map(call.path).partition(":")
        if not caller.may(verbs, path):
            raise OutOfScope(f"The token's scope does not cover {verbs.split('|')[0]}:{path}.")
        refuse_where_none_is(operation, call)
        if str(call.headers.get("content-encoding") or "identity").lower() != "identity":
            raise UnsupportedMediaType("Send the body as it is, without Content-Encoding: nothing compressed is read.")
        if _UNREADABLE in call.raw:
            raise MalformedJson(NO_UTF8)
        return caller

    def refuse(self, error: OperatorError, call: Call[Any]) -> Answer:  # noqa: ARG002 (other doors need it)
        """Answer `{code, short_message, long_message}`; the HTTP status is the code's first three digits."""
        short, long = CATALOGUE[error.number]
        told = {name: fact for name, fact in error.facts.items() if name not in ("challenge", "allow")}
        body = {"code": error.number, "short_message": short, "long_message": error.detail or long, **told}
        headers = {"x-error-code": str(error.number)}
        if isinstance(error, Unauthenticated):
            headers["WWW-Authenticate"] = str(error.facts.get("challenge", CHALLENGE))
        if isinstance(error, TooMany | Unavailable):
            headers["Retry-After"] = str(error.retry_after)
        if "allow" in error.facts:
            headers["Allow"] = str(error.facts["allow"])
        return Answer(error.number // 100, body, headers)


def _caller(call: Call[Any]) -> Caller:
    said = call.context.get("authorizer") or {}
    if "scopes" in said:
        return Caller(said["client_id"], frozenset(said["tenants"].split()), parse_scopes(said["scopes"]))
    # More tenants than the gateway lets an authorizer say: read the token again.
    scheme, _, token = str(call.headers.get("authorization") or "").partition(" ")
    caller = operator().senders.caller(token.strip()) if scheme.lower() in ("bearer", "token") else None
    if caller is None:
        raise Unauthenticated("The access token is missing, unknown or expired. Ask for a new one at /v2/auth.")
    return caller
