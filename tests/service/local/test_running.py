"""The whole operator, started as a person starts it: one letter's life, restarts, and clean ends."""

import base64
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time

import pytest
import urllib3

from local.people import KNOWN
from local.settings import ROOT
from local.testing import DidNotStart, running_operator
from tests.windowless import Browser

pytestmark = [pytest.mark.local, pytest.mark.xdist_group("operator")]
KARIN = KNOWN[0]


@pytest.fixture(scope="module")
def operator(tmp_path_factory):
    with running_operator(tmp_path_factory.mktemp("operator") / "state") as running:
        yield running


@pytest.fixture(scope="module")
def sender(operator):
    return Sender(operator)


class Sender:
    """A sender made with the operations' own commands, speaking HTTP."""

    def __init__(self, operator):
        self.operator = operator
        self.tenant = self._command("tenant", "create", "--name", "Provbolaget", "--orgnr", "559990-0403")["tenant_key"]
        client = self._command("client", "create", "--name", "Provsystem", "--tenant", self.tenant)
        self.basic = urllib3.make_headers(basic_auth=f"{client['client_id']}:{client['client_secret']}")

    def _command(self, *words):
        done = subprocess.run(
            [sys.executable, "-m", "local", "operations", *words], cwd=ROOT, capture_output=True, check=True,
            env=os.environ | {"KUVERT_LOCAL_STATE": str(self.operator.folder)},
        )  # fmt: skip
        return json.loads(done.stdout)

    def call(self, method, path, **more):
        return urllib3.request(method, self.operator.base_url + path, retries=False, **more)

    def send(self, ssn, subject="Hej"):
        token = self.call("POST", "/v2/auth", body="grant_type=client_credentials", headers=self.basic | {
            "content-type": "application/x-www-form-urlencoded"}).json()["access_token"]  # fmt: skip
        part = {"name": "a.txt", "content_type": "text/plain", "data": base64.b64encode(b"Hej").decode()}
        body = {"ssn": ssn, "subject": subject, "type": "letter", "parts": [part]}
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        return self.call("POST", f"/v2/tenant/{self.tenant}/content", body=json.dumps(body), headers=headers)


def test_a_letter_reaches_a_person_who_opened_an_account(operator, sender):
    browser = Browser(operator)
    browser.open_account(KARIN)
    assert sender.send(KARIN.ssn, "Ett viktigt brev").status == 201
    operator.advance("PT10S")
    told = operator.outbox(KARIN.email)[-1]
    assert "Provbolaget" in told["subject"] + told["text"]
    assert "Ett viktigt brev" not in told["subject"] + told["text"]
    assert browser._identify(KARIN, {"purpose": "login"}) == "inbox"
    (letter,) = browser.call("GET", "/api/letters")["letters"]
    assert letter["subject"] == "Ett viktigt brev"
    (part,) = browser.call("GET", f"/api/letters/{letter['key']}")["documents"]
    document = browser.call("GET", f"/api/letters/{letter['key']}/parts/{part['n']}?as=download")
    assert document["url"].startswith("http://127.0.0.1:")
    answer = urllib3.request("GET", document["url"], headers={"Origin": operator.base_url})
    assert answer.data == b"Hej"
    assert answer.headers["access-control-allow-origin"] == operator.base_url


def test_nobody_waits_in_a_queue_and_nothing_was_given_up(operator):
    assert operator.tool("settle", {}) == {"settled": True}
    assert [queue["name"] for queue in operator.tool("queues") if queue.get("given_up")] == []


def test_every_schedule_of_app_py_can_be_run_now(operator):
    names = [schedule["name"] for schedule in operator.tool("schedules")]
    assert {"reconcile", "erase_due", "purge_trash", "expire_waiting"} <= set(names)
    for name in names:
        assert operator.tool(f"schedules/{name}/run", {})["ran"] == name


def test_the_clock_moves_what_the_api_calls_now(operator):
    operator.advance("P1D")
    site = urllib3.request("GET", f"{operator.base_url}/api/site").json()
    assert site["now"][:16] == operator.tool("clock")["now"][:16]
    assert "reconcile" in operator.advance("PT20M")["ran"]


def test_too_large_and_unknown_are_told_in_the_catalogues_words(operator, sender):
    large = sender.call(
        "POST", "/v2/tenant/x/content", body=b"x" * 6_400_000, headers={"content-type": "application/json"}
    )
    assert (large.status, large.headers["x-error-code"]) == (413, "41300")
    assert sender.call("GET", "/v2/nothing").headers["x-error-code"] == "40400"
    challenged = sender.call("GET", "/v2/tenant")
    assert (challenged.status, challenged.headers["www-authenticate"]) == (401, 'Bearer error="invalid_token"')


def documented():
    """The curl lines of docs/local.md that name no order of their own."""
    lines = (ROOT / "docs" / "local.md").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("curl ") and "$" not in line and "…" not in line]


@pytest.mark.parametrize("line", documented())
def test_what_the_documentation_says_to_type_works(operator, line):
    port = operator.base_url.rpartition(":")[2]
    soon = operator.tool("clock")["now"][:19] + "Z"
    for long, short in (
        (":8000", f":{port}"),
        ("P20D", "PT2H"),
        ("P7D", "PT2H"),
        ("P1D", "PT1H"),
        ("2027-01-01T08:00:00Z", soon),
    ):
        line = line.replace(long, short)
    answer = subprocess.run(shlex.split(line), capture_output=True, check=True).stdout
    assert "error" not in json.loads(answer)
    operator.tool("faults", {"party": "ses", "mode": "ok"})


def test_a_second_operator_on_the_same_state_or_port_says_why_it_cannot(operator, tmp_path):
    with pytest.raises(DidNotStart, match="already runs from"), running_operator(operator.folder):
        pass
    port = operator.base_url.rpartition(":")[2]
    with pytest.raises(DidNotStart, match=f"Port {port} is taken"), running_operator(tmp_path / "s", PORT=port):
        pass


def test_what_was_stored_survives_kill_9_and_nobody_is_left_behind(tmp_path):
    state = tmp_path / "state"
    with running_operator(state) as operator:
        sender = Sender(operator)
        Browser(operator).open_account(KARIN)
        assert sender.send(KARIN.ssn, "Före").status == 201
        ports = [int(operator.base_url.rpartition(":")[2])]
        operator.process.send_signal(signal.SIGKILL)
        operator.process.wait()
        _all_gone(ports)
    with running_operator(state) as operator:
        sender.operator = operator
        assert sender.send(KARIN.ssn, "Efter").status == 201
        browser = Browser(operator)
        browser._identify(KARIN, {"purpose": "login"})
        assert [one["subject"] for one in browser.call("GET", "/api/letters")["letters"]] == ["Efter", "Före"]
        operator.advance("PT10S")
        assert len([one for one in operator.outbox(KARIN.email) if "Provbolaget" in one["subject"]]) == 2
        assert operator.stop() == 0


def test_state_of_one_dynamodb_is_not_mixed_with_another(tmp_path):
    (tmp_path / "engine").write_text("http://127.0.0.1:1")
    with pytest.raises(DidNotStart, match="make reset"), running_operator(tmp_path):
        pass


def _all_gone(ports, within=5):
    end = time.monotonic() + within
    while any(_listens(port) for port in ports):
        assert time.monotonic() < end, "somebody still listens"
        time.sleep(0.05)


def _listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.prove
def test_bankid_finishes_by_itself_when_told_to(tmp_path):
    with running_operator(tmp_path / "state", demo=True, KUVERT_BANKID="auto") as operator:
        assert [one["registered"] for one in operator.demo["people"]] == [True] * 3 + [False] * 2
        browser = Browser(operator)
        browser.call("POST", "/api/login", {"purpose": "login"})
        states = []
        for _ in range(4):
            operator.advance("PT3S")
            states.append(browser.call("POST", "/api/login/poll", {})["state"])
            if states[-1] == "complete":
                break
        assert states == ["pending", "pending", "complete"]
        letters = browser.call("GET", "/api/letters")["letters"]
        assert operator.demo["base_url"] == operator.base_url
        assert len(letters) >= 8
        assert len({letter["sender"]["name"] for letter in letters}) == 5
        assert len({letter["received_at"][:10] for letter in letters}) >= 6
        assert sum(letter["unread"] for letter in letters) == 3
