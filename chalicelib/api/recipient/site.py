"""`/api/site`: what the web app must know before anybody has logged in."""

from __future__ import annotations

from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.models import InBoth, OperatorOut, SiteOut
from chalicelib.api.recipient.routes import door
from chalicelib.kernel.clock import iso
from chalicelib.recipients.model import Language
from chalicelib.wiring import operator


@door.route("GET", "/api/site", guard="public", answers={200: SiteOut}, tag="Site")
def site(call: Call[Any]) -> Answer:  # noqa: ARG001 (every view has it)
    """Tell who runs this, in which version the terms are, and what time it is."""
    config = operator().config
    house = OperatorOut(
        name=config.operator_name, support_email=config.support_email, support_phone=config.support_phone,
        support_hours=InBoth(sv=config.support_hours_sv, en=config.support_hours_en), status_url=config.status_url,
    )
    return Answer(200, SiteOut(
        operator=house, terms_version=config.terms_version, content_origin=config.content_origin,
        now=iso(operator().clock.now()), languages=[str(language) for language in Language],
        demo=config.stage == "local",
    ))
