"""`kuvert batch`: a file of many contents, followed until each row has its answer."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kuvert import credentials
from kuvert.failing import Exit, Failed
from kuvert.files import demand_place
from kuvert.logging_in import Demo, Tenant
from kuvert.operator import Operator, as_key
from kuvert.output import AsJson, say, speaking

FORMATS = {".ndjson": "ndjson", ".jsonl": "ndjson", ".zip": "zip"}
ENDED = ("done", "failed")
EVERY = 1.0  # seconds between two questions, and longer when it takes long
LONGEST_PAUSE = LINE_EVERY = 10.0
Show = Callable[[dict[str, Any]], None]


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

    The same file is the same batch for 30 days: interrupted, the command is repeated and goes on where it was; only
    one of which nothing was sent is made anew. One that was not waited for is followed by its key.
    """
    with speaking(as_json=as_json):
        if (file is None) is not bool(follow):
            raise Failed("Give a file to send, or --follow and the key of a batch.")
        into = results or Path(f"{file or follow}.results.ndjson")
        if wait:
            demand_place(into)
        operator = Operator(credentials.find(demo=demo))
        where = f"/v2/tenant/{operator.tenant(tenant)}/batch"
        key = as_key(follow) if file is None else _sent(operator, where, file, name, again=again, quiet=not wait)
        if not wait:
            say({"batch_key": key}, lambda: iter([key]), as_json=as_json)
            return
        with _resumable(key):
            told = _follow(lambda: dict(operator.get(f"{where}/{key}")), quiet=as_json)
            _finish(operator, told, into, key, as_json=as_json)


def _sent(operator: Operator, where: str, file: Path, name: str, *, again: bool, quiet: bool) -> str:
    """Put a file in the place that the operator gives it; answer the batch's key."""
    kind = FORMATS.get(file.suffix.lower())
    if kind is None or not file.is_file():
        raise Failed(f"{file} is no batch.", "Give a file that ends in .ndjson, .jsonl or .zip.")
    known = "" if again else _fingerprint(file, kind, name)
    wanted = {"format": kind, **({"name": name} if name else {})}
    made, _ = operator.post(where, wanted, idempotency_key=known)
    while known and made["status"] == "failed":
        # Nothing of that one was sent. Another takes its place, and is the same one when this is repeated.
        known = "kuvert-batch-" + hashlib.sha256(f"{known}:{made['batch_key']}".encode()).hexdigest()
        made, _ = operator.post(where, wanted, idempotency_key=known)
    key = str(made["batch_key"])
    if not quiet:
        typer.echo(f"batch {key}", err=True)
    if made["status"] == "waiting_for_upload":
        operator.put_file(made["upload"], file)
    return key


def _fingerprint(file: Path, kind: str, name: str) -> str:
    """What the batch of a file is recognised by."""
    with file.open("rb") as data:
        digest = hashlib.file_digest(data, "sha256")
    digest.update(f"{kind}:{name}".encode())
    return f"kuvert-batch-{digest.hexdigest()}"


@contextmanager
def _resumable(key: str) -> Iterator[None]:
    """Whatever stops the command does not stop the batch: say so, and how to find it again."""
    again = f"The batch goes on without you. Follow it with `kuvert batch --follow {key}`."
    try:
        yield
    except KeyboardInterrupt:
        raise Failed("Stopped.", again, Exit.STOPPED, {"batch_key": key}) from None
    except Failed as failed:
        if failed.exit is not Exit.UNAVAILABLE:
            raise
        raise replace(failed, do=f"{failed.do} {again}".strip(), facts=failed.facts | {"batch_key": key}) from None
    except OSError as error:
        raise Failed(f"{error.filename}: {error.strerror}.", again, facts={"batch_key": key}) from None


def _follow(ask: Callable[[], dict[str, Any]], *, quiet: bool) -> dict[str, Any]:
    """Ask until it has ended, and show how far it has come."""
    console, pause = Console(stderr=True, quiet=quiet), EVERY
    with _bar(console) if console.is_terminal else _lines(console) as show:
        while (told := ask())["status"] not in ENDED:
            show(told)
            time.sleep(pause)
            pause = min(pause * 1.2, LONGEST_PAUSE)
        show(told)
    return told


@contextmanager
def _bar(console: Console) -> Iterator[Show]:
    """For who watches."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as shown:
        bar = shown.add_task("waiting", total=None)
        yield lambda told: shown.update(
            bar, description=told["status"], total=told.get("rows") or None, completed=told.get("done", 0)
        )


@contextmanager
def _lines(console: Console) -> Iterator[Show]:
    """For a log: a line now and then."""
    due = time.monotonic()

    def show(told: dict[str, Any]) -> None:
        nonlocal due
        if time.monotonic() >= due:
            due = time.monotonic() + LINE_EVERY
            console.print(next(progress(told)), highlight=False)

    yield show


def progress(told: dict[str, Any]) -> Iterator[str]:
    """Say how far a batch has come."""
    yield f"{told['status']}  {told.get('done', 0)} of {told.get('rows', 0)} rows"
    if told.get("reason"):
        yield f"  {told['reason']}"
    yield "  " + ", ".join(f"{told.get(name, 0)} {name}" for name in ("accepted", "retained", "refused"))


def _finish(operator: Operator, told: dict[str, Any], results: Path, key: str, *, as_json: bool) -> None:
    if told["status"] == "failed":
        what = f"Nothing was sent. {told.get('reason', '')}".strip()
        raise Failed(what, "Put right what was wrong, and send it again.", facts={"batch_key": key})
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
