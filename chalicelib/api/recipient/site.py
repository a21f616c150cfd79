"""`/api/site` and `/api/terms`: what the web app must know, and people may read, before anybody has logged in."""

from __future__ import annotations

from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.models import InBoth, OperatorOut, SectionOut, SiteOut, TermsTextOut
from chalicelib.api.recipient.routes import door, language_of
from chalicelib.kernel.clock import iso
from chalicelib.recipients.model import Language
from chalicelib.wiring import operator


@door.route("GET", "/api/site", guard="public", answers={200: SiteOut}, tag="Site")
def site(call: Call[Any]) -> Answer:  # noqa: ARG001 (every view has it)
    """Tell who runs this, in which version the terms are, and what time it is."""
    config = operator().config
    house = OperatorOut(
        name=config.operator_name, legal_name=config.legal_name, organisation_number=config.organisation_number,
        postal_address=config.postal_address, support_email=config.support_email, support_phone=config.support_phone,
        support_hours=InBoth(sv=config.support_hours_sv, en=config.support_hours_en), status_url=config.status_url,
    )
    return Answer(200, SiteOut(
        operator=house, terms_version=config.terms_version, content_origin=config.content_origin,
        now=iso(operator().clock.now()), languages=[str(language) for language in Language],
        demo=config.stage == "local",
    ))


@door.route("GET", "/api/terms", guard="public", answers={200: TermsTextOut}, tag="Site")
def terms(call: Call[Any]) -> Answer:
    """Tell the terms in force, in the language that the browser asks for."""
    language, found = language_of(call), operator().terms
    sections = [SectionOut(title=part.title, paragraphs=list(part.paragraphs)) for part in found.text(language)]
    return Answer(200, TermsTextOut(version=found.version, language=language.value, sections=sections))
