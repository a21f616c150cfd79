"""A DynamoDB that really is concurrent: dynoxide on a file, with moto for the rest."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from chalicelib.aws import clients
from local import dynoxide
from local.resources import create_resources
from local.settings import Settings
from tests.world import World, config_from


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(endpoint: str) -> None:
    client = boto3.client("dynamodb", endpoint_url=endpoint, region_name="eu-north-1")
    for _ in range(100):
        try:
            client.list_tables()
        except Exception:  # noqa: BLE001 (whatever it is, it is not up yet)
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("dynoxide did not start")


@pytest.fixture
def concurrent_world(_world: World, tmp_path: Path) -> Iterator[World]:
    """An operator whose tables stand many hands at once."""
    why_not = dynoxide.install()
    if why_not:
        pytest.skip(f"dynoxide cannot be had here: {why_not}")
    port = _free_port()
    settings = Settings(port=0, state=str(tmp_path), ports={"dynamodb": port})
    program = dynoxide.start(settings)
    os.environ["AWS_ENDPOINT_URL_DYNAMODB"] = settings.endpoint("dynamodb")
    try:
        _wait_for(settings.endpoint("dynamodb"))
        clients.forget()
        yield World(config_from(create_resources()))
    finally:
        del os.environ["AWS_ENDPOINT_URL_DYNAMODB"]
        clients.forget()
        program.kill()
        program.wait()
