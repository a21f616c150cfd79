"""Demo data at the first start: senders, people and their post, made through the same doors as everybody uses."""

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from local.clock import MovableClock
from local.demo import letters, recipients
from local.demo.senders import Senders
from local.people import KNOWN
from local.settings import Settings
from local.tools.parties import Parties

REGISTERED = KNOWN[:3]
UNREGISTERED = KNOWN[3:5]
OPENED = timedelta(days=100)  # before today
SETTLING = timedelta(seconds=10)  # after which the e-mails of a day have gone
log = logging.getLogger(__name__)


def make_when_new(settings: Settings, clock: MovableClock, settle: Callable[[], bool]) -> None:
    """Once: what is begun and not finished is gone on with at the next start."""
    file = settings.folder / "demo.json"
    if file.exists():
        made = json.loads(file.read_text(encoding="utf-8"))
        _keep(file, made | {"base_url": settings.base_url, "sandbox": _sandbox()})
        return
    if not settings.demo:
        return
    offset = clock.offset()
    try:
        made = _make(settings, clock, settle)
    except Exception:
        log.exception("The demo data could not be made")
        return
    finally:
        clock.restore(offset)
    _keep(file, made)


def _keep(file: Path, made: dict[str, Any]) -> None:
    part = file.with_suffix(".part")
    part.write_text(json.dumps(made, ensure_ascii=False, indent=2), encoding="utf-8")
    part.replace(file)


def _make(settings: Settings, clock: MovableClock, settle: Callable[[], bool]) -> dict[str, Any]:
    """The clock is set back, so that the post is of different days, and walks forward with it."""
    offset, today = clock.offset(), clock.now()
    clock.set(today - OPENED)
    senders = Senders(settings)
    web = recipients.Web(settings, Parties(settings), clock)
    for person in REGISTERED:
        web.open_account(person)
    for days_ago, letters_of_day in letters.by_day():
        clock.set(today - timedelta(days=days_ago, hours=1))
        for letter in letters_of_day:
            senders.send(letter, clock.now())
        clock.advance(SETTLING)
        settle()
    clock.restore(offset)
    web.read_all_but_the_newest(REGISTERED[0], unread=3)
    return {
        "base_url": settings.base_url,
        **senders.shown(),
        "people": [
            {
                "ssn": one.ssn,
                "name": one.name,
                "email": one.email,
                "mobile": one.mobile,
                "registered": one in REGISTERED,
            }
            for one in REGISTERED + UNREGISTERED
        ],
        "companies": [],
        "sandbox": _sandbox(),
    }


def _sandbox() -> list[dict[str, str]]:
    """As `sandbox create` does, at every start: whatever somebody who plays one of them has changed."""
    from chalicelib.wiring import operator

    tenants = [tenant.key for tenant in operator().senders.visible()]
    placed = operator().sandbox.place(tenants)
    return [{"ssn": each.number, "outcome": each.outcome.value, "email": each.email} for each in placed]
