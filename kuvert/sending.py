"""`kuvert send` and `kuvert status`: one content to one recipient, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from kuvert import credentials
from kuvert.batches import progress
from kuvert.failing import Failed
from kuvert.files import parts_of, read, text_of
from kuvert.logging_in import Demo, Tenant
from kuvert.operator import ABSENT, Operator, as_key
from kuvert.output import AsJson, say, speaking
from kuvert.uploading import Uploads

# The operator's words for a file that cannot be had or is not what it says, and for a key that names something else.
NO_FILE, REUSED = 40019, 40904
# What the command line says itself: a file that says it too might name somebody else.
_SAID_BY = {
    "ssn": "--to", "email": "--to", "vat_number": "--to", "subject": "--subject", "type": "--type",
    "retain": "--retain", "retention_time": "--retain", "deliver_at": "--at",
}
_FILES = {"parts": "the files beside it"}


def send(
    files: Annotated[list[Path] | None, typer.Argument(help="PDF, HTML, text or image files.")] = None,
    to: Annotated[str, typer.Option(help="Personal number of 12 digits, or a proved e-mail address.")] = "",
    subject: Annotated[str, typer.Option(help="Shown in the inbox, never in a notice.")] = "",
    kind: Annotated[str, typer.Option("--type", help="The type, such as letter.salary or booking.")] = "letter",
    data: Annotated[Path | None, typer.Option(help="JSON file with its further fields: {'booking': …}.")] = None,
    retain: Annotated[str, typer.Option(help="Keep it for 30 or 390 days when nobody is there.")] = "",
    at: Annotated[str, typer.Option(help="Deliver at a time: 2026-12-01T08:00:00+01:00.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, send nothing, show a preview.")] = False,
    key: Annotated[str, typer.Option("--key", help="Idempotency-Key: your own name of this content.")] = "",
    tenant: Tenant = "",
    demo: Demo = False,
    as_json: AsJson = False,
) -> None:
    """Send a content. Repeating the same command within 30 days delivers it once."""
    with speaking(as_json=as_json):
        said = {**_addressed(to), "subject": subject, "type": kind, **_choices(retain, at)}
        content = {**said, **_fields(data, files or [])}
        operator = Operator(credentials.find(demo=demo))
        where = f"/v2/tenant/{operator.tenant(tenant)}"
        path = f"{where}/content{'?dry_run=true' if dry_run else ''}"
        told, headers = _post(operator, path, content, files or [], Uploads(operator, where), key)
        answer = told if dry_run else {"key": headers["kivra-objkey"], "state": _state(headers), **told}
        say(answer, lambda: _rehearsed(answer) if dry_run else _sent(answer), as_json=as_json)


def _post(
    operator: Operator, path: str, content: dict[str, Any], files: list[Path], uploads: Uploads, key: str
) -> tuple[Any, Any]:
    """Send a content with its files; a repetition sends the very same, wherever its files have been put before."""
    parts = {"parts": parts_of(files, uploads)} if files else {}
    whole = {**content, **parts}
    name = "" if key else uploads.name_of(whole)
    try:
        return operator.post(path, whole, idempotency_key=key or name)
    except Failed as refused:
        if refused.facts.get("code") == REUSED and name:
            raise Failed("The same has been sent already, from elsewhere. Nothing was delivered again.",
                         "To send it once more, name it with --key.", facts=refused.facts) from None
        # Where its files were put before there is nothing any more, so it was not sent from there either.
        if refused.facts.get("code") != NO_FILE or not uploads.forget():
            raise
    return operator.post(path, {**content, "parts": parts_of(files, uploads)}, idempotency_key=key or name)


def _addressed(to: str) -> dict[str, str]:
    if not to:
        raise Failed("Nobody is named to send to.", "Say who with --to: a personal number of 12 digits, or an address.")
    return {"email" if "@" in to else "ssn": to}


def _choices(retain: str, at: str) -> dict[str, Any]:
    kept = {"retain": True, "retention_time": retain} if retain else {}
    return {**kept, **({"deliver_at": at} if at else {})}


def _fields(file: Path | None, files: list[Path]) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        found = json.loads(text_of(read(file), str(file)))
    except ValueError as error:
        raise Failed(f"{file} cannot be read as JSON: {error}.") from None
    if not isinstance(found, dict):
        raise Failed(f"{file} does not hold one JSON object.", 'Write the fields as {"booking": {…}}.')
    said_by = _SAID_BY | (_FILES if files else {})
    twice = [name for name in said_by if name in found]
    if twice:
        options = ", ".join(dict.fromkeys(said_by[name] for name in twice))
        raise Failed(f"{file} holds {', '.join(twice)}, which only {options} may say. Nothing was sent.",
                     f"Take it out of {file}, and say it with {options}.")
    return found


def _state(headers: Any) -> str:
    if headers.get("kivra-retained"):
        return "retained"
    return "scheduled" if headers.get("kuvert-scheduled") else "delivered"


def _sent(answer: dict[str, Any]) -> Iterator[str]:
    yield f"{answer['state']}  {answer['key']}"


def _rehearsed(answer: dict[str, Any]) -> Iterator[str]:
    yield f"Would be {answer['would']}. {answer.get('long_message', '')}".rstrip()
    if answer.get("content_key"):
        yield f"The same has been sent already: {answer['content_key']}"
    preview = answer.get("preview")
    if preview:
        yield f"Preview, until {preview['expires_at']}: {preview['url']}"


def status(
    key: Annotated[str, typer.Argument(help="The key of a content or of a batch, as `kuvert` has said.")],
    tenant: Tenant = "",
    demo: Demo = False,
    as_json: AsJson = False,
) -> None:
    """Tell what has become of a content, never whether it was read; or how far a batch has come."""
    with speaking(as_json=as_json):
        key, operator = as_key(key), Operator(credentials.find(demo=demo))
        where = f"/v2/tenant/{operator.tenant(tenant)}"
        content = operator.find(f"{where}/content/{key}")
        told = content or operator.find(f"{where}/batch/{key}")
        if told is None:
            advice = "Take the key that `kuvert` said; of another tenant's, say whose with --tenant."
            raise Failed("Neither a content nor a batch of this tenant has that key.", advice, facts={"code": ABSENT})
        say(told, lambda: _told(told) if content else progress(told), as_json=as_json)


def _told(told: dict[str, Any]) -> Iterator[str]:
    yield told["state"]
    for event in told["events"]:
        more = "  ".join(f"{name} {value}" for name, value in event.items() if name not in ("event", "at"))
        yield f"  {event['at']}  {event['event']}  {more}".rstrip()
