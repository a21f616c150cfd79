"""What everything on the senders' wire is made of: lenient objects, lines, moments, links, structured data."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationInfo
from pydantic_core import PydanticUseDefault

from chalicelib.content.model import Part
from chalicelib.content.types import TYPES
from chalicelib.kernel.clock import end_of_day_after, iso, start_of_day

# Control characters would break headers and lists; a tab or a newline becomes a space.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_CONTROL_BUT_LINES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
REFERENCE_LENGTH = 10_000
_IN_A_LINK = re.compile(r"^[\x21-\x7e]+$")
# Within these, every zone's moment is one that can be reckoned with; nobody means a time outside of them.
FIRST_YEAR, LAST_YEAR = 1900, 2200


class Wire(BaseModel):
    """The base of everything on the wire; unknown fields are ignored, as real senders send them."""

    model_config = ConfigDict(extra="ignore", defer_build=True, populate_by_name=True)


def _one_line(text: Any) -> Any:
    return _CONTROL.sub(" ", text).strip() if isinstance(text, str) else text


def _lines(text: str) -> str:
    return _CONTROL_BUT_LINES.sub("", text).strip()


def _https(text: str) -> str:
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme.lower() != "https" or parts.username is not None or not _IN_A_LINK.match(text):
        raise ValueError("should be an https address, such as https://www.example.com/page")
    return text


def read_moment(text: str) -> str:
    """Read a date-time of ISO 8601; the answer is in UTC."""
    # A date alone is no moment: read as midnight, it would send people somewhere in the night.
    try:
        moment = datetime.fromisoformat(text) if read_day(text) is None else None
    except ValueError:
        moment = None
    if moment is None:
        raise ValueError("should be an ISO 8601 date-time, such as 2026-11-20T09:00:00+01:00")
    _demand_our_time(moment)
    # A missing zone is read as UTC.
    return iso(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def read_day(text: str) -> date | None:
    """Read a date of ISO 8601; None where the text is something else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    _demand_our_time(day)
    return day


def _demand_our_time(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"should lie between the years {FIRST_YEAR} and {LAST_YEAR}")


def _until(text: str) -> str:
    """Read until when something is good; a date means to the end of that Swedish day."""
    day = read_day(text)
    return iso(end_of_day_after(start_of_day(day), 0)) if day else read_moment(text)


def _no_bool(given: Any) -> Any:
    if isinstance(given, bool):
        raise ValueError("should be a whole number")  # noqa: TRY004 (the reader of bodies tells of these)
    return given


Whole = Annotated[int, BeforeValidator(_no_bool)]
OneLine = Annotated[str, BeforeValidator(_one_line)]
Subject = Annotated[OneLine, StringConstraints(min_length=1, max_length=255)]
FileName = Annotated[OneLine, StringConstraints(min_length=1, max_length=255)]
Name = Annotated[OneLine, StringConstraints(min_length=1, max_length=500)]
Lines = Annotated[str, AfterValidator(_lines)]
Link = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_https)]
# Texts that are moments, made equal: in UTC with a Z.
_ISO8601 = Field(json_schema_extra={"format": "ISO8601"})
Moment = Annotated[str, AfterValidator(read_moment), _ISO8601]
Until = Annotated[str, AfterValidator(_until), _ISO8601]


def _absent(given: Any) -> Any:
    if given is None:
        raise PydanticUseDefault
    return given


def _empty(given: Any) -> Any:
    if given is None or given == "":
        raise PydanticUseDefault
    return given


def _reference(given: dict[str, Any] | None) -> dict[str, Any] | None:
    try:
        length = len(json.dumps(given, allow_nan=False))
    except ValueError:
        raise ValueError("should hold what JSON can say, so neither NaN nor Infinity") from None
    if given is not None and length > REFERENCE_LENGTH:
        raise ValueError(f"should be at most {REFERENCE_LENGTH} characters of JSON")
    return given


# What a sender knows something by; it comes back untouched.
Reference = Annotated[dict[str, Any] | None, AfterValidator(_reference)]
# On a field that has a default: software that writes out what it does not know says null.
OrAbsent = BeforeValidator(_absent)
# In a content, where an empty text can mean nothing else.
OrEmpty = BeforeValidator(_empty)


class Structured(Wire):
    """The structured data of a type of content; each type's own file says what it holds."""

    def context(self, tenant: str, now: datetime) -> dict[str, Any]:
        """What content.json keeps and the recipient reads; raises Invalid when it cannot be sent now."""
        raise NotImplementedError

    def enclosed(self, tenant: str, context: dict[str, Any]) -> tuple[Part, ...]:  # noqa: ARG002 (few have any)
        """Files that go with it besides those that were sent; they come last."""
        return ()

    def kept(self, tenant: str, matched_by: tuple[str, str]) -> dict[str, Any]:  # noqa: ARG002 (few have any)
        """What content.json keeps for the sender's own eyes; `matched_by` is `ssn` or `email` and what was sent."""
        return {}

    def good_before(self, context: dict[str, Any]) -> tuple[datetime, str] | None:  # noqa: ARG002 (tickets need it)
        """When it is too late to send it, and the sentence that says so."""
        return None

    def plain(self) -> dict[str, Any]:
        """The data as sent, without what was left out or ignored."""
        return self.model_dump(mode="json", exclude_none=True, by_alias=True)


def _of_its_type(given: Any, info: ValidationInfo) -> Any:
    rule = TYPES.get(str(info.data.get("type")))
    return given if rule and rule.carries == info.field_name else None


# On a field of ContentIn: data of another type than the content's own is ignored, right or wrong.
OfItsType = BeforeValidator(_of_its_type)
