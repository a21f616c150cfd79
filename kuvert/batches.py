"""`kuvert batch`: a file of many contents, followed until each row has its answer."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kuvert import credentials
from kuvert.failing import Exit, Failed
from kuvert.logging_in import Demo, Tenant
from kuvert.operator import Operator
from kuvert.output import AsJson, say, speaking

FORMATS = {".ndjson": "ndjson", ".jsonl": "ndjson", ".zip": "zip"}
ENDED = ("done", "failed")
EVERY = 1.0  # seconds between two questions, and longer when it takes long
LONGEST_PAUSE = 10.0


def batch(
    file: Annotated[
        Path | None, typer.Argument(help="NDJSON, one content on each line; or a ZIP with it and its files.")
    ] = None,
    follow: Annotated[str, typer.Option(help="Send nothing; follow the batch with this key to its end.")] = "",
    name: Annotated[str, typer.Option(help="Your own name of the batch.")] = "",
    results: Annotated[Path | None, typer.Option(help="Where to write what became of each row.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Send this very file once more, though it was sent.")] = False,
    wait: Annotated[bool, typer.Option(help="Follow it to its end.")] = True,
    tenant: Tenant = "",
    demo: Demo = False,
    as_json: AsJson = False,
) -> None:
    """Send many contents from one file.

    The same file is the same batch for 30 days: interrupted, the command is repeated and goes on where it was. One
    that was not waited for is followed by its key.
    """
    with speaking(as_json=as_json):
        if (file is None) is not bool(follow):
            raise Failed("Give a file to send, or --follow and the key of a batch.")
        operator = Operator(credentials.find(demo=demo))
        where = f"/v2/tenant/{operator.tenant(tenant)}/batch"
        key = follow if file is None else _sent(operator, where, file, name, again=again)
        if not wait:
            say({"batch_key": key}, lambda: iter([key]), as_json=as_json)
            return
        told = _follow(lambda: dict(operator.get(f"{where}/{key}")), quiet=as_json)
        _finish(operator, told, results or Path(f"{file or key}.results.ndjson"), key, as_json=as_json)


def _sent(operator: Operator, where: str, file: Path, name: str, *, again: bool) -> str:
    """Put a file in the place that the operator gives it; answer the batch's key."""
    kind = FORMATS.get(file.suffix.lower())
    if kind is None or not file.is_file():
        raise Failed(f"{file} is no batch.", "Give a file that ends in .ndjson, .jsonl or .zip.")
    known = "" if again else _fingerprint(file, kind, name)
    made, _ = operator.post(where, {"format": kind, **({"name": name} if name else {})}, idempotency_key=known)
    if made["status"] == "waiting_for_upload":
        operator.put_file(made["upload"], file)
    return str(made["batch_key"])


def _fingerprint(file: Path, kind: str, name: str) -> str:
    """What the batch of a file is recognised by."""
    with file.open("rb") as data:
        digest = hashlib.file_digest(data, "sha256")
    digest.update(f"{kind}:{name}".encode())
    return f"kuvert-batch-{digest.hexdigest()}"


def _follow(ask: Callable[[], dict[str, Any]], *, quiet: bool) -> dict[str, Any]:
    """Ask until it has ended, with a bar for who watches."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    pause = EVERY
    with Progress(*columns, console=Console(stderr=True, quiet=quiet)) as shown:
        bar = shown.add_task("waiting", total=None)
        while (told := ask())["status"] not in ENDED:
            rows, done = told.get("rows") or None, told.get("done", 0)
            shown.update(bar, description=told["status"], total=rows, completed=done)
            time.sleep(pause)
            pause = min(pause * 1.2, LONGEST_PAUSE)
        shown.update(bar, description=told["status"], total=told.get("rows") or 0, completed=told.get("done", 0))
    return told


def progress(told: dict[str, Any]) -> Iterator[str]:
    """Say how far a batch has come."""
    yield f"{told['status']}  {told.get('done', 0)} of {told.get('rows', 0)} rows"
    if told.get("reason"):
        yield f"  {told['reason']}"
    yield "  " + ", ".join(f"{told.get(name, 0)} {name}" for name in ("accepted", "retained", "refused"))


def _finish(operator: Operator, told: dict[str, Any], results: Path, key: str, *, as_json: bool) -> None:
    if told["status"] == "failed":
        raise Failed(f"Nothing was sent. {told.get('reason', '')}".strip(), "Put the file right and send it again.",
                     facts={"batch_key": key})
    written = None
    if told.get("results_url"):
        operator.fetch(told["results_url"], results)
        written = str(results)
    counts = {name: told.get(name, 0) for name in ("rows", "accepted", "retained", "refused")}
    say({"batch_key": key, **counts, "results": written}, lambda: _counted(counts, written), as_json=as_json)
    if counts["refused"]:
        raise typer.Exit(Exit.REFUSED)


def _counted(counts: dict[str, int], written: str | None) -> Iterator[str]:
    yield ", ".join(f"{count} {name}" for name, count in counts.items())
    if written:
        yield f"Each row's answer is in {written}."
