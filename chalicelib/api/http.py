"""What every HTTP door has in common: operations with their models, one road in, one table of errors out."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, Protocol, TypedDict, TypeVar, Unpack

from chalice.app import Chalice, MultiDict, Request, Response
from pydantic import BaseModel

from chalicelib.api.reading import parse
from chalicelib.aws import faults
from chalicelib.aws.observability import canonical_line, note_fault
from chalicelib.kernel.errors import Invalid, NotFound, OperatorError, TooLarge
from chalicelib.kernel.identifiers import holds_personnummer

Body = TypeVar("Body", bound="BaseModel | None")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
# What a body may hold unless its operation says otherwise; the gateway refuses sooner, in its own words.
LIMIT = 10_000_000
LONGEST_NAME = 200
FORM_TYPES = ("application/x-www-form-urlencoded",)
_CORRELATION = re.compile(r"^(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9-]{8,64}$", re.ASCII)
_CHARSET = re.compile(r"^utf-?8$", re.IGNORECASE)


class InvalidQuery(Invalid):
    """A query parameter that is missing or cannot be read."""

    number = 40033
    slug = "invalid_query"


class UnsupportedMediaType(Invalid):
    """The body is of a type that this operation does not take."""

    number = 41500
    slug = "unsupported_media_type"


class MethodNotAllowed(Invalid):
    """The path exists, the verb does not."""

    number = 40500
    slug = "method_not_allowed"


class Unexpected(OperatorError):
    """A fault of ours; the log knows more than the caller may."""

    number = 50000
    slug = "internal"


@dataclass(slots=True)
class Call(Generic[Body]):
    """One request, read and checked: who calls, with what."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw: bytes
    correlation_id: str
    source_ip: str
    body: Body
    context: Mapping[str, Any]
    facts: dict[str, object]
    caller: Any = None


@dataclass(slots=True)
class Answer:
    """What is answered: a model or nothing, extra headers, cookies.

    `text` and `data` go out as they are, under their own type; `data` must be of a type that Chalice knows as binary.
    """

    status: int = 200
    body: BaseModel | list[Any] | dict[str, Any] | str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)
    text: str | None = None
    data: bytes | None = None

    def payload(self) -> str | bytes:
        """The body as JSON text; what is absent is left out rather than null."""
        if self.data is not None:
            return self.data
        if self.text is not None:
            return self.text
        if self.body is None:
            return ""
        if isinstance(self.body, BaseModel):
            return self.body.model_dump_json(exclude_none=True, by_alias=True)
        return json.dumps(self.body, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True, by_alias=True)
    raise TypeError(type(value).__name__)


class View(Protocol):
    """What answers an operation."""

    def __call__(self, call: Call[Any]) -> Answer:
        """Do it."""
        ...


class Details(TypedDict, total=False):
    """What an operation may say of itself beyond its path and its guard; see `Operation`."""

    body: type[BaseModel]
    form: type[BaseModel]
    answers: Mapping[int, Any]
    refuses: tuple[int, ...]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    content_types: tuple[str, ...]
    answers_as: str
    limit: int
    tag: str
    unattended: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One route as tests and OpenAPI know it. `guard` says who may call: a scope, `session`, … or `public`."""

    method: str
    path: str
    guard: str
    view: Callable[[Call[Any]], Answer]
    body: type[BaseModel] | None = None
    form: type[BaseModel] | None = None  # read by the view itself
    answers: Mapping[int, Any] = field(default_factory=dict)
    refuses: tuple[int, ...] = ()  # codes besides those that follow from the rest
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content_types: tuple[str, ...] = ("application/json",)
    answers_as: str = "application/json"
    limit: int = LIMIT
    tag: str = ""
    unattended: bool = False  # asked by a page by itself, again and again: nobody is known to be there


class Door:
    """The operations of one audience; subclasses say who is let in and how errors are told."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []

    def route(self, method: str, path: str, *, guard: str, **more: Unpack[Details]) -> Callable[[View], View]:
        """Declare an operation."""

        def declare(view: View) -> View:
            self.operations.append(Operation(method, path, guard, view, **more))
            return view

        return declare

    def mount(self, app: Chalice, authorizer: Any = None) -> None:
        """Give every operation a route of the app, and every other verb of its path a clear refusal."""
        verbs: dict[str, list[str]] = {}
        for operation in self.operations:
            verbs.setdefault(operation.path, []).append(operation.method)
            guarded = {"authorizer": authorizer} if authorizer and operation.guard != "public" else {}
            view = partial(self._handle, app, operation)
            app.route(operation.path, methods=[operation.method], content_types=[], **guarded)(_named(view, operation))
        for path, allowed in verbs.items():
            rest = [method for method in METHODS if method not in allowed]
            refusal = Operation("*", path, "public", partial(_refuse_method, ", ".join(allowed)))
            app.route(path, methods=rest, content_types=[])(_named(partial(self._handle, app, refusal), refusal))

    def admit(self, operation: Operation, call: Call[Any]) -> Any:
        """Decide who is calling, or raise; the answer becomes `call.caller`."""
        raise NotImplementedError

    def refuse(self, error: OperatorError, call: Call[Any]) -> Answer:
        """Tell the caller of an error in this door's manner."""
        raise NotImplementedError

    def dress(self, answer: Answer, call: Call[Any]) -> None:
        """Add the headers that every answer of this door carries."""
        answer.headers.setdefault("x-correlation-id", call.correlation_id)

    def _handle(self, app: Chalice, operation: Operation, **path: str) -> Response:
        call = _call(app.current_request, path)
        with canonical_line("request", call.correlation_id) as facts:
            call.facts = facts
            answer = self._answer(operation, call)
            self.dress(answer, call)
            facts.update(operation=f"{operation.method} {operation.path}", status=answer.status)
        headers: dict[str, Any] = {"content-type": "application/json", **answer.headers}
        if answer.cookies:
            headers["Set-Cookie"] = answer.cookies
        # Whoever asks by HEAD reads no body: one would be taken for the beginning of the next answer.
        asked_by_head = call.context.get("httpMethod") == "HEAD"
        return Response(body="" if asked_by_head else answer.payload(), status_code=answer.status, headers=headers)

    def _answer(self, operation: Operation, call: Call[Any]) -> Answer:
        try:
            call.caller = self.admit(operation, call)
            _demand_short_names(call)
            call.body = _read(operation, call)
            return operation.view(call)
        except OperatorError as error:
            return self._refused(error, call)
        except faults.AWS_ERRORS as error:
            sorted_error = faults.sort(error)
            if sorted_error is None:
                note_fault(error)
            return self._refused(sorted_error or Unexpected(), call)
        except Exception as error:  # noqa: BLE001 (the door is where everything else ends)
            note_fault(error)
            return self._refused(Unexpected(), call)

    def _refused(self, error: OperatorError, call: Call[Any]) -> Answer:
        call.facts["error"] = error.number
        return self.refuse(error, call)


def _demand_short_names(call: Call[Any]) -> None:
    """Nothing here has a name longer than a line, and tables would not be asked for one."""
    if any(len(name) > LONGEST_NAME for name in call.path.values()):
        raise NotFound("Nothing has a name as long as this.")


def _named(view: Callable[..., Response], operation: Operation) -> Callable[..., Response]:
    """Give a partial the name that Chalice wants of a view, without what is said of every partial."""
    view.__doc__ = None
    view.__name__ = f"{operation.method} {operation.path}"
    return view


def _refuse_method(allowed: str, call: Call[Any]) -> Answer:
    call.facts["allow"] = allowed
    raise MethodNotAllowed(f"This path answers {allowed}.", allow=allowed)


def _call(request: Request | None, path: Mapping[str, str]) -> Call[Any]:
    assert request is not None
    context: Mapping[str, Any] = request.context or {}
    return Call(
        path=path, query=_query(request), headers=request.headers, raw=_bytes(request.raw_body),
        correlation_id=_correlation(request, context),
        source_ip=str((context.get("identity") or {}).get("sourceIp") or ""), body=None, context=context, facts={},
    )


def _correlation(request: Request, context: Mapping[str, Any]) -> str:
    """What the request is called in logs and traces: the caller's own word, unless it may be somebody's number."""
    wanted = str(request.headers.get("x-correlation-id") or "")
    if _CORRELATION.match(wanted) and not holds_personnummer(wanted):
        return wanted
    return str(context.get("requestId") or "unknown-request")


def _query(request: Request) -> dict[str, str]:
    """The query; what is said twice in two ways is neither, so that nobody picks one of them."""
    said = request.query_params or MultiDict(None)
    return {name: ",".join(dict.fromkeys(said.getlist(name))) for name in said}


def _bytes(body: str | bytes | None) -> bytes:
    raw = body.encode() if isinstance(body, str) else body or b""
    # Some software writes a mark of byte order before its JSON; RFC 8259 lets it be passed over.
    return raw.removeprefix(codecs.BOM_UTF8)


def _read(operation: Operation, call: Call[Any]) -> BaseModel | None:
    if len(call.raw) > operation.limit:
        raise TooLarge(f"The payload is {len(call.raw)} bytes; the limit here is {operation.limit} bytes.")
    if operation.body or operation.form:
        check_media_type(operation, call)
    return parse(operation.body, call.raw) if operation.body else None


def check_media_type(operation: Operation, call: Call[Any]) -> None:
    """Refuse a body of a type that the operation does not take; a missing type is read as JSON."""
    given = str(call.headers.get("content-type") or "application/json")
    kind, _, rest = given.partition(";")
    charset = re.search(r"charset=\"?([\w-]+)", rest)
    wrong_charset = charset is not None and not _CHARSET.match(charset[1])
    taken = (*FORM_TYPES, *operation.content_types) if operation.form else operation.content_types
    if kind.strip().lower() not in taken or wrong_charset:
        wanted = " or ".join(taken)
        raise UnsupportedMediaType(f"Send the body as {wanted} in UTF-8.")
