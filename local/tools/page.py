"""The page at `/_local/`: what happens on this laptop, and buttons to make more happen. No script."""

import base64
import hashlib
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; img-src 'self'; style-src 'sha256-{STYLE_HASH}'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
JUMPS = {
    "PT1M": "1 minute",
    "PT1H": "1 hour",
    "P1D": "1 day",
    "P10D": "10 days",
    "P20D": "20 days",
    "P390D": "390 days",
}
SHOWN = 12
PARTIES = ("bankid", "ses", "sms", "push", "s3", "sqs", "kms", "secretsmanager")


class Page:
    """Written anew at each visit, from what the tools see."""

    def __init__(self, seen: Callable[[], dict[str, Any]]) -> None:
        self._seen = seen

    def html(self) -> bytes:
        seen = self._seen()
        people = seen["demo"].get("people", [])
        body = "".join(
            (
                _clock(seen["clock"]),
                _demo(seen["demo"]),
                _orders(seen["orders"], people),
                _outbox(seen["outbox"]),
                _schedules(seen["schedules"]),
                _queues(seen["queues"]),
                _faults(seen["faults"]),
            )
        )
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Kuvert on this laptop</title>'
            '<meta name="viewport" content="width=device-width"><link rel="icon" href="/icon.svg">'
            f"<style>{STYLE}</style></head><body>{body}</body></html>"
        ).encode()


def _clock(clock: dict[str, Any]) -> str:
    moved = "the real time" if clock["offset_seconds"] == 0 else "moved"
    jumps = "".join(
        _form("/_local/clock", f'<button name="advance" value="{value}">+ {name}</button>')
        for value, name in JUMPS.items()
    )
    to = _form(
        "/_local/clock",
        '<input name="now" placeholder="2027-01-01T08:00:00Z" aria-label="Time"><button>Set</button>',
    )
    return (
        f'<header><h1>Kuvert on this laptop</h1><a href="/">Web app</a></header>'
        f"<h2>Clock</h2><p><strong>{_text(clock['now'])}</strong> <span class=soft>{moved}</span></p>{jumps}{to}"
        '<p class="soft">A jump runs the schedules that fell due and waits until the queues are quiet.</p>'
    )


def _demo(demo: dict[str, Any]) -> str:
    if not demo:
        return ""
    rows = [
        [
            _code(one["ssn"]),
            _text(one["name"]),
            _text(one["email"]),
            _text(one["mobile"]),
            "yes" if one["registered"] else "no",
        ]
        for one in demo["people"]
    ]
    return (
        "<h2>Demo data</h2>"
        f"<p>Sender {_code(demo['tenant_key'])}, client {_code(demo['client_id'])}, "
        f"secret {_code(demo['client_secret'])}</p>"
        + _table(("Personnummer", "Name", "E-mail", "Mobile", "Has a mailbox"), rows)
    )


def _orders(orders: list[dict[str, Any]], people: list[dict[str, Any]]) -> str:
    rows = [
        [
            _text(order["createdAt"][11:19]),
            _text(order["kind"]),
            f"{_text(order['status'])} <small>{_text(order['hintCode'])}</small>",
            _code(order["personalNumber"]) if order["personalNumber"] else "anyone",
            _order_buttons(order, people) if order["status"] == "pending" else "",
        ]
        for order in orders
    ]
    return "<h2>BankID orders</h2>" + _table(("At", "Kind", "Status", "Person asked for", ""), rows, "None now.")


def _order_buttons(order: dict[str, Any], people: list[dict[str, Any]]) -> str:
    asked = order["personalNumber"]
    chosen = [one for one in people if not asked or one["ssn"] == asked]
    options = "".join(f'<option value="{_text(one["ssn"])}">{_text(one["name"])}</option>' for one in chosen)
    choice = (
        f'<select name="personalNumber" aria-label="Person">{options}</select>'
        if options
        else f'<input name="personalNumber" value="{_text(asked or "")}" aria-label="Personnummer, 12 digits">'
    )
    path = f"/_local/bankid/orders/{_text(order['orderRef'])}"
    return _form(f"{path}/complete", f"{choice}<button>Sign</button>") + _form(
        f"{path}/cancel", "<button>Cancel</button>"
    )


def _outbox(entries: list[dict[str, Any]]) -> str:
    rows = [
        [_text(entry["at"][:19].replace("T", " ")), _text(entry["channel"]), _text(entry["to"]), _message(entry)]
        for entry in reversed(entries[-SHOWN:])
    ]
    more = f'<p class="soft">The {SHOWN} newest of {len(entries)}.</p>' if len(entries) > SHOWN else ""
    return "<h2>Outbox</h2>" + _table(("At", "Channel", "To", "Text"), rows, "Nothing sent yet.") + more


def _message(entry: dict[str, Any]) -> str:
    """An e-mail opens when its subject is pressed; a text message is short."""
    if not entry["subject"]:
        return f"<p>{_text(entry['text'])}</p>"
    return f"<details><summary>{_text(entry['subject'])}</summary><div>{_text(entry['text'])}</div></details>"


def _schedules(schedules: list[dict[str, Any]]) -> str:
    rows = [
        [
            _text(one["name"]),
            _code(one["schedule"]),
            _text(one["next"]),
            _form(f"/_local/schedules/{_text(one['name'])}/run", "<button>Run now</button>"),
        ]
        for one in schedules
    ]
    return "<h2>Schedules</h2>" + _table(("Name", "When", "Next", ""), rows, "None.")


def _queues(queues: list[dict[str, Any]]) -> str:
    rows = [
        [
            _text(queue["name"]),
            str(queue["waiting"]),
            str(queue["delayed"]),
            str(queue["in_flight"]),
            "".join(
                f'<p class="bad">{_text(one["reason"])} <code>{_text(one["body"])}</code></p>'
                for one in queue.get("given_up", [])
            ),
        ]
        for queue in queues
    ]
    return "<h2>Queues</h2>" + _table(("Queue", "Waiting", "Delayed", "In flight", "Given up, and why"), rows)


def _faults(faults: list[dict[str, Any]]) -> str:
    rows = [
        [
            _text(one["party"]),
            _text(one["mode"]),
            "until told otherwise" if one["left"] is None else f"{one['left']} more calls",
        ]
        for one in faults
    ]
    options = "".join(f"<option>{party}</option>" for party in PARTIES)
    modes = "".join(f"<option>{mode}</option>" for mode in ("down", "slow", "wrong", "error", "ok"))
    ask = _form(
        "/_local/faults",
        f'<select name="party" aria-label="Party">{options}</select>'
        f'<select name="mode" aria-label="Mode">{modes}</select>'
        '<input class="short" name="count" placeholder="calls" aria-label="For how many calls">'
        "<button>Make it so</button>",
    )
    return "<h2>Faults</h2>" + _table(("Party", "Mode", "For"), rows, "Everything works.") + ask


def _table(heads: tuple[str, ...], rows: list[list[str]], empty: str = "") -> str:
    if not rows:
        return f'<p class="soft">{empty}</p>'
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<div class='scroll'><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _form(path: str, content: str) -> str:
    return f'<form method="post" action="{path}">{content}</form>'


def _code(value: str) -> str:
    return f"<code>{_text(value)}</code>"


def _text(value: Any) -> str:
    return escape(str(value))
