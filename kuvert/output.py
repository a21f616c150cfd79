"""How commands speak: lines for people, one JSON object for programs, and errors on standard error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from kuvert.failing import Exit, Failed

AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")]


def say(told: dict[str, Any], lines: Callable[[], Iterator[str]], *, as_json: bool) -> None:
    """Write the answer of a command."""
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for line in lines():
        typer.echo(line)


@contextmanager
def speaking(*, as_json: bool) -> Iterator[None]:
    """Tell what failed, and end with the exit code of its kind."""
    try:
        yield
    except Failed as failed:
        _tell(failed, as_json=as_json)
        raise typer.Exit(failed.exit) from None
    except KeyboardInterrupt:
        _tell(Failed("Stopped."), as_json=as_json)
        raise typer.Exit(Exit.STOPPED) from None
    except (OSError, ValueError) as error:
        # A disk that is full, a folder for a file: nothing that anybody wants to read a traceback of.
        what = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
        _tell(Failed(f"{what}."), as_json=as_json)
        raise typer.Exit(Exit.REFUSED) from None


def _tell(failed: Failed, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(failed.told(), ensure_ascii=False))
        return
    typer.secho(f"kuvert: {failed.what}", err=True, fg=typer.colors.RED)
    if failed.do:
        typer.echo(f"        {failed.do}", err=True)
