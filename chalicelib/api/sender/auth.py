"""`POST /vN/auth`: client credentials for a token of eight hours."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, unquote_plus

from pydantic import Field, ValidationError

from chalicelib.api.http import Answer, Call
from chalicelib.api.sender.models import Token
from chalicelib.api.sender.routes import door
from chalicelib.api.sender.wire import OrEmpty, Wire
from chalicelib.kernel.errors import NotFound
from chalicelib.senders.model import InvalidClient, InvalidGrant, InvalidScope
from chalicelib.wiring import operator

GRANT: Literal["client_credentials"] = "client_credentials"
BASIC = 'Basic realm="kuvert"'
# The firewall holds these to a rate and no others.
_VERSION = re.compile(r"v[0-9]+")
# What is asked for is kept with the token, and read at each of its calls.
GRANT_LIMIT = 64_000
# `{version}` takes any version; the gateway prefers a fixed word, so the usual ones stand beside it.
PATHS = ("/v1/auth", "/v2/auth", "/v3/auth", "/{version}/auth")
REFUSES = (40001, 40003, 40104)


class GrantIn(Wire):
    """What is asked for: a token for everything of the client's, or for the scopes that are named."""

    grant_type: Annotated[Literal["client_credentials"], OrEmpty] = GRANT
    """Always `client_credentials`."""
    scope: str | None = Field(
        default=None, description="Such as `post:kivra.v2.tenant.{tenantKey}.content`; several are parted by blanks."
    )
    client_id: str | None = Field(default=None, description="Only without Basic credentials, together with the secret.")
    client_secret: str | None = Field(default=None, repr=False)
    """Only without Basic credentials, together with the id."""


def grant(call: Call[Any]) -> Answer:
    """Give out a token for a client's Basic credentials."""
    if not _VERSION.fullmatch(call.path.get("version", "v1")):
        raise NotFound("Ask for a token at /v2/auth.")
    wanted = _asked(call)
    client_id, secret = _credentials(str(call.headers.get("authorization") or ""), wanted)
    try:
        given = operator().senders.grant(client_id, secret, wanted.scope or "")
    except InvalidClient as wrong:
        raise _unknown_client(wrong.detail) from None
    except InvalidScope as wrong:
        raise InvalidScope(wrong.detail, error="invalid_scope") from None
    call.facts["client"] = client_id
    scope = " ".join(str(scope) for scope in given.scopes)
    token = Token(access_token=given.token, expires_in=given.expires_in, scope=scope)
    return Answer(200, token, {"Cache-Control": "no-store"})


def _unknown_client(detail: str) -> InvalidClient:
    return InvalidClient(detail, challenge=BASIC, error="invalid_client")


def _credentials(header: str, wanted: GrantIn) -> tuple[str, str]:
    """Who asks: by the header, or, as OAuth2 also has it, in the form."""
    if not header and wanted.client_secret is not None:
        return wanted.client_id or "", wanted.client_secret
    scheme, _, encoded = header.partition(" ")
    try:
        text = base64.b64decode(encoded, validate=True).decode() if scheme.lower() == "basic" else ""
    except (binascii.Error, ValueError):
        text = ""
    client_id, colon, secret = text.partition(":")
    if not colon:
        raise _unknown_client("Send the client id and the client secret as HTTP Basic credentials.")
    # RFC 6749 has both form-encoded before base64; that changes nothing in ids and secrets of ours.
    return unquote_plus(client_id), unquote_plus(secret)


def _asked(call: Call[Any]) -> GrantIn:
    """Read the grant, as a form or, from some older clients, as JSON, whatever type either is sent as."""
    text = call.raw.decode("utf-8", "replace").strip()
    try:
        if text[:1] in ("{", "["):
            return GrantIn.model_validate_json(text)
        return GrantIn.model_validate({name: values[0] for name, values in parse_qs(text).items()})
    except ValidationError as error:
        [*_, wrong] = ("", *error.errors(include_url=False, include_input=False)[0]["loc"])
        if wrong == "grant_type":
            raise InvalidGrant("The only grant here is client_credentials.", error="unsupported_grant_type") from None
        said = f"{wrong} is a text." if wrong else "The body is neither a form nor a JSON object."
        raise InvalidGrant(said, error="invalid_request") from None


for _path in PATHS:
    door.route(
        "POST", _path, guard="public", form=GrantIn, answers={200: Token}, refuses=REFUSES, limit=GRANT_LIMIT,
        tag="Authentication",
    )(grant)
