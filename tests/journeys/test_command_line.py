"""`kuvert` against a running operator: a sender's day at the terminal."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kuvert.commands import app
from local.testing import RunningOperator
from tests.contents import BOOKING
from tests.journeys.sender import letter_pdf

pytestmark = [pytest.mark.local, pytest.mark.xdist_group("second browser")]


@pytest.fixture
def run(operator: RunningOperator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Any]:
    """A terminal beside `make run`."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    Path(".local").mkdir()
    Path(".local/demo.json").write_text(json.dumps(operator.demo))

    def command(*words: str, exit_code: int = 0, **more: Any) -> Any:
        told = CliRunner().invoke(app, [*words, "--json"], **more)
        assert told.exit_code == exit_code, (words, told.output, told.exception)
        return json.loads(told.stdout)

    return command


def test_a_senders_day(run: Callable[..., Any], operator: RunningOperator, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox = {each["outcome"]: each["ssn"] for each in operator.demo["sandbox"]}
    there, absent = sandbox["delivered"], sandbox["not_a_user"]
    Path("Beslut.pdf").write_bytes(letter_pdf("Beslut"))

    # Logging in: kept for this user only, and a wrong secret is not.
    kept = Path(run("login", "--demo")["kept_in"])
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    monkeypatch.setenv("KUVERT_CLIENT_SECRET", "wrong")
    run("login", "--url", operator.base_url, "--client-id", operator.demo["client_id"], exit_code=3)
    monkeypatch.delenv("KUVERT_CLIENT_SECRET")
    assert operator.demo["client_secret"] in kept.read_text()

    # Matching: numbers and addresses, from the command line and from a file.
    address = operator.demo["people"][0]["email"]
    Path("people.txt").write_text(f"{absent}\n{there}\n")
    assert run("match", address, "nobody@example.com", "--file", "people.txt")["matched"] == [address, there]
    assert run("match", "--file", "-", input=f"{there}\n")["matched"] == [there]
    run("match", exit_code=1)

    # Sending: once, also when it is repeated; printed where nobody is; kept when asked; at a time.
    sent = run("send", "Beslut.pdf", "--to", there, "--subject", "Beslut")
    assert sent["state"] == "delivered"
    assert run("send", "Beslut.pdf", "--to", there, "--subject", "Beslut")["key"] == sent["key"]
    assert run("send", "Beslut.pdf", "--to", there, "--subject", "Beslut", "--key", "2")["key"] != sent["key"]
    assert run("send", "Beslut.pdf", "--to", absent, "--subject", "Beslut", exit_code=1)["code"] == 40032
    salary = ("--subject", "Lön", "--type", "letter.salary")
    assert run("send", "Beslut.pdf", "--to", absent, *salary, "--retain", "390")["state"] == "retained"
    later = operator.tool("clock")["now"].replace("2026-", "2027-")
    assert run("send", "Beslut.pdf", "--to", address, "--subject", "Sen", "--at", later)["state"] == "scheduled"
    Path("booking.json").write_text(json.dumps({"booking": {**BOOKING, "start_time": "2031-12-01T09:30:00Z", "end_time": None}}))
    assert run("send", "--to", there, "--subject", "Tid", "--type", "booking", "--data", "booking.json")["type"] == "booking"

    # A large file goes ahead of its content.
    Path("Stor.txt").write_text("Hej. " * 300_000)
    large = ("send", "Stor.txt", "Beslut.pdf", "--to", there, "--subject", "Stor")
    assert run(*large)["key"] == run(*large)["key"]

    # A dry run, and what became of it all.
    rehearsed = run("send", "Beslut.pdf", "--to", absent, "--subject", "Prov", "--dry-run")
    assert (rehearsed["would"], rehearsed["code"]) == ("refused", 40032)
    assert "/preview#" in rehearsed["preview"]["url"]
    bounced = run("send", "Beslut.pdf", "--to", sandbox["bounces"], "--subject", "Studs")["key"]
    operator.advance("PT10S")
    operator.advance("PT10S")
    assert "notice_bounced" in [event["event"] for event in run("status", bounced)["events"]]
    assert [event["event"] for event in run("status", sent["key"])["events"]][:2] == ["accepted", "delivered"]
    assert run("status", "1795176000" + "f" * 32, exit_code=1)["code"] == 40400
    run("send", "Beslut.docx", "--to", there, "--subject", "x", exit_code=1)

    CliRunner().invoke(app, ["logout"])
    run("status", sent["key"], exit_code=3)


def test_a_batch_is_followed_to_its_end(run: Callable[..., Any], operator: RunningOperator) -> None:
    """Each row has its answer; the same file again is the same batch, unless one says otherwise."""
    sandbox = {each["outcome"]: each["ssn"] for each in operator.demo["sandbox"]}
    rows = [
        {"id": str(n), "ssn": ssn, "subject": f"Brev {n}", "type": "letter",
         "parts": [{"name": "a.txt", "content_type": "text/plain", "data": "SGVqIQ=="}]}
        for n, ssn in enumerate([sandbox["delivered"], sandbox["not_a_user"], sandbox["dormant"]])
    ]
    Path("brev.ndjson").write_text("\n".join(json.dumps(row) for row in rows))

    told = run("batch", "brev.ndjson", "--demo", "--name", "Utskick", exit_code=1)
    assert (told["rows"], told["accepted"], told["refused"]) == (3, 2, 1)
    results = [json.loads(line) for line in Path(told["results"]).read_text().splitlines()]
    assert [(row["id"], row["status"]) for row in results] == [("0", "accepted"), ("1", "refused"), ("2", "accepted")]

    assert run("batch", "brev.ndjson", "--demo", "--name", "Utskick", exit_code=1)["batch_key"] == told["batch_key"]
    other = run("batch", "brev.ndjson", "--demo", "--name", "Utskick", "--again", "--no-wait")
    assert other["batch_key"] != told["batch_key"]
    followed = run("batch", "--follow", other["batch_key"], "--demo", exit_code=1)
    assert (followed["rows"], followed["accepted"], followed["refused"]) == (3, 2, 1)
    assert Path(followed["results"]).name == f"{other['batch_key']}.results.ndjson"
    assert run("status", other["batch_key"], "--demo")["status"] == "done"
    run("status", "0" * 42, "--demo", exit_code=1)
    run("batch", "brev.ndjson", "--follow", other["batch_key"], "--demo", exit_code=1)
    run("batch", "--demo", exit_code=1)
    Path("tom.ndjson").write_text("")
    failed = run("batch", "tom.ndjson", "--demo", exit_code=1)
    assert "Nothing was sent." in failed["error"]
    assert run("batch", "tom.ndjson", "--demo", "--no-wait")["batch_key"] != failed["batch_key"]
    run("batch", "brev.pdf", "--demo", exit_code=1)


def test_people_read_lines(run: Callable[..., Any]) -> None:
    """Without --json: short lines on standard output, and what to do on standard error."""
    Path("Brev.txt").write_text("Hej")
    told = CliRunner().invoke(app, ["send", "--demo", "Brev.txt", "--to", "199301022381", "--subject", "Hej", "--dry-run"])
    assert told.stdout.startswith("Would be refused. No such user can be reached digitally.")
    assert "Preview, until" in told.stdout
    letter = {"ssn": "199301012382", "subject": "Hej", "type": "letter",
              "parts": [{"name": "a.txt", "content_type": "text/plain", "data": "SGVqIQ=="}]}
    Path("ett.ndjson").write_text(json.dumps(letter))
    assert CliRunner().invoke(app, ["batch", "--demo", "ett.ndjson"]).exit_code == 0
    key = CliRunner().invoke(app, ["batch", "--demo", "ett.ndjson", "--no-wait"]).stdout.strip()
    told = CliRunner().invoke(app, ["status", "--demo", key])
    assert told.stdout.splitlines() == ["done  1 of 1 rows", "  1 accepted, 0 retained, 0 refused"]
    told = CliRunner().invoke(app, ["send", "--demo", "Brev.txt", "--to", "1993", "--subject", "Hej"])
    assert (told.exit_code, told.stdout) == (1, "")
    assert "Invalid SSN (40009)" in told.stderr
    assert "12 digits" in told.stderr
