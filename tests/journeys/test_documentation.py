"""What the pages for senders show is run as it stands, against one operator: shell in one shell, Python in one program."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from local.settings import ROOT
from local.testing import RunningOperator
from tests.journeys.sender import letter_pdf
from tests.windowless import Browser

pytestmark = [pytest.mark.local, pytest.mark.xdist_group("second browser")]

BLOCK = re.compile(r"^```(bash|json|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
RECIPIENT = "199301012382"  # to whom the cookbook's recipes are
GIVEN = ("KUVERT_URL", "KUVERT_TENANT", "KUVERT_CLIENT_ID", "KUVERT_CLIENT_SECRET")
MARK = "-- here the next snippet begins --"


def blocks(page: str, *kinds: str) -> list[tuple[str, str]]:
    """The snippets of a page, in their order."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [(kind, code) for kind, code in BLOCK.findall(text) if kind in kinds]


def ran(operator: RunningOperator, folder: Path, page: str, before: str = "", after: str = "") -> list[tuple[str, str, str | None]]:
    """Run a page's shell snippets in one shell; each with what it wrote and the JSON that the page says it answers."""
    (folder / ".local").mkdir(exist_ok=True)
    (folder / ".local" / "demo.json").write_text(json.dumps(operator.demo))
    found = blocks(page, "bash", "json")
    shell = [code for kind, code in found if kind == "bash"]
    kuvert = f'kuvert() {{ PYTHONPATH={shlex.quote(str(ROOT))} {shlex.quote(sys.executable)} -m kuvert "$@"; }}'
    script = "\n".join(["set -euo pipefail", kuvert, before, *(f"echo; echo '{MARK}'\n{code}" for code in shell), after])
    told = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, f"{page}: {told.stdout[-1500:]}\n{told.stderr[-1500:]}"
    wrote = told.stdout.split(f"{MARK}\n")[1:]
    following = [found[n + 1] if n + 1 < len(found) else ("", "") for n, (kind, _) in enumerate(found) if kind == "bash"]
    promised = [code if kind == "json" else None for kind, code in following]
    return list(zip(shell, wrote, promised, strict=True))


def answers_as_said(page: str, code: str, wrote: str, promised: str | None) -> None:
    """Where the page shows an answer, the snippet has answered in that form."""
    if promised is None or not wrote.strip().startswith("{"):
        return
    said, real = json.loads(promised.splitlines()[0] if "\n{" in promised else promised), json.loads(wrote)
    assert set(said) == set(real), (page, code)
    for name in ("code", "would", "list", "state", "type"):
        assert said.get(name) == real.get(name), (page, code)


def test_the_quickstart_goes_as_it_says(operator: RunningOperator, tmp_path: Path) -> None:
    steps = ran(operator, tmp_path, "docs/quickstart.md")

    for code, wrote, promised in steps:
        answers_as_said("docs/quickstart.md", code, wrote, promised)
    assert sum(wrote.strip().startswith("{") for _, wrote, _ in steps) >= 5
    assert "brev.txt: fine" in steps[-1][1]
    assert "delivered  " in steps[-1][1]


def test_the_five_minutes_of_the_readme(operator: RunningOperator, tmp_path: Path) -> None:
    wrote = "".join(wrote for _, wrote, _ in ran(operator, tmp_path, "README.md"))

    assert '{"list":["' in wrote
    assert "HTTP/1.1 201" in wrote


@pytest.mark.parametrize("page", ["docs/large-files.md", "docs/batches.md"])
def test_pages_that_go_on_from_the_readme(operator: RunningOperator, tmp_path: Path, page: str) -> None:
    first = "\n".join(code for _, code in blocks("README.md", "bash")[:2])
    (tmp_path / "stor.pdf").write_bytes(letter_pdf("Stor fil"))

    wrote = [wrote for _, wrote, _ in ran(operator, tmp_path, page, first)]
    assert ("HTTP/1.1 201" in wrote[-1]) if "large" in page else ('"status":"accepted"' in wrote[-1].replace(" ", ""))


@pytest.fixture
def at_home(operator: RunningOperator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """What the cookbook's own first lines have put in the environment, beside a running operator and no other way."""
    for name in GIVEN:
        monkeypatch.delenv(name, raising=False)
    show = f"python3 -c 'import json, os; print(json.dumps({{name: os.environ[name] for name in {json.dumps(GIVEN)}}}))'"
    (_, wrote, _), = ran(operator, tmp_path, "docs/cookbook.md", after=show)
    told: dict[str, str] = json.loads(wrote)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    return told


def test_the_cookbook_is_a_program(at_home: dict[str, str], tmp_path: Path) -> None:
    """Nothing but what stands there, from its first line to its last, with nobody answering anything meanwhile."""
    (tmp_path / "recipes.py").write_text("\n".join(code for _, code in blocks("docs/cookbook.md", "python")))
    told = subprocess.run(
        [sys.executable, "recipes.py"], cwd=tmp_path, env=os.environ | at_home, capture_output=True, text=True, timeout=60
    )
    assert told.returncode == 0, told.stderr[-2000:]


def test_the_cookbook_reads_what_was_answered_and_signed(
    operator: RunningOperator, at_home: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Between its steps the recipient fills in the form and signs for the letter; the next step has it to tell."""
    browser, program, told = Browser(operator), {}, []  # type: tuple[Browser, dict[str, Any], list[str]]
    for _, code in blocks("docs/cookbook.md", "python"):
        if code.startswith("responses ="):
            browser.log_in(RECIPIENT)
            letter = next(each["key"] for each in browser.call("GET", "/api/letters")["letters"] if each["subject"] == "Skolresa")
            browser.call("POST", f"/api/letters/{letter}/form/answer", {"answers": {"med": "ja", "mat": "Inga nötter"}})
        if "/registered/{notice}" in code:
            browser.sign_for(program["notice"], RECIPIENT)
        exec(code, program)
        told += capsys.readouterr().out.splitlines()

    answered, signed = told
    assert answered == "{'child': 4711} {'med': 'ja', 'mat': 'Inga nötter'}"
    assert signed.startswith("signed ")
    assert signed.endswith("{'case': '4711'}")
    left = program["call"]("GET", f"tenant/{at_home['KUVERT_TENANT']}/form/{program['form']}/responses")[0]["responses"]
    assert left == []
