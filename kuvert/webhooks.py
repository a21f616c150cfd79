"""`kuvert webhook verify`: is this message from the operator? By Standard Webhooks, without any network."""

from __future__ import annotations

import base64
import hashlib
import hmac
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from kuvert.failing import Failed
from kuvert.files import read
from kuvert.output import AsJson, say, speaking

app = typer.Typer(no_args_is_help=True, help="Messages to your webhooks.")
TOLERANCE = 300
# Bytes of a secret: anybody can sign with one that is empty, as a variable that was never filled in is.
SHORTEST = 24


@app.callback()
def _webhook() -> None:
    """Messages to your webhooks."""


@app.command("verify")
def verify(
    body: Annotated[Path, typer.Argument(help="The raw body of the message; `-` reads standard input.")],
    message: Annotated[str, typer.Option("--id", help="The header webhook-id.")],
    timestamp: Annotated[str, typer.Option(help="The header webhook-timestamp.")],
    signature: Annotated[str, typer.Option(help="The header webhook-signature.")],
    secret: Annotated[str, typer.Option(envvar="KUVERT_WEBHOOK_SECRET", help="whsec_…; better in the environment.")],
    any_time: Annotated[bool, typer.Option("--any-time", help="Whatever its age: for kept messages.")] = False,
    as_json: AsJson = False,
) -> None:
    """Verify the signature of a message."""
    with speaking(as_json=as_json):
        raw = sys.stdin.buffer.read() if str(body) == "-" else read(body)
        age = _age(timestamp)
        if not any_time and abs(age) > TOLERANCE:
            raise Failed(f"The timestamp is {age} seconds old; at most {TOLERANCE} either way are taken.",
                         "Check this machine's clock. For a message that was kept: --any-time.")
        if not _is_signed(_key(secret), f"{message}.{timestamp}.".encode() + raw, signature):
            raise Failed("The signature is not right.",
                         "Use the raw body, byte for byte as it came, and the secret of this webhook.")
        say({"verified": True}, lambda: iter(["The signature is right."]), as_json=as_json)


def _age(timestamp: str) -> int:
    if not (timestamp.isascii() and timestamp.isdigit()):
        raise Failed("The timestamp is not a number of Unix seconds.", "Give the header webhook-timestamp as it came.")
    return int(time.time()) - int(timestamp)


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError:
        key = b""
    if len(key) < SHORTEST:
        raise Failed("The secret is not one.", "It begins with whsec_ and was shown once.")
    return key


def _is_signed(key: bytes, signed: bytes, signatures: str) -> bool:
    wanted = b"v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256))
    return any(hmac.compare_digest(wanted, given.encode()) for given in signatures.split())
