"""schemathesis against the running operator, from our own OpenAPI documents: nothing it thinks of ends in a 5xx."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from local.settings import ROOT
from local.testing import RunningOperator, running_operator

SCHEMATHESIS = Path(sys.executable).parent / "schemathesis"
FAST, LONG = 8, 200


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOperator]:
    """An operator of its own, since fuzzing leaves traces."""
    folder = Path(tmp_path_factory.mktemp("fuzzed")) / "state"
    with running_operator(folder, demo=True, KUVERT_BANKID="auto") as operator:
        end = time.monotonic() + 60
        while not (folder / "demo.json").exists():
            assert time.monotonic() < end, "the demo data was not made"
            time.sleep(0.1)
        yield operator


def bearer(operator: RunningOperator) -> list[str]:
    """A sender's token."""
    headers = urllib3.make_headers(basic_auth=f"{operator.demo['client_id']}:{operator.demo['client_secret']}")
    answer = urllib3.request("POST", f"{operator.base_url}/v2/auth", headers=headers, body="grant_type=client_credentials")
    return ["-H", f"Authorization: Bearer {answer.json()['access_token']}"]


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


def fuzz(operator: RunningOperator, document: str, headers: list[str], examples: int) -> None:
    """Let schemathesis try every operation of a document."""
    run = subprocess.run(
        [SCHEMATHESIS, "run", ROOT / "docs" / "openapi" / document, "-u", operator.base_url, *headers,
         "-c", "not_a_server_error", "--phases", "examples,coverage,fuzzing,stateful", "-n", str(examples),
         "--generation-deterministic", "--suppress-health-check", "all", "--request-timeout", "20",
         # Logging out or closing would end the session that the rest is tried with.
         "--exclude-path", "/api/account/close", "--exclude-path", "/api/session", "--exclude-path", "/api/sessions"],
        cwd=operator.folder, capture_output=True, text=True, check=False,
    )
    assert run.returncode == 0, run.stdout[-6000:]
    tried = re.search(r"(\d+) generated, (\d+) passed", run.stdout)
    assert tried is not None, run.stdout[-3000:]
    assert int(tried[1]) == int(tried[2]) >= 30 * 8


@pytest.mark.local
@pytest.mark.parametrize(
    ("document", "login"), [("sender.json", bearer), ("recipient.json", session)], ids=["sender", "recipient"]
)
@pytest.mark.parametrize("examples", [FAST, pytest.param(LONG, marks=pytest.mark.prove)])
def test_nothing_ends_in_a_server_error(fuzzed: RunningOperator, document: str, login, examples: int):
    """Whatever is sent, the answer says what is wrong with it."""
    fuzz(fuzzed, document, login(fuzzed), examples)
