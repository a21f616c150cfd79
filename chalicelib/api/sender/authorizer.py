"""The gateway's authorizer: is there a living token? Everything finer is decided inside the function."""

from __future__ import annotations

from chalice.app import AuthRequest, AuthResponse

from chalicelib.wiring import operator

# The gateway takes little context from an authorizer; a client of more tenants is looked up again inside.
CONTEXT_LIMIT = 3000


class Unauthorized(Exception):
    """What the gateway turns into 401; it must say exactly this word."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")


def authorize(request: AuthRequest) -> AuthResponse:
    """Let a living bearer token in, with what it says of its client; one read."""
    scheme, _, token = str(request.token or "").partition(" ")
    caller = operator().senders.caller(token.strip()) if scheme.lower() in ("bearer", "token") else None
    if caller is None:
        raise Unauthorized
    context = {
        "client_id": caller.client_id, "tenants": " ".join(sorted(caller.tenants)),
        "scopes": " ".join(str(scope) for scope in caller.scopes),
    }
    if sum(len(value) for value in context.values()) > CONTEXT_LIMIT:
        context = {"client_id": caller.client_id}
    return AuthResponse(routes=["*"], principal_id=caller.client_id, context=context)
