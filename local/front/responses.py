"""What the gateway answers on its own: the GatewayResponses of infra/app.yaml, read from there."""

import json
from dataclasses import dataclass, field
from typing import Any

from local import template
from local.resources import TEMPLATES

# API Gateway's own, for what the template does not say.
DEFAULTS = {
    "MISSING_AUTHENTICATION_TOKEN": (403, "Missing Authentication Token"),
    "UNAUTHORIZED": (401, "Unauthorized"),
    "ACCESS_DENIED": (403, "User is not authorized to access this resource"),
    "REQUEST_TOO_LARGE": (413, "Request Entity Too Large"),
    "AUTHORIZER_FAILURE": (500, "Internal server error"),
    "INTEGRATION_FAILURE": (502, "Internal server error"),
}


@dataclass(frozen=True)
class Response:
    """One answer of the gateway itself."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


class GatewayResponses:
    """Finds the answer to each kind of refusal."""

    def __init__(self, described: dict[str, Any]) -> None:
        self._described = described

    @classmethod
    def from_templates(cls) -> "GatewayResponses":
        resources = template.load([path for path in TEMPLATES if path.exists()])["Resources"]
        return cls(resources.get("RestAPI", {}).get("Properties", {}).get("GatewayResponses", {}))

    def answer(self, kind: str, request_id: str) -> Response:
        status, message = DEFAULTS[kind]
        described = self._described.get(kind) or self._described.get(f"DEFAULT_{status // 100}XX", {})
        context = {"requestId": request_id, "error.message": message, "error.messageString": json.dumps(message)}
        headers = described.get("ResponseParameters", {}).get("Headers", {})
        body = described.get("ResponseTemplates", {}).get(
            "application/json", '{"message":$context.error.messageString}'
        )
        return Response(
            status=int(described.get("StatusCode", status)),
            headers={name: _value(mapping, context) for name, mapping in headers.items()},
            body=_filled(body, context),
        )


def _value(mapping: str, context: dict[str, str]) -> str:
    """A literal stands between apostrophes; the rest names something of the request."""
    return mapping[1:-1] if mapping.startswith("'") else context.get(mapping.removeprefix("context."), "")


def _filled(body: str, context: dict[str, str]) -> str:
    for name in sorted(context, key=len, reverse=True):
        body = body.replace(f"$context.{name}", context[name])
    return body
