"""The command line alone: its credentials, its checks and signatures, and what it is installed with."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kuvert.commands import app
from tests.receiving import answer, receiving
from tests.world import PDF

ROOT = Path(__file__).parents[3]
SECRET = "whsec_" + base64.b64encode(b"x" * 32).decode()


@pytest.fixture
def run(monkeypatch, tmp_path):
    """A user at a terminal, in an empty folder, not logged in anywhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("KUVERT_URL", "KUVERT_CLIENT_ID", "KUVERT_CLIENT_SECRET", "KUVERT_TENANT"):
        monkeypatch.delenv(name, raising=False)

    def command(*words: str, **more):
        return CliRunner().invoke(app, list(words), **more)

    return command


def test_it_is_installed_with_all_that_it_needs_and_nothing_of_the_operators():
    """In a process of its own: no AWS, no Chalice, and no module of ours that the package leaves out."""
    say = "import json, sys, kuvert.commands, chalicelib.content.checks.html; print(json.dumps(sorted(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", say], cwd=ROOT, check=True, capture_output=True, text=True)
    modules = set(json.loads(told.stdout))
    packages = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])

    assert not {name.partition(".")[0] for name in modules} & {"boto3", "botocore", "chalice", "pynamodb", "pydantic"}
    ours = {name for name in modules if name.partition(".")[0] in ("chalicelib", "kuvert")}
    assert {name if name in packages else name.rpartition(".")[0] for name in ours} <= packages


@pytest.mark.parametrize("words", [("match", "199301012382"), ("send", "--to", "199301012382"), ("status", "1")])
def test_without_credentials_it_says_how_to_get_them(run, words):
    """And a script can tell by the exit code."""
    told = run(*words)

    assert told.exit_code == 3
    assert "kuvert login" in told.stderr


def test_half_of_the_environment_is_a_mistake(run, monkeypatch):
    """It is not mixed with what was logged in with."""
    monkeypatch.setenv("KUVERT_URL", "https://sender.example")
    told = run("match", "199301012382", "--json")

    assert told.exit_code == 3
    assert "KUVERT_CLIENT_ID, KUVERT_CLIENT_SECRET is not set" in json.loads(told.stdout)["error"]


@pytest.mark.parametrize("url", ["http://sender.example", "ftp://localhost", "sender.example", "https://"])
def test_secrets_go_nowhere_in_the_clear(run, monkeypatch, url):
    """Plain HTTP is for the same machine only."""
    monkeypatch.setenv("KUVERT_CLIENT_SECRET", "hush")
    told = run("login", "--url", url, "--client-id", "client_1")

    assert told.exit_code == 1
    assert "https://" in told.stderr
    assert "hush" not in told.output


def test_nobody_answers(run, monkeypatch):
    """Another exit code: the same can be tried again."""
    for name, value in {"URL": "http://localhost:9", "CLIENT_ID": "client_1", "CLIENT_SECRET": "hush"}.items():
        monkeypatch.setenv(f"KUVERT_{name}", value)
    monkeypatch.setattr("kuvert.operator.AGAIN.total", 0)
    told = run("match", "199301012382")

    assert told.exit_code == 4
    assert "does not answer" in told.stderr


@pytest.fixture
def answers(run, monkeypatch):
    """An operator that gives a token and then answers everything in one way; what it was asked comes back."""
    monkeypatch.setattr("kuvert.operator.AGAIN.backoff_factor", 0)

    @contextmanager
    def operator(status: int, body: dict, **headers: str):
        def behave(handler, told):
            given = handler.path == "/v2/auth"
            answer(handler, 200 if given else status, json.dumps({"access_token": "t"} if given else body).encode(), **headers)

        with receiving() as told:
            told.behaviour = behave
            for name, value in {"URL": told.url.removesuffix("/kuvert"), "CLIENT_ID": "c", "CLIENT_SECRET": "s"}.items():
                monkeypatch.setenv(f"KUVERT_{name}", value)
            monkeypatch.setenv("KUVERT_TENANT", "1")
            yield told

    return operator


def test_too_much_at_once_says_when_to_go_on(run, answers):
    """It is not waited for: that could be an hour."""
    refusal = {"code": 42900, "short_message": "Too Many Requests", "long_message": "Ask about fewer people."}
    with answers(429, refusal, **{"retry-after": "3600"}) as told:
        said = run("match", "199301012382")

    assert (said.exit_code, len(told.requests)) == (4, 2)
    assert "Ask about fewer people. Run it again in 3600 seconds." in said.stderr


def test_what_can_be_nobody_is_told_from_who_is_not_here(run, answers):
    """By its place in the list, on standard error; the answer is as it was."""
    with answers(200, {"list": ["199301012382"]}):
        said = run("match", "199301012382", "19770103-2380", "nonsense", "199301012383", "a@example.com", "a@")
        fine = run("match", "199301012382")

    assert (said.exit_code, said.stdout) == (0, "199301012382\n")
    assert "3 of 6 are neither personal numbers nor addresses: number 3, 4, 6." in said.stderr
    assert fine.stderr == ""


def test_a_busy_operator_is_asked_again_and_a_fault_is_told_with_its_number(run, answers):
    """503 a few times, then the correlation id that support finds it by."""
    busy = {"code": 50301, "short_message": "Service Temporarily Unavailable", "long_message": "x"}
    with answers(503, busy, **{"x-correlation-id": "abc-12345"}) as told:
        said = run("match", "199301012382")

    assert (said.exit_code, len(told.requests)) == (4, 5)
    assert "abc-12345" in said.stderr


def test_several_tenants_want_a_choice(run, answers, monkeypatch):
    """And are named."""
    with answers(200, {}):
        monkeypatch.delenv("KUVERT_TENANT")
        monkeypatch.setattr("kuvert.operator.Operator.get", lambda *_: [{"key": "one"}, {"key": "two"}])
        said = run("match", "199301012382")

    assert said.exit_code == 1
    assert "one, two" in said.stderr


@pytest.mark.parametrize(("fields", "options"), [
    ({"ssn": "197701032380"}, "--to"), ({"email": "a@example.com", "subject": "Annat"}, "--to, --subject"),
    ({"type": "letter"}, "--type"), ({"retain": True, "retention_time": "30"}, "--retain"), ({"deliver_at": "x"}, "--at"),
    ({"parts": []}, "the files beside it"),
])
def test_a_file_of_fields_never_says_what_the_command_line_says(run, answers, fields, options):
    """Or a letter would go to another person than the one who is named."""
    Path("booking.json").write_text(json.dumps({"booking": {}, **fields}))
    Path("brev.txt").write_text("Hej")
    with answers(201, {}) as told:
        said = run("send", "brev.txt", "--to", "199301012382", "--subject", "Tid", "--type", "booking", "--data", "booking.json")

    assert (said.exit_code, told.requests) == (1, [])
    assert f"which only {options} may say" in said.stderr


@pytest.mark.parametrize("words", [
    ("status", "../../tenant"), ("status", ""), ("status", "1?dry_run=true"), ("batch", "--follow", "../content"),
    ("match", "199301012382", "--tenant", "1/content"),
])
def test_what_is_no_key_leads_nowhere(run, answers, words):
    """Least of all to another path of the operator's."""
    with answers(200, {"state": "delivered", "events": [], "list": []}) as told:
        said = run(*words)

    assert (said.exit_code, told.requests) == (1, [])
    assert "That is no key" in said.stderr


def test_a_key_of_nothing_is_neither_a_contents_nor_a_batchs(run, answers):
    """Both were asked for."""
    with answers(404, {"code": 40400, "short_message": "Not Found", "long_message": "There is no such batch."}) as told:
        said = run("status", "1795176000c3c52e4e7f0f2d4b8a9d6e7f8a9b0c1d")

    assert (said.exit_code, len(told.requests)) == (1, 3)
    assert "Neither a content nor a batch" in said.stderr


@pytest.mark.parametrize(("words", "said"), [
    (("match", "--file", "latin.txt"), "latin.txt is not in UTF-8"),
    (("match", "--file", "."), ". cannot be read"),
    (("send", "--to", "1", "--data", "latin.txt"), "latin.txt is not in UTF-8"),
    (("match", "199301012382"), "credentials.json is damaged"),
    (("match", "--demo", "199301012382"), "demo.json is damaged"),
    (("login", "--url", "https://[", "--client-id", "c"), "is not an address"),
])
def test_nobody_is_shown_a_traceback(run, monkeypatch, tmp_path, words, said):
    """What is wrong with a file stands in a sentence, for programs too."""
    monkeypatch.setattr("kuvert.credentials.kept_in", lambda: tmp_path / "credentials.json")
    if words[0] == "login":
        monkeypatch.setenv("KUVERT_CLIENT_SECRET", "hush")
    Path("latin.txt").write_bytes("Åsa@example.com".encode("latin-1"))
    Path(".local").mkdir()
    for damaged in ("credentials.json", ".local/demo.json"):
        Path(damaged).write_text("{")
    told = run(*words, "--json")

    assert told.exit_code in (1, 3)
    assert said in json.loads(told.stdout)["error"]


def test_the_wheel_holds_what_is_imported(tmp_path):
    """Built from a copy, since building leaves things behind; then run from the wheel alone."""
    pytest.importorskip("setuptools")  # what builds it comes with Python up to 3.11
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in ("kuvert", "chalicelib"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path, copy]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("kuvert-*.whl")
    say = f"import sys; sys.path[0] = {str(wheel)!r}; import kuvert.commands; print(kuvert.commands.__file__); kuvert.commands.app(['check', 'a.txt'])"
    (tmp_path / "a.txt").write_text("Hej")
    told = subprocess.run([sys.executable, "-c", say], cwd=tmp_path, check=True, capture_output=True, text=True)

    assert str(wheel) in told.stdout
    assert "a.txt: fine" in told.stdout
    assert "kuvert = kuvert.commands:main" in zipfile.ZipFile(wheel).read("kuvert-0.1.0.dist-info/entry_points.txt").decode()


def test_files_are_judged_by_the_operators_own_checks(run, tmp_path):
    """Those that would be taken, and what is wrong with the others, without any network."""
    (tmp_path / "good.pdf").write_bytes(PDF)
    (tmp_path / "bad.html").write_text("<p onclick='x()'>Hej</p>")
    assert run("check", "good.pdf").stdout == "good.pdf: fine\n"

    told = run("check", "good.pdf", "bad.html", "--json")
    good, bad = json.loads(told.stdout)["files"]
    assert told.exit_code == 1
    assert (good, bad["code"]) == ({"file": "good.pdf"}, 40019)
    assert "onclick" in bad["long_message"]
    assert run("check", "x.docx").exit_code == run("check", "absent.pdf").exit_code == 1


class TestSignatures:
    """Standard Webhooks, as docs/webhooks.md shows it."""

    def verify(self, run, body: bytes, stamp: int, *more: str, secret: str = SECRET, signed: bytes | None = None):
        key = base64.b64decode(SECRET.removeprefix("whsec_"))
        digest = hmac.digest(key, b"evt_1.%d." % stamp + (body if signed is None else signed), hashlib.sha256)
        signature = "v1,AAAA v1," + base64.b64encode(digest).decode()
        words = ("--id", "evt_1", "--timestamp", str(stamp), "--signature", signature, *more)
        return run("webhook", "verify", "-", *words, input=body, env={"KUVERT_WEBHOOK_SECRET": secret})

    def test_right_and_wrong(self, run, monkeypatch):
        """A byte more, another secret, another time."""
        monkeypatch.setattr("kuvert.webhooks.time.time", lambda: 1_000.0)
        other = "whsec_" + base64.b64encode(b"y" * 32).decode()

        assert self.verify(run, b'{"a":1}', 1000).exit_code == 0
        assert self.verify(run, b'{"a":1}\n', 1000, signed=b'{"a":1}').exit_code == 1
        assert self.verify(run, b"{}", 1000, secret=other).exit_code == 1
        assert self.verify(run, b"{}", 600).exit_code == 1
        assert self.verify(run, b"{}", 600, "--any-time").exit_code == 0
        assert "whsec_" in self.verify(run, b"{}", 1000, secret="whsec_å").stderr

    @pytest.mark.parametrize("secret", ["whsec_", "whsec_YWJj"])
    def test_a_secret_that_anybody_could_guess_is_none(self, run, secret):
        """Where it was never filled in, say: a message signed with nothing is not from the operator."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signature = "v1," + base64.b64encode(hmac.digest(key, b"evt_1.1000.{}", hashlib.sha256)).decode()
        words = ("--id", "evt_1", "--timestamp", "1000", "--any-time", "--signature", signature)
        said = run("webhook", "verify", "-", *words, input=b"{}", env={"KUVERT_WEBHOOK_SECRET": secret})
        assert (said.exit_code, "whsec_" in said.stderr) == (1, True)
