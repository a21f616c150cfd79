"""Calling the Lambda functions of app.py: one request or event per thread, with the context that Lambda gives."""

import json
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from chalice.app import Chalice
from chalice.local import LambdaContext

from local.settings import ACCOUNT, REGION, ROOT

DEFAULT_TIMEOUT = 60
DEFAULT_MEMORY = 1024
CONFIG = ROOT / ".chalice" / "config.json"


def separate_threads(app: Chalice) -> None:
    """On Lambda a process serves one request at a time; here each thread must see its own."""

    class PerThread(app.__class__):  # type: ignore[name-defined,misc]
        _own = threading.local()

        @property
        def current_request(self) -> Any:
            return getattr(self._own, "current_request", None)

        @current_request.setter
        def current_request(self, request: Any) -> None:
            self._own.current_request = request

        @property
        def lambda_context(self) -> Any:
            return getattr(self._own, "lambda_context", None)

        @lambda_context.setter
        def lambda_context(self, context: Any) -> None:
            self._own.lambda_context = context

    app.__class__ = PerThread


def context(function: str) -> LambdaContext:
    """With the time and memory that .chalice/config.json gives the function."""
    settings = _settings(CONFIG).get(function, {})
    made = LambdaContext(
        function_name=f"kuvert-local-{function}",
        memory_size=settings.get("lambda_memory_size", DEFAULT_MEMORY),
        max_runtime_ms=settings.get("lambda_timeout", DEFAULT_TIMEOUT) * 1000,
    )
    made.invoked_function_arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{made.function_name}"
    made.log_group_name = f"/kuvert/local/{function}"
    return made


@lru_cache
def _settings(file: Path) -> dict[str, dict[str, Any]]:
    """By function: what is said of all, then of the function."""
    if not file.exists():
        return {}
    config = json.loads(file.read_text(encoding="utf-8"))
    every = {name: config[name] for name in ("lambda_timeout", "lambda_memory_size") if name in config}
    return {"api_handler": every} | {
        name: every | special for name, special in config.get("lambda_functions", {}).items()
    }
