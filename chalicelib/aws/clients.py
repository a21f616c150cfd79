"""One boto3 session and one client per service, made on first use."""

from __future__ import annotations

from functools import cache
from typing import Any

import boto3
from botocore.config import Config as BotoConfig

from chalicelib.aws.config import region

# Few quick tries: callers above know what a lost reply means, and a queue retries for hours.
_RETRIES = {"mode": "standard", "total_max_attempts": 3}
_SPECIAL: dict[str, dict[str, Any]] = {
    "s3": {"signature_version": "s3v4"},
    # Our own code builds these requests; checking each again against the service's model costs more than it finds.
    "dynamodb": {"parameter_validation": False},
}


@cache
def _session() -> boto3.Session:
    return boto3.Session(region_name=region())


@cache
def client(service: str) -> Any:
    """Get the shared client of an AWS service."""
    settings = {"connect_timeout": 2, "read_timeout": 10, "retries": _RETRIES, "max_pool_connections": 64}
    config = BotoConfig(**settings, **_SPECIAL.get(service, {}))  # type: ignore[arg-type]
    return _session().client(service, config=config)  # type: ignore[call-overload]


def forget() -> None:
    """Drop every client, as a fresh process would start; tests do so between mocked accounts."""
    client.cache_clear()
    _session.cache_clear()
