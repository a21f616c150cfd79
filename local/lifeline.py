"""A process of the laptop does not outlive its supervisor, however that one ends."""

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def hold(let_go: Callable[[], None]) -> None:
    """The supervisor keeps our standard input open for as long as it lives."""

    def wait() -> None:
        while os.read(0, 1):  # not sys.stdin: its lock would be held when the process ends
            pass
        let_go()

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


def die_with_parent() -> None:
    """For programs that are not ours: Linux ends them with the process that started them."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
