"""One session and one client per service, made on first use.

They are botocore's, which boto3's are too: what boto3 adds to them is not used here, and to import it costs a
twentieth of a cold start.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from botocore.config import Config as BotoConfig
from botocore.session import Session

from chalicelib.aws.config import region

# Few quick tries: callers above know what a lost reply means, and a queue retries for hours.
_RETRIES: Any = {"mode": "standard", "total_max_attempts": 3}
_HASTY: dict[str, Any] = {"read_timeout": 5, "retries": {**_RETRIES, "total_max_attempts": 2}}
_SPECIAL: dict[str, dict[str, Any]] = {
    # The region stands in the links that are signed, because the web app lets documents in from that origin only.
    "s3": {"signature_version": "s3v4", "s3": {"addressing_style": "virtual"}},
    # Our own code builds these requests; checking each again against the service's model costs more than it finds.
    "dynamodb": {"parameter_validation": False},
    # Messages of many people are sent one after the other: a supplier that hangs must not take all of their time.
    "sesv2": _HASTY,
    "pinpoint-sms-voice-v2": _HASTY,
}


@cache
def _session() -> Session:
    return Session()


def _make(service: str) -> Any:
    settings = {"connect_timeout": 2, "read_timeout": 10, "max_pool_connections": 64, "retries": _RETRIES}
    config = BotoConfig(**(settings | _SPECIAL.get(service, {})))
    return _session().create_client(service, region_name=region(), config=config)


@cache
def client(service: str) -> Any:
    """Get the shared client of an AWS service."""
    return _make(service)


@cache
def lean_dynamodb() -> Any:
    """A DynamoDB client that takes and leaves a batch of rows as the table's own JSON.

    Much of what reading a large list costs is botocore's walk over every key it sends and every attribute it gets,
    against its model; matching needs none of that. Binary attributes stay base64.
    """
    lean = _make("dynamodb")
    events = lean.meta.events
    events.register("provide-client-params.dynamodb.BatchGetItem", _set_aside)
    events.register("before-call.dynamodb.BatchGetItem", _send_json)
    events.register("before-parse.dynamodb.BatchGetItem", _keep_json)
    return lean


def _set_aside(params: dict[str, Any], context: dict[str, Any], **_: Any) -> dict[str, Any]:
    context["kuvert_json"] = json.dumps(params).encode()
    return {"RequestItems": {}}


def _send_json(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    params["body"] = context["kuvert_json"]


def _keep_json(response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any) -> None:
    if response_dict["status_code"] == 200:
        customized_response_dict.update(json.loads(response_dict["body"]))
        response_dict["body"] = b"{}"


def forget() -> None:
    """Drop every client, as a fresh process would start; tests do so between mocked accounts."""
    client.cache_clear()
    lean_dynamodb.cache_clear()
    _session.cache_clear()
