"""Which operator, as whom: from the environment, from `--demo`, or from where `kuvert login` has put it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import typer

from kuvert.failing import Exit, Failed

DEMO = Path(".local/demo.json")
VARIABLES = ("KUVERT_URL", "KUVERT_CLIENT_ID", "KUVERT_CLIENT_SECRET")


@dataclass(frozen=True)
class Credentials:
    """A client at an operator; `tenant` is whom it sends for when nothing else is said."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    tenant: str = ""


def kept_in() -> Path:
    """The file of this user, where the operating system keeps settings."""
    return Path(typer.get_app_dir("kuvert")) / "credentials.json"


def keep(credentials: Credentials) -> Path:
    """Write them where nobody else on this machine can read them."""
    file = kept_in()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    part.touch(0o600, exist_ok=False)
    part.write_text(json.dumps(asdict(credentials)), encoding="utf-8")
    part.replace(file)
    return file


def find(*, demo: bool) -> Credentials:
    """The demo's when asked for, else the environment's, else those that were logged in with."""
    if demo:
        return _of_demo()
    given = {name: os.environ.get(name, "") for name in VARIABLES}
    if any(given.values()):
        missing = [name for name, value in given.items() if not value]
        if missing:
            raise Failed(f"{', '.join(missing)} is not set.", "Set all three, or none to use those of `kuvert login`.",
                         Exit.NO_CREDENTIALS)
        url, client_id, client_secret = given.values()
        return checked(Credentials(url, client_id, client_secret, os.environ.get("KUVERT_TENANT", "")))
    if not kept_in().exists():
        raise Failed("You are not logged in.", "Run `kuvert login`, or with `--demo` beside a running `make run`.",
                     Exit.NO_CREDENTIALS)
    try:
        kept = Credentials(**json.loads(kept_in().read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        raise Failed(f"{kept_in()} is damaged.", "Run `kuvert login` again.", Exit.NO_CREDENTIALS) from None
    return checked(kept)


def _of_demo() -> Credentials:
    if not DEMO.exists():
        raise Failed(f"There is no {DEMO} here.", "Run `make run` in the checkout first, and this beside it.",
                     Exit.NO_CREDENTIALS)
    try:
        demo = json.loads(DEMO.read_text(encoding="utf-8"))
        return Credentials(demo["base_url"], demo["client_id"], demo["client_secret"], demo["tenant_key"])
    except (ValueError, KeyError, TypeError):
        raise Failed(f"{DEMO} is damaged.", "Start `make run` again: it writes it anew.", Exit.NO_CREDENTIALS) from None


def checked(credentials: Credentials) -> Credentials:
    """Secrets go over HTTPS only, or nowhere beyond this machine."""
    try:
        parts = urlsplit(credentials.url)
        host, scheme, _ = parts.hostname, parts.scheme, parts.port
    except ValueError:
        host, scheme = None, ""
    local = host in ("localhost", "127.0.0.1", "::1")
    if not host or (scheme != "https" and not (scheme == "http" and local)):
        raise Failed(f"{credentials.url!r} is not an address that secrets can be sent to.",
                     "Give the operator's address with https://, such as https://sender.example.com")
    return replace(credentials, url=credentials.url.rstrip("/"))


def secret() -> str:
    """The secret in the environment, if any."""
    return os.environ.get("KUVERT_CLIENT_SECRET", "")
