"""A batch at the terminal, whatever happens meanwhile: stopped, logged out, without a terminal, failed before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kuvert.commands import app
from tests.receiving import Receiving, answer, receiving

KEY = "1795176000c3c52e4e7f0f2d4b8a9d6e7f8a9b0c1d"


class Operator:
    """Answers as one does: batches by their Idempotency-Key, and how far they have come, step by step."""

    def __init__(self, told: Receiving) -> None:
        self.told, self.made, self.logins = told, dict[str, dict](), 0
        self.steps = [{"status": "sending", "rows": 3, "done": 1}, {"status": "done", "rows": 3, "done": 3, "accepted": 3}]
        told.behaviour = self.behave

    def behave(self, handler, told):
        path = handler.path
        if path == "/v2/auth":
            self.logins += 1
            return answer(handler, 200, json.dumps({"access_token": f"t{self.logins}"}).encode())
        if path.endswith(("/file", "/results")):
            return answer(handler, 200, b"{}\n")
        if handler.command == "POST":
            named = handler.headers["idempotency-key"]
            place = {"url": told.url + "/file", "method": "PUT", "headers": {}}
            key = KEY[:-1] + str(len(self.made))
            made = self.made.setdefault(named, {"batch_key": key, "status": "waiting_for_upload", "upload": place})
            return answer(handler, 201, json.dumps(made).encode())
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if step == 401:
            return answer(handler, 401, json.dumps({"code": 40100, "short_message": "Unauthorized"}).encode())
        return answer(handler, 200, json.dumps(step).encode())


@pytest.fixture
def operator(monkeypatch, tmp_path):
    """One to send to, and a file with some rows."""
    monkeypatch.chdir(tmp_path)
    Path("rows.ndjson").write_text("{}\n{}\n{}\n")
    for name in ("batches.EVERY", "batches.LONGEST_PAUSE", "batches.LINE_EVERY", "operator.AGAIN.total"):
        monkeypatch.setattr(f"kuvert.{name}", 0)
    with receiving() as told:
        for name, value in {"URL": told.url.removesuffix("/kuvert"), "CLIENT_ID": "c", "CLIENT_SECRET": "s", "TENANT": "1"}.items():
            monkeypatch.setenv(f"KUVERT_{name}", value)
        yield Operator(told)


def batch(*words: str):
    return CliRunner().invoke(app, ["batch", *words])


def test_a_log_gets_lines_as_it_goes(operator):
    """The key first, then how far it has come; the answer alone on standard output."""
    operator.steps[1]["results_url"] = operator.told.url + "/results"
    told = batch("rows.ndjson")

    assert told.exit_code == 0
    assert told.stderr.splitlines() == [f"batch {KEY[:-1]}0", "sending  1 of 3 rows", "done  3 of 3 rows"]
    assert told.stdout.splitlines()[0] == "3 rows, 3 accepted, 0 retained, 0 refused"
    assert Path("rows.ndjson.results.ndjson").read_text() == "{}\n"


def test_who_stops_it_is_told_that_it_goes_on(operator, monkeypatch):
    """And how to follow it."""
    def stop(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kuvert.batches.time.sleep", stop)
    told = batch("rows.ndjson", "--json")

    assert told.exit_code == 130
    said = json.loads(told.stdout)
    assert said["batch_key"] == f"{KEY[:-1]}0"
    assert f"goes on without you. Follow it with `kuvert batch --follow {KEY[:-1]}0`" in said["do"]


def test_a_token_that_is_over_is_replaced_by_another(operator):
    """Once; who is not known then is told so."""
    operator.steps.insert(1, 401)
    assert batch("--follow", KEY).exit_code == 0
    assert operator.logins == 2

    operator.steps[:] = [401]
    told = batch("--follow", KEY)
    assert (told.exit_code, "Unauthorized" in told.stderr) == (1, True)


def test_results_that_could_not_be_written_are_said_before_anything_is_sent(operator):
    """Those that cannot be fetched can be asked for again."""
    told = batch("rows.ndjson", "--results", "absent/results.ndjson")
    assert (told.exit_code, operator.told.requests) == (1, [])
    assert "--results" in told.stderr

    operator.steps[1]["results_url"] = "http://localhost:9/results"
    told = batch("rows.ndjson")
    assert told.exit_code == 4
    assert f"kuvert batch --follow {KEY[:-1]}0" in told.stderr


def test_a_batch_of_which_nothing_was_sent_is_made_anew(operator):
    """Cancelled, or never uploaded: the same file is another batch, and that one however often it is repeated."""
    operator.steps[:] = [{"status": "failed", "reason": "It was cancelled."}]
    told = batch("rows.ndjson")
    assert (told.exit_code, told.stderr.splitlines()[-1].strip()) == (1, "Put right what was wrong, and send it again.")
    for made in operator.made.values():
        made["status"] = "failed"

    operator.steps[:] = [{"status": "done", "rows": 3, "done": 3, "accepted": 3}]
    for _ in range(2):
        assert json.loads(batch("rows.ndjson", "--json").stdout)["batch_key"] == f"{KEY[:-1]}1"
    assert len(operator.made) == 2
