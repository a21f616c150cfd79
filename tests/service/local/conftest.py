"""One emulator for all these tests, spoken to over HTTP; the process of the tests stays untouched."""

import pytest

from local.clock import MovableClock
from local.testing import start_emulator


@pytest.fixture
def clock(tmp_path):
    return MovableClock(tmp_path / "clock.json")


@pytest.fixture(scope="session")
def emulator(tmp_path_factory):
    running = start_emulator(tmp_path_factory.mktemp("emulator"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def emulator_clock(emulator):
    return MovableClock(emulator.settings.folder / "clock.json")
