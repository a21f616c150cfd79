"""The web app's files that say who runs it: filled with a stage's settings when it is packed, and on the laptop."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from chalicelib.recipients.model import Language
from chalicelib.recipients.terms import FACTS, OURS, file, sections

LAMBDA = Path("/var/task")
ROOT = Path(__file__).parent.parent
STAGES = Path(__file__).parent / "stages"
# The parameters that say who runs a stage, and to whom recipients turn.
OPERATOR = (
    "OperatorName", "LegalName", "OrganisationNumber", "PostalAddress", "SupportEmail", "SupportPhone",
    "SupportHoursSv", "SupportHoursEn", "StatusUrl", "TermsVersion", "TermsFolder",
)


def settings(file: Path) -> dict[str, str]:
    """What a stage's file says: `Name=value` on each line, of the parameters of infra/app.yaml."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return {name: value for name, sep, value in (line.partition("=") for line in lines) if sep and name.isalpha()}


def of_stage(stage: str) -> dict[str, str]:
    """The settings of a stage."""
    return settings(STAGES / f"{stage}.conf")


def who(found: Mapping[str, str]) -> dict[str, str]:
    """Only what says who runs it."""
    return {name: value for name, value in found.items() if name in OPERATOR}


def operator(found: Mapping[str, str]) -> dict[str, object]:
    """Who runs the stage, in the shape that `/api/site` tells it: for the page before, or without, an answer."""
    return {
        "name": found["OperatorName"],
        "legal_name": found.get("LegalName", ""),
        "organisation_number": found.get("OrganisationNumber", ""),
        "postal_address": found.get("PostalAddress", ""),
        "support_email": found["SupportEmail"],
        "support_phone": found.get("SupportPhone", ""),
        "support_hours": {"sv": found.get("SupportHoursSv", ""), "en": found.get("SupportHoursEn", "")},
        "status_url": found.get("StatusUrl", ""),
    }


def fill(name: str, text: str, found: Mapping[str, str]) -> str:
    """Fill in one of FILLED; another operator, or the same with another telephone, is another version of the app."""
    return FILLED[name](text, json.dumps(operator(found), ensure_ascii=False), found["OperatorName"])


def _page(text: str, told: str, name: str) -> str:
    return text.replace("{{operator}}", html.escape(told)).replace("{{name}}", html.escape(name))


def _manifest(text: str, _: str, name: str) -> str:
    return text.replace("{{name}}", json.dumps(name, ensure_ascii=False)[1:-1])


def _worker(text: str, told: str, _: str) -> str:
    return text.replace("{{operator}}", hashlib.sha256(told.encode()).hexdigest()[:8])


FILLED: dict[str, Callable[[str, str, str], str]] = {
    "index.html": _page, "app.webmanifest": _manifest, "sw.js": _worker
}


def write(dist: Path, out: Path, found: Mapping[str, str]) -> None:
    """Leave the filled files in a folder of their own; what is built stays the same for every stage."""
    out.mkdir(parents=True, exist_ok=True)
    for name in FILLED:
        (out / name).write_text(fill(name, (dist / name).read_text(encoding="utf-8"), found), encoding="utf-8")


def wrong_with_terms(found: Mapping[str, str]) -> list[str]:
    """What would keep recipients of a stage from reading what they accept."""
    return [why for language in Language if (why := _wrong(found, language))]


def _wrong(found: Mapping[str, str], language: Language) -> str:
    folder = Path(found.get("TermsFolder") or OURS)
    here = ROOT / folder.relative_to(LAMBDA) if folder.is_relative_to(LAMBDA) else folder
    try:
        sections(file(here, found["TermsVersion"], language), dict.fromkeys(FACTS, "x"))
    except FileNotFoundError as missing:
        return f"There is no {missing.filename}."
    except (KeyError, IndexError) as unknown:
        return f"The terms in {language.value} begin without a heading, or name what is no setting: {unknown}."
    return ""
