"""Demo data at the first start."""

import threading
from collections.abc import Callable

from local.settings import Settings


def start_when_new(settings: Settings, ready: Callable[[], None]) -> None:
    threading.Thread(target=ready, daemon=True).start()
