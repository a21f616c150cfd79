"""`/api/notices`: whether the channels by which post is told of work (NOT-4)."""

from __future__ import annotations

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.bodies import TestIn
from chalicelib.api.recipient.routes import door
from chalicelib.recipients.model import NoticeChannel
from chalicelib.wiring import operator


@door.route("POST", "/api/notices/test", guard="session", body=TestIn, answers={202: None}, tag="Settings")
def ask_test(call: Call[TestIn]) -> Answer:
    """Have a test sent by a channel, within moments; at most five an hour."""
    operator().trying.ask(call.caller.person, NoticeChannel(call.body.channel))
    return Answer(202)
