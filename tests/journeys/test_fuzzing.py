"""schemathesis against the running operator, from our own OpenAPI documents.

Nothing it thinks of ends in a 5xx, and every answer to a sender has a status, a type, headers and a body that the
document tells of. What is withdrawn or cancelled can still be looked at, so that a deleted thing is there is no fault.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import urllib3

from local.settings import ROOT
from local.testing import RunningOperator, running_operator
from tests.forms import ANSWERS, TEMPLATE
from tests.journeys.sender import HttpSender

SCHEMATHESIS = Path(sys.executable).parent / "schemathesis"
FAST, LONG = 2, 200
# How many walks from one answer to other calls there are at least, and how many different ways are gone on them.
STEPS, LINKS = 30, 5
# Every odd value of every field takes a minute; it goes with the longer proof.
PHASES = {FAST: "examples,fuzzing,stateful", LONG: "examples,coverage,fuzzing,stateful"}
SETTINGS = """
hooks = "tests.journeys.plausible"
[phases.stateful.generation]
max-examples = {steps}
[parameters]
tenantKey = "{tenant}"
"""
SERVER = ("not_a_server_error",)
# The senders' software is made from the document.
CONTRACT = (
    *SERVER, "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "allow_header_conformance", "missing_required_header", "ignored_auth",
)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOperator]:
    """An operator of its own, since fuzzing leaves traces."""
    folder = Path(tmp_path_factory.mktemp("fuzzed")) / "state"
    with running_operator(folder, demo=True, KUVERT_BANKID="auto") as operator:
        end = time.monotonic() + 60
        while not (folder / "demo.json").exists():
            assert time.monotonic() < end, "the demo data was not made"
            time.sleep(0.1)
        answer_a_form(operator)
        yield operator


def answer_a_form(operator: RunningOperator) -> None:
    """Leave a response to a form, and one to a registered letter, so that there is something to fetch."""
    sender, person = HttpSender(operator), operator.demo["people"][0]["ssn"]
    sender.send(person, "Svara", type="letter.form", form={"id": sender.make_form(TEMPLATE), "days_to_expiry": 30})
    tomorrow = datetime.fromisoformat(operator.tool("clock")["now"]) + timedelta(days=1)
    kept = {"expires_at": tomorrow.date().isoformat(), "hidden": {"sender": False, "subject": False}}
    sender.send(person, "Kvittera", type="registered.letter", registered=kept)
    headers = dict(part.partition(": ")[::2] for part in session(operator)[1::2])
    listed = urllib3.request("GET", f"{operator.base_url}/api/letters", headers=headers).json()["letters"]
    letter = next(each["key"] for each in listed if each["subject"] == "Svara")
    url = f"{operator.base_url}/api/letters/{letter}/form/answer"
    answer = urllib3.request("POST", url, headers=headers, json={"answers": ANSWERS})
    assert answer.status == 200, answer.data
    operator.advance("PT49H")


def bearer(operator: RunningOperator) -> str:
    """How a sender is let in: by a token, and by its credentials where a token is asked for."""
    client, secret = operator.demo["client_id"], operator.demo["client_secret"]
    headers = urllib3.make_headers(basic_auth=f"{client}:{secret}")
    form = "grant_type=client_credentials"
    answer = urllib3.request("POST", f"{operator.base_url}/v2/auth", headers=headers, body=form)
    return f"""
[auth.openapi.bearer]
bearer = "{answer.json()['access_token']}"
[auth.openapi.basic]
username = "{client}"
password = "{secret}"
[[operations]]
include-path-regex = "auth$"
phases.stateful.enabled = false
"""


def session(operator: RunningOperator) -> list[str]:
    """The cookie of the first demo person, logged in with BankID."""
    headers = {"Origin": operator.base_url, "Content-Type": "application/json"}
    started = urllib3.request("POST", f"{operator.base_url}/api/login", headers=headers, body='{"purpose": "login"}')
    headers["Cookie"] = started.headers["set-cookie"].partition(";")[0]
    for _ in range(40):
        polled = urllib3.request("POST", f"{operator.base_url}/api/login/poll", headers=headers, body="{}")
        cookies = polled.headers.getlist("set-cookie")
        kept = [cookie.partition(";")[0] for cookie in cookies if cookie.startswith("__Host-sid=")]
        if kept:
            return ["-H", f"Cookie: {kept[0]}", "-H", f"Origin: {operator.base_url}"]
        time.sleep(0.5)  # BankID's own pace; the operator asks it every two seconds
    raise AssertionError("the login did not finish")


def fuzz(
    operator: RunningOperator, document: str, checks: tuple[str, ...], examples: int, *more: str, auth: str = ""
) -> int:
    """Let schemathesis try every operation of a document; answer how many links it has followed."""
    settings = operator.folder / "schemathesis.toml"
    settings.write_text(SETTINGS.format(tenant=operator.demo["tenant_key"], steps=max(examples, STEPS)) + auth)
    people = [person["ssn"] for person in operator.demo["people"] if person["registered"]]
    run = subprocess.run(
        [SCHEMATHESIS, "--config-file", settings, "run", ROOT / "docs" / "openapi" / document, "-u", operator.base_url,
         "-c", ",".join(checks), "--phases", PHASES[examples], "-n", str(examples),
         "--generation-deterministic", "--continue-on-failure", "--suppress-health-check", "all",
         "--request-timeout", "20", *more],
        cwd=operator.folder, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "KUVERT_FUZZED_PEOPLE": json.dumps(people)},
    )
    assert run.returncode == 0, run.stdout[-6000:]
    tried = re.search(r"(\d+) generated, (\d+) passed", run.stdout)
    assert tried is not None, run.stdout[-3000:]
    assert int(tried[1]) == int(tried[2]) >= 100
    followed = re.search(r"API Links: +(\d+) covered", run.stdout)
    return int(followed[1]) if followed else 0


EXAMPLES = pytest.mark.parametrize("examples", [FAST, pytest.param(LONG, marks=pytest.mark.prove)])


@pytest.mark.local
@pytest.mark.xdist_group("fuzz")
@EXAMPLES
def test_every_answer_to_a_sender_is_as_described(fuzzed: RunningOperator, examples: int):
    """Whatever is sent, also about what an earlier answer has told of."""
    # On a laptop the web app has every path that is no version of the API.
    others = ("--exclude-path", "/{version}/auth")
    followed = fuzz(fuzzed, "sender.json", CONTRACT, examples, *others, auth=bearer(fuzzed))

    assert followed >= LINKS


@pytest.mark.local
@pytest.mark.xdist_group("fuzz")
@pytest.mark.prove
@EXAMPLES
def test_nothing_of_a_recipients_ends_in_a_server_error(fuzzed: RunningOperator, examples: int):
    """Whatever is sent, the answer says what is wrong with it."""
    # Logging out or closing would end the session that the rest is tried with.
    ends = ("--exclude-path-regex", "^/api/(account/close|session|sessions)$")
    fuzz(fuzzed, "recipient.json", SERVER, examples, *session(fuzzed), *ends)
