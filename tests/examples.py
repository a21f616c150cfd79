"""The examples of docs/openapi/examples.json, sent to the app one after another, and what makes them possible."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.forms import ANSWERS
from tests.phone import Phone
from tests.signing import signed
from tests.software import SenderSoftware, basic
from tests.world import ANNA, TOLVAN, World

FILE = Path(__file__).parent.parent / "docs" / "openapi" / "examples.json"


@dataclass
class Walk:
    """One sender's calls, in the order of the file; `known` says what each key in the file is here."""

    world: World
    http: Any
    sender: SenderSoftware
    phone: Phone
    known: dict[str, str] = field(default_factory=dict)

    def call(self, step: dict[str, Any]) -> tuple[int, dict[str, str], Any]:
        """Send the request of an example; answers status, headers and body."""
        step = json.loads(self._here(json.dumps(step)))
        method, _, path = step["operation"].partition(" ")
        for name, value in step.get("path", {}).items():
            path = path.replace(f"{{{name}}}", value)
        if "query" in step:
            path += "?" + "&".join(f"{name}={value}" for name, value in step["query"].items())
        headers = {"Authorization": f"Bearer {self.sender.token}", "Content-Type": "application/json"}
        headers |= step.get("headers", {})
        self.world.clock.advance(seconds=1)
        if path.endswith("/auth"):
            headers["Authorization"] = basic(self.sender.client_id, self.sender.secret)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = step["form"].encode() if "form" in step else json.dumps(step["body"]).encode() if "body" in step else b""
        answer = self.http.request(method, path, headers=headers, body=body)
        is_json = "json" in answer.headers.get("content-type", "") and answer.body
        return answer.status_code, answer.headers, json.loads(answer.body) if is_json else None

    def _here(self, text: str) -> str:
        for told, real in self.known.items():
            text = text.replace(told, real)
        return text

    def learn(self, told: Any, real: Any, where: str) -> None:
        """Hold an answer to be of the form that the file tells, and keep what its keys are here."""
        if isinstance(told, dict):
            assert isinstance(real, dict), where
            assert set(told) == set(real), where
            for name in told:
                self.learn(told[name], real[name], f"{where}/{name}")
        elif isinstance(told, list):
            assert isinstance(real, list), where
            assert len(told) == len(real), where
            for n, (one, other) in enumerate(zip(told, real, strict=True)):
                self.learn(one, other, f"{where}/{n}")
        elif isinstance(told, str) and re.search(r"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-|[A-Za-z0-9_-]{40}", told):
            self.known.setdefault(told, real)
        elif where.rpartition("/")[2] in ("event", "state", "status", "type", "would", "code", "subject"):
            assert told == real, where
        else:
            assert type(told) is type(real), where

    def between(self, what: str, key: str) -> None:
        """What others do between two calls: people, the operator, time."""
        getattr(self, f"_{what}")(self.known.get(key, key))

    def _another_sender_has_come(self, _: str) -> None:
        self.world.a_tenant("Landstinget", "202100548901")

    def _the_token_is_renewed(self, _: str) -> None:
        self.sender.renew()

    def _the_form_is_answered(self, letter: str) -> None:
        mailbox = self.world.operator.people.find(self.world.operator.pepper.person(TOLVAN)).mailbox
        self.world.operator.answering.answer(mailbox, letter, ANSWERS, "example-1")

    def _the_letter_is_signed_for(self, letter: str) -> None:
        signed(self.world, ANNA, letter)

    def _two_minutes_pass(self, _: str) -> None:
        self.world.clock.advance(minutes=2)
