"""Every example of docs/content-types.md is one that can be sent."""

from __future__ import annotations

import json
import re
from pathlib import Path

from chalicelib.content.types import TYPES

PAGE = (Path(__file__).parents[3] / "docs" / "content-types.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


def test_every_example_is_taken(sender, world):
    """In the order of the page, so that tickets name the event just told of."""
    world.a_person()
    key = form = ""
    for example in EXAMPLES:
        if "event_reference" in example:
            key = sender.call("POST", "/v2/tenant/{tk}/ticket/event", example).json_body["event_key"]
            continue
        if "start_question" in example:
            form = sender.call("POST", "/v2/tenant/{tk}/form", example).json_body["key"]
            continue
        text = json.dumps(example).replace("{event_key}", key).replace("{form_key}", form)
        answer = sender.send(text.encode())
        assert answer.status_code == 201, answer.json_body


def test_the_page_tells_of_every_type():
    """In a heading."""
    headings = " ".join(re.findall(r"^## (.*)$", PAGE, re.MULTILINE))
    for name in TYPES:
        assert name in headings, name
