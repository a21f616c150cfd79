"""What every test may use: one mocked AWS with our own templates' resources, a clock to move, a filled outbox."""

from __future__ import annotations

import os

os.environ.update(
    AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="eu-north-1", AWS_REGION="eu-north-1",
    AWS_ACCOUNT_ID_ENDPOINT_MODE="disabled", KUVERT_STAGE="local", POWERTOOLS_TRACE_DISABLED="1",
    POWERTOOLS_METRICS_NAMESPACE="Kuvert", POWERTOOLS_DEV="0",
)
for _name in [name for name in os.environ if name.startswith("AWS_ENDPOINT_URL")]:
    del os.environ[_name]

from typing import Any

import moto  # before any client is made, so that none goes to the real AWS
import pytest
from chalice.test import Client
from hypothesis import settings

from tests.logwatch import WATCH
from tests.refusals import UNTOLD, watched_refusals
from tests.software import SenderSoftware
from tests.thrift import be_thrifty
from tests.world import World, mocked_world

be_thrifty()

# Properties are tried with the same examples each time, on however slow a machine; `make prove` tries others.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("others", deadline=None)
settings.load_profile("same")


def pytest_sessionstart() -> None:
    """Listen to everything that the product logs."""
    from chalicelib.aws.observability import logger

    logger.addHandler(WATCH)


LEAKS: list[str] = []


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker of pytest-xdist has found."""
    LEAKS.extend(getattr(node, "workeroutput", {}).get("leaks", []))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run when a line of the whole suite told something personal, or a refusal is in no document."""
    LEAKS.extend(f"Personal data was logged: {what} in {line}" for what, line in WATCH.leaks())
    LEAKS.extend(sorted(UNTOLD))
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["leaks"] = LEAKS[:60]
    elif LEAKS:
        print("\nNo test failed over this, and still it must not be:", *LEAKS[:60], sep="\n  ")
        session.exitstatus = 1


@pytest.fixture(scope="session")
def _world():
    with moto.mock_aws(), mocked_world() as world:
        yield world


@pytest.fixture
def world(_world: World) -> World:
    """A fresh operator on empty tables, at a fixed moment."""
    _world.reset()
    return _world


@pytest.fixture
def clock(world: World):
    """The clock of `world`."""
    return world.clock


@pytest.fixture(scope="session")
def http():
    """The app as the gateway sees it."""
    from app import app

    with Client(app, stage_name="local") as client, watched_refusals():
        yield client.http


@pytest.fixture
def sender(world: World, http: Any) -> SenderSoftware:
    """A sender with a token for everything of its tenant."""
    tenant = world.a_tenant()
    client, secret = world.operator.senders.register_client("Verksamhetssystem", [tenant])
    token = world.operator.senders.grant(client.client_id, secret).token
    return SenderSoftware(http, tenant, token, client.client_id, secret, world.operator.senders)
