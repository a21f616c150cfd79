"""BankID's relying party API v6.0 over HTTP: auth, sign, collect, cancel; and the door of the simulated app."""

import base64
import binascii
import ipaddress
import re
from typing import Any

from local.simulators.bankid.orders import AlreadyInProgress, NoSuchOrder, Order, Orders
from local.simulators.server import CONTROL, Answer, Request

ROOT = "/rp/v6.0/"
VISIBLE = {"auth": 1_500, "sign": 40_000}  # characters of base64
HIDDEN = {"auth": 1_500, "sign": 200_000}
NUMBER = re.compile(r"\d{12}")
HINTS = ("userCancel", "cancelled", "certificateErr", "startFailed", "expiredTransaction", "notSupportedByUserApp",
         "transactionRiskBlocked", "userDeclinedCall")  # fmt: skip
REQUIREMENTS = {"personalNumber", "pinCode", "mrtd", "cardReader", "certificatePolicies", "risk"}


class Invalid(Exception):
    """A parameter that BankID would refuse."""


def door(orders: Orders, request: Request) -> Answer:
    """What the relying party calls."""
    operation = request.path.removeprefix(ROOT)
    if not request.path.startswith(ROOT) or operation not in ("auth", "sign", "collect", "cancel"):
        return _error(404, "notFound", "No such resource")
    if request.method != "POST":
        return _error(405, "methodNotAllowed", "Only POST")
    if request.headers.get("content-type", "").strip().lower() != "application/json":  # a charset is refused too
        return _error(415, "unsupportedMediaType", "Content-Type must be application/json")
    try:
        return _answer(orders, operation, _body(request))
    except (Invalid, NoSuchOrder) as error:
        return _error(400, "invalidParameters", str(error) or "No such order")
    except AlreadyInProgress:
        return _error(400, "alreadyInProgress", "Order already in progress for pno")


def _answer(orders: Orders, operation: str, wish: dict[str, Any]) -> Answer:
    if operation in ("auth", "sign"):
        _check(operation, wish)
        order = orders.start(operation, wish)
        return Answer(
            {
                "orderRef": order.ref,
                "autoStartToken": order.auto_start_token,
                "qrStartToken": order.qr_start_token,
                "qrStartSecret": order.qr_start_secret,
            }
        )
    ref = wish.get("orderRef")
    if not isinstance(ref, str):
        raise Invalid("Missing orderRef")
    if operation == "cancel":
        orders.cancel(ref)
        return Answer({})
    return Answer(_collected(orders.collect(ref)))


def _collected(order: Order) -> dict[str, Any]:
    answer: dict[str, Any] = {"orderRef": order.ref, "status": order.status}
    if order.status == "complete":
        return answer | {"completionData": order.completion}
    return answer | {"hintCode": order.hint}


def _body(request: Request) -> dict[str, Any]:
    try:
        body = request.json()
    except ValueError:
        raise Invalid("Invalid JSON") from None
    if not isinstance(body, dict):
        raise Invalid("Invalid JSON")
    return body


def _check(kind: str, wish: dict[str, Any]) -> None:
    try:
        ipaddress.ip_address(wish.get("endUserIp"))  # type: ignore[arg-type]
    except ValueError:
        raise Invalid("Invalid endUserIp") from None
    if kind == "sign" and "userVisibleData" not in wish:
        raise Invalid("Missing userVisibleData")
    _check_text(wish, "userVisibleData", VISIBLE[kind])
    _check_text(wish, "userNonVisibleData", HIDDEN[kind])
    if wish.get("userVisibleDataFormat", "simpleMarkdownV1") != "simpleMarkdownV1":
        raise Invalid("Invalid userVisibleDataFormat")
    if not 1 <= len(str(wish.get("returnUrl", "x"))) <= 512:
        raise Invalid("Invalid returnUrl")
    _check_requirement(wish.get("requirement", {}))


def _check_text(wish: dict[str, Any], name: str, longest: int) -> None:
    if name not in wish:
        return
    text = wish[name]
    try:
        base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, ValueError, TypeError):
        raise Invalid(f"Invalid {name}") from None
    if not 1 <= len(text) <= longest:
        raise Invalid(f"Invalid {name}")


def _check_requirement(requirement: Any) -> None:
    if not isinstance(requirement, dict) or not set(requirement) <= REQUIREMENTS:
        raise Invalid("Invalid requirement")
    if "personalNumber" in requirement and not NUMBER.fullmatch(str(requirement["personalNumber"])):
        raise Invalid("Invalid personalNumber")
    if requirement.get("cardReader", "class1") not in ("class1", "class2"):
        raise Invalid("Invalid cardReader")


def _error(status: int, code: str, details: str) -> Answer:
    return Answer({"errorCode": code, "details": details}, status)


def control(orders: Orders, request: Request) -> Answer:
    """What the app in the person's hand does, asked for at `/_local/bankid/`."""
    parts = request.path.removeprefix(CONTROL).strip("/").split("/")
    wish = request.json()
    if parts == ["orders"]:
        return Answer([_shown(order) for order in orders.all()])
    if parts == ["scan"]:
        return Answer(_shown(orders.scan(str(wish.get("qr", "")))))
    _, ref, act = [*parts, "", "", ""][:3]
    try:
        return Answer(_shown(_act(orders, ref, act, wish)))
    except NoSuchOrder:
        raise KeyError(f"No order {ref}") from None


def _act(orders: Orders, ref: str, act: str, wish: dict[str, Any]) -> Order:
    if act == "complete":
        number = str(wish.get("personalNumber", "")) or orders.asked_for(ref)
        if not NUMBER.fullmatch(number):
            raise ValueError("Say who signs: personalNumber, 12 digits")
        return orders.complete(ref, number)
    if act == "open":
        return orders.open_app(ref)
    if act == "cancel":
        hint = wish.get("hintCode", "userCancel")
        if hint not in HINTS:
            raise ValueError(f"hintCode is one of {', '.join(HINTS)}")
        return orders.fail(ref, hint)
    raise KeyError(f"An order can be opened, completed or cancelled, not {act!r}")


def _shown(order: Order) -> dict[str, Any]:
    """An order for `/_local/`; the secret of its QR code stays with BankID."""
    text = base64.b64decode(order.wish.get("userVisibleData", "")).decode("utf-8", "replace")
    return {
        "orderRef": order.ref,
        "kind": order.kind,
        "status": order.status,
        "hintCode": order.hint,
        "personalNumber": order.personal_number or None,
        "text": text,
        "autoStartToken": order.auto_start_token,
        "createdAt": order.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
