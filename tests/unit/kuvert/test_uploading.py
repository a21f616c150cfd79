"""`kuvert send` of what is too large for a request: repeated, it is delivered once, whatever is left of its uploads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests
from typer.testing import CliRunner

from kuvert.commands import app
from kuvert.credentials import kept_in
from tests.receiving import answer, receiving
from tests.world import TOLVAN


@pytest.fixture
def uploads(sender, world, monkeypatch, tmp_path):
    """A terminal, and the operator's doors behind a real address; answers the uploads that were asked for."""
    world.a_person()
    asked = []

    def pass_on(handler, told):
        headers, body = told.requests[-1]
        kept = {name: headers[name] for name in ("authorization", "content-type", "idempotency-key") if name in headers}
        if handler.command == "PUT":
            put = requests.put(asked[-1], data=body, headers=kept, timeout=30)
            return answer(handler, put.status_code)
        given = sender.http.request(handler.command, handler.path, headers=kept, body=body)
        said = given.body
        if handler.path.endswith("/upload"):
            asked.append(given.json_body["url"])
            said = json.dumps({**given.json_body, "url": told.url}).encode()
        key = {name: value for name, value in given.headers.items() if name == "kivra-objkey"}
        return answer(handler, given.status_code, said, **key)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr("kuvert.files.WITH_IT", 3)
    Path("Stor.txt").write_text("Hej.")
    with receiving() as told:
        told.behaviour = pass_on
        for name, value in {"URL": told.url.removesuffix("/kuvert"), "CLIENT_ID": sender.client_id, "CLIENT_SECRET": sender.secret}.items():
            monkeypatch.setenv(f"KUVERT_{name}", value)
        yield asked


def send(*more: str, subject: str = "Stor", code: int = 0):
    told = CliRunner().invoke(app, ["send", "Stor.txt", "--to", TOLVAN, "--subject", subject, "--json", *more])
    assert told.exit_code == code, (told.output, told.exception)
    return json.loads(told.stdout.splitlines()[-1])


def test_the_same_again_is_delivered_once(uploads, world):
    """Looked at first; sent, and sent again when the upload is over. To others the file goes from where it lies."""
    assert send("--dry-run")["would"] == "delivered"
    first = send()["key"]
    assert send()["key"] == first
    assert send(subject="Till")["key"] != first
    assert send("--key", "2")["key"] != first
    assert len(uploads) == 1
    world.clock.advance(hours=25)
    assert send()["key"] == first
    assert len(uploads) == 1
    # The upload is over, so another content puts it anew; what was sent is known still, though not where it lay.
    assert send(subject="Sen")["state"] == "delivered"
    assert len(uploads) == 2
    assert "already" in send(code=1)["error"]
    assert send(subject="Sen")["state"] == "delivered"


def test_what_is_kept_of_it_is_lost(uploads):
    """Refused rather than delivered twice; what is kept tells nobody anything."""
    send()
    [note] = (kept_in().parent / "uploads").iterdir()
    assert "Stor" not in note.name + note.read_text()
    note.write_bytes(b"\xff")
    told = send(code=1)
    assert (told["code"], len(uploads)) == (40904, 2)
    assert send("--key", "1")["state"] == "delivered"
