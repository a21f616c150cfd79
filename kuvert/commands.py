"""Every command, and what all of them have in common."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from kuvert import batches, checking, logging_in, matching, sending, webhooks

app = typer.Typer(
    name="kuvert", no_args_is_help=True, pretty_exceptions_enable=False,
    help="Send letters through a Kuvert operator: match, send, follow, check.",
    epilog="Exit codes: 0 done; 1 refused, change something; 2 wrong command line; 3 no credentials; 4 try again; "
           "130 stopped.",
)


def _version(wanted: bool) -> None:
    if not wanted:
        return
    try:
        typer.echo(f"kuvert {version('kuvert')}")
    except PackageNotFoundError:
        typer.echo("kuvert, from the checkout")
    raise typer.Exit


@app.callback()
def _every(
    show: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which it is.")] = False,
) -> None:
    """Take what stands before the command."""
    del show


app.command("login")(logging_in.login)
app.command("logout")(logging_in.logout)
app.command("match")(matching.match)
app.command("send")(sending.send)
app.command("status")(sending.status)
app.command("batch")(batches.batch)
app.command("check")(checking.check)
app.add_typer(webhooks.app, name="webhook")


def main() -> None:
    """Run a command."""
    app()
