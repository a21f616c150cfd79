"""API Gateway on the laptop: what reaches the API's Lambda function, and what the gateway answers by itself."""

import base64
import json
import logging
import time
import uuid
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from chalice.app import Chalice
from chalice.config import Config
from chalice.local import LambdaContext, LocalGateway, LocalGatewayAuthorizer, LocalGatewayException

from local.front import lambdas
from local.front.responses import GatewayResponses

LAMBDA_LIMIT = 6 * 1024 * 1024  # of the event and of the answer, in JSON
# Names that API Gateway does not let a Lambda function answer with.
REMAPPED = {"www-authenticate", "authorization", "connection", "content-length", "date", "host", "server", "trailer",
            "transfer-encoding", "upgrade", "via", "max-forwards", "expect", "keep-alive", "te"}  # fmt: skip
log = logging.getLogger(__name__)


class Refused(Exception):
    """The gateway answers by itself."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Authorizer(LocalGatewayAuthorizer):
    """A Lambda authorizer refuses by raising Exception("Unauthorized"); anything else raised is its failure."""

    def authorize(self, raw_path: str, lambda_event: Any, lambda_context: Any) -> Any:
        try:
            return super().authorize(raw_path, lambda_event, lambda_context)
        except LocalGatewayException as refusal:
            raise Refused("UNAUTHORIZED" if refusal.CODE == HTTPStatus.UNAUTHORIZED else "ACCESS_DENIED") from refusal
        except Exception as error:
            if str(error) == "Unauthorized":
                raise Refused("UNAUTHORIZED") from error
            log.exception("The authorizer failed")
            raise Refused("AUTHORIZER_FAILURE") from error


class ApiGateway(LocalGateway):
    """Chalice's local gateway, with the request's id and size as API Gateway has them."""

    def __init__(self, app: Chalice) -> None:
        super().__init__(app, Config())
        self._authorizer = Authorizer(app)

    def knows(self, method: str, path: str) -> bool:
        """A path or verb that no route has never reaches a function."""
        try:
            route = self.event_converter._route_matcher.match_route(path).route  # noqa: SLF001
        except ValueError:
            return False
        views = self._app_object.routes[route]
        return method in views or (method == "OPTIONS" and any(view.cors for view in views.values()))

    def _generate_lambda_context(self) -> LambdaContext:
        return lambdas.context("api_handler")

    def _generate_lambda_event(self, method: str, path: str, headers: Any, body: bytes | None) -> Any:
        is_binary = self.event_converter._is_binary(headers)  # noqa: SLF001
        event = super()._generate_lambda_event(method, path, headers, body)
        event.setdefault("isBase64Encoded", False)
        if body is not None and not is_binary:
            event["body"] = body.decode("utf-8", "replace")
        event["requestContext"] |= {
            "requestId": headers["x-amzn-requestid"],
            "extendedRequestId": headers["x-amzn-requestid"],
            "requestTimeEpoch": int(time.time() * 1000),
            "stage": "api",
            "apiId": "local",
        }
        event |= {
            "httpMethod": method,
            "path": path.partition("?")[0],
            "resource": event["requestContext"]["resourcePath"],
        }
        if len(json.dumps(event)) > LAMBDA_LIMIT:
            raise Refused("REQUEST_TOO_LARGE")
        return event


class Gateway:
    """A WSGI application in front of app.py."""

    def __init__(self, app: Chalice, responses: GatewayResponses) -> None:
        lambdas.separate_threads(app)
        self._gateway = ApiGateway(app)
        self._responses = responses

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request_id = str(uuid.uuid4())
        try:
            status, headers, body = self._call(environ, request_id)
        except Refused as refusal:
            status, headers, body = self._refuse(refusal.kind, request_id)
        except Exception:
            log.exception("The function failed")
            status, headers, body = self._refuse("INTEGRATION_FAILURE", request_id)
        headers += [("x-amzn-RequestId", request_id), ("Content-Length", str(len(body)))]
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [body]

    def _call(self, environ: dict[str, Any], request_id: str) -> tuple[int, list[tuple[str, str]], bytes]:
        method, path = environ["REQUEST_METHOD"], environ["REQUEST_URI"]
        if not self._gateway.knows(method, path):
            raise Refused("MISSING_AUTHENTICATION_TOKEN")
        if int(environ.get("CONTENT_LENGTH") or 0) > LAMBDA_LIMIT:
            raise Refused("REQUEST_TOO_LARGE")
        body = environ["wsgi.input"].read() or None
        answer = self._gateway.handle_request(method, path, _headers(environ, request_id), body)
        return _sent(answer)

    def _refuse(self, kind: str, request_id: str) -> tuple[int, list[tuple[str, str]], bytes]:
        response = self._responses.answer(kind, request_id)
        headers = [("Content-Type", "application/json"), ("x-amzn-ErrorType", kind), *response.headers.items()]
        return response.status, headers, response.body.encode()


def _headers(environ: dict[str, Any], request_id: str) -> dict[str, str]:
    """The request's headers, and those that CloudFront and API Gateway add."""
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    address = environ.get("REMOTE_ADDR", "127.0.0.1")
    if environ["PATH_INFO"].startswith("/api/"):
        headers["x-kuvert-viewer"] = address
    return headers | {"x-forwarded-for": address, "x-forwarded-proto": "http", "x-amzn-requestid": request_id}


def _sent(answer: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
    if len(json.dumps(answer)) > LAMBDA_LIMIT:
        log.error("The function answered with more than Lambda's 6 MB")
        raise Refused("INTEGRATION_FAILURE")
    headers = [(name, str(value)) for name, value in (answer.get("headers") or {}).items()]
    headers += [
        (name, str(value)) for name, values in (answer.get("multiValueHeaders") or {}).items() for value in values
    ]
    body = answer.get("body") or ""
    content = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "application/json"))
    return int(answer["statusCode"]), [(_remapped(name), value) for name, value in headers], content


def _remapped(name: str) -> str:
    return f"x-amzn-Remapped-{name}" if name.lower() in REMAPPED else name
