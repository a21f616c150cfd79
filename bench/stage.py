"""What the benchmarks share: a figure, CPU time by turns, an API call without a gateway, people to send to."""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    what: str
    measured: str
    target: str
    holds: bool

    def row(self) -> str:
        """As Markdown."""
        return f"| {self.what} | {self.measured} | {self.target} | {'yes' if self.holds else 'NO'} |"


def tell(figures: list[Figure]) -> None:
    """Hand the figures to whoever started this benchmark: the last line of output."""
    sys.stdout.write("\n" + json.dumps([asdict(figure) for figure in figures]) + "\n")


def cpu(act: Callable[[], Any], times: int) -> float:
    """CPU seconds of this process for one act, over `times` of them."""
    gc.collect()
    start = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - start) / times


def by_turns(one: Callable[[], Any], other: Callable[[], Any], *, times: int, rounds: int = 7) -> tuple[float, float]:
    """Median CPU seconds of two acts, measured in turns, so that what else the machine does hits both."""
    cpu(one, times), cpu(other, times)
    pairs = [(cpu(one, times), cpu(other, times)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


class Context:
    """What Lambda says of an invocation."""

    aws_request_id = "bench"
    function_name = "api_handler"
    memory_limit_in_mb = 1024

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        """Plenty."""
        return 29_000


def api_event(method: str, path: str, resource: str, body: str | None, headers: dict[str, str], **context: Any) -> Any:
    """An event as API Gateway makes it, with what the authorizer has said."""
    names = [part[1:-1] for part in resource.split("/") if part.startswith("{")]
    places = dict(zip(names, _places(path, resource), strict=True))
    return {
        "requestContext": {
            "resourcePath": resource, "httpMethod": method, "path": path, "requestId": "bench-request", **context,
        },
        "headers": headers, "multiValueHeaders": {k: [v] for k, v in headers.items()}, "body": body,
        "isBase64Encoded": False, "pathParameters": places, "queryStringParameters": None,
        "multiValueQueryStringParameters": None, "stageVariables": None,
    }


def _places(path: str, resource: str) -> list[str]:
    return [given for given, said in zip(path.split("/"), resource.split("/"), strict=True) if said.startswith("{")]


class Calls:
    """Counts the remote calls of this process, by name."""

    def __init__(self) -> None:
        from botocore.client import BaseClient

        self.names: list[str] = []
        real = BaseClient._make_api_call

        def counted(client: Any, operation: str, parameters: Any) -> Any:
            self.names.append(operation)
            return real(client, operation, parameters)

        BaseClient._make_api_call = counted


def quiet() -> None:
    """Log lines go to stderr, and stdout is left for figures."""
    from chalicelib.aws.observability import logger

    for handler in logger.handlers:
        if hasattr(handler, "setStream"):
            handler.setStream(open("/dev/null", "w"))  # noqa: SIM115, PTH123 (for the life of the process)
