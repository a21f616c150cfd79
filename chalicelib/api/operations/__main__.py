"""Registering senders: `python -m chalicelib.api.operations tenant create …`, run with the stage's environment."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import OperatorError
from chalicelib.kernel.identifiers import OrganisationNumber
from chalicelib.senders.model import AccessRequest
from chalicelib.wiring import operator

INDEX_LAG = 3.0  # seconds; until a token given out just now can be found by its client


def _create_tenant(args: argparse.Namespace) -> dict[str, Any]:
    tenant = operator().senders.register_tenant(args.name, OrganisationNumber.typed(args.orgnr))
    return {"tenant_key": tenant.key, "name": tenant.name}


def _whole_register(args: argparse.Namespace) -> dict[str, Any]:
    operator().senders.watch(args.tenant, whole_register=args.says == "yes")
    return {"tenant_key": args.tenant, "whole_register": args.says == "yes"}


def _create_client(args: argparse.Namespace) -> dict[str, Any]:
    client, secret = operator().senders.register_client(args.name, args.tenant)
    return {"client_id": client.client_id, "client_secret": secret, "tenants": list(client.tenants)}


def _rotate(args: argparse.Namespace) -> dict[str, Any]:
    return {"client_id": args.client_id, "client_secret": operator().senders.rotate_secret(args.client_id)}


def _drop(args: argparse.Namespace) -> dict[str, Any]:
    operator().senders.drop_old_secrets(args.client_id)
    return {"client_id": args.client_id, "live_secrets": 1}


def _disable(args: argparse.Namespace) -> dict[str, Any]:
    operator().senders.disable_client(args.client_id)
    time.sleep(INDEX_LAG)
    operator().senders.disable_client(args.client_id)
    return {"client_id": args.client_id, "disabled": True}


def _grant(args: argparse.Namespace) -> dict[str, Any]:
    operator().senders.grant_tenant(args.client_id, args.tenant)
    return {"client_id": args.client_id, "tenant": args.tenant}


def _pending(args: argparse.Namespace) -> dict[str, Any]:  # noqa: ARG001 (every verb is called with its arguments)
    return {"requests": [_shown(request) for request in operator().access.pending()]}


def _accept(args: argparse.Namespace) -> dict[str, Any]:
    return _shown(operator().access.decide(args.request, accepted=True))


def _reject(args: argparse.Namespace) -> dict[str, Any]:
    return _shown(operator().access.decide(args.request, accepted=False))


def _sandbox(args: argparse.Namespace) -> dict[str, Any]:  # noqa: ARG001 (every verb is called with its arguments)
    tenants = [tenant.key for tenant in operator().senders.visible()]
    placed = operator().sandbox.place(tenants)
    identities = [{"ssn": each.number, "outcome": each.outcome.value, "email": each.email} for each in placed]
    return {"tenants": len(tenants), "identities": identities}


def _shown(request: AccessRequest) -> dict[str, Any]:
    return {
        "request": request.key, "status": request.status.value, "asked_at": iso(request.created_at),
        "client_id": request.client_id, "client_name": request.client_name,
        "tenant": request.tenant, "tenant_name": request.tenant_name,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m chalicelib.api.operations", description=__doc__)
    parts = parser.add_subparsers(required=True, metavar="tenant|client|access|sandbox")
    tenant = parts.add_parser("tenant", help="senders").add_subparsers(required=True, metavar="verb")
    client = parts.add_parser("client", help="software that sends").add_subparsers(required=True, metavar="verb")
    _verb(tenant, "create", _create_tenant, "register a sender", "--name", "--orgnr")
    whole = _verb(tenant, "whole-register", _whole_register, "may it ask about everybody, unwatched?", "tenant")
    whole.add_argument("says", choices=("yes", "no"))
    create = _verb(client, "create", _create_client, "give a client; its secret is shown once", "--name")
    create.add_argument("--tenant", action="append", required=True, help="a tenant key; repeat for several")
    _verb(client, "rotate-secret", _rotate, "a new secret beside the newest old one; shown once", "client_id")
    _verb(client, "drop-old-secrets", _drop, "end the rotation: only the newest secret lives", "client_id")
    _verb(client, "disable", _disable, "shut a client out at once", "client_id")
    _verb(client, "grant", _grant, "let a client send for one more tenant", "client_id", "--tenant")
    sandbox = parts.add_parser("sandbox", help="people of a test stage").add_subparsers(required=True, metavar="verb")
    _verb(sandbox, "create", _sandbox, "make the sandbox identities, or set them right again")
    access = parts.add_parser("access", help="who may send for whom").add_subparsers(required=True, metavar="verb")
    _verb(access, "list", _pending, "the requests that wait for a decision")
    _verb(access, "accept", _accept, "let the client send for the tenant, with its next token", "request")
    _verb(access, "reject", _reject, "say no; it can still be accepted later", "request")
    return parser


def _verb(
    to: Any, name: str, does: Callable[[argparse.Namespace], dict[str, Any]], text: str, *arguments: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = to.add_parser(name, help=text, description=text)
    for argument in arguments:
        if argument.startswith("--"):
            parser.add_argument(argument, required=True)
        else:
            parser.add_argument(argument)
    parser.set_defaults(does=does)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command; its answer is one JSON object on standard output."""
    args = _parser().parse_args(argv)
    try:
        answer = args.does(args)
    except OperatorError as error:
        sys.stderr.write(f"{error.slug}: {error.detail}\n")
        return 1
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
