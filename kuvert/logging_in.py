"""`kuvert login` and `kuvert logout`: credentials kept for the commands that follow."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from kuvert import credentials
from kuvert.operator import Operator
from kuvert.output import AsJson, speaking

Demo = Annotated[bool, typer.Option("--demo", help="Be the demo sender of `make run`, from .local/demo.json.")]
Tenant = Annotated[str, typer.Option("--tenant", help="Key of the tenant to send for.", envvar="KUVERT_TENANT")]


def login(
    url: Annotated[str, typer.Option(help="The operator's address.", envvar="KUVERT_URL")] = "",
    client_id: Annotated[str, typer.Option(help="Your client id.", envvar="KUVERT_CLIENT_ID")] = "",
    tenant: Tenant = "",
    demo: Demo = False,
    as_json: AsJson = False,
) -> None:
    """Try a client id and secret, and keep them for the commands that follow, readable by you only.

    The secret is asked for, or read from KUVERT_CLIENT_SECRET; it is no option, since others on the machine see those.
    """
    with speaking(as_json=as_json):
        wanted = credentials.find(demo=True) if demo else _asked(url, client_id)
        operator = Operator(replace(wanted, tenant=tenant or wanted.tenant))
        operator.log_in()
        file = credentials.keep(operator.credentials)
        typer.echo(f'{{"kept_in": "{file}"}}' if as_json else f"Logged in. Kept in {file}.")


def _asked(url: str, client_id: str) -> credentials.Credentials:
    address = url or typer.prompt("Operator's address")
    client = client_id or typer.prompt("Client id")
    secret = credentials.secret() or typer.prompt("Client secret", hide_input=True)
    return credentials.checked(credentials.Credentials(address, client, secret))


def logout() -> None:
    """Forget the credentials that are kept here."""
    credentials.kept_in().unlink(missing_ok=True)
    typer.echo("Logged out.")
