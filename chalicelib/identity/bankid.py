"""BankID: the real client of its relying party API, version 6.0."""

from __future__ import annotations

import base64
import json
import ssl
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import urllib3

from chalicelib.aws import faults
from chalicelib.aws.observability import logger, note_fault
from chalicelib.aws.secrets import Secret
from chalicelib.identity.model import Progress
from chalicelib.identity.suppliers import BankIdUnavailable, Collected, Order
from chalicelib.kernel.errors import Conflict, OperatorError

# Characters of base64 that BankID takes.
SIGN_TEXT = 40_000
SIGN_HIDDEN = 200_000

# Nothing is tried twice here: a lost answer of `collect` may have been the one that is given once only, and who waits
# for a login asks again by polling.
_TIMEOUT = urllib3.Timeout(connect=2, read=5)
_TEMPORARY = frozenset({"requestTimeout", "tooManyRequests", "internalError", "maintenance"})
_LEFT_OUT = frozenset({"bankIdIssueDate", "uhi", "risk"})
_GONE = frozenset({"invalidParameters", "notFound"})


class AlreadyInProgress(Conflict):
    """The person has an order under way already; BankID has ended that one too."""

    number = 40983
    slug = "bankid_already_in_progress"


class BankIdRefused(OperatorError):
    """BankID will never do this: a fault of ours, in what was asked or in our certificate. `code` is BankID's."""

    def __init__(self, code: str) -> None:
        super().__init__("BankID cannot be used right now.")
        self.code = code


class BankIdClient:
    """Speaks JSON over mutual TLS; over plain HTTP where there is no certificate, as on the laptop."""

    def __init__(self, *, url: str, cert: Secret | None = None, ca_file: str = "") -> None:
        self._url = url.rstrip("/")
        self._cert = cert
        self._ca_file = ca_file

    def auth(self, end_user_ip: str, personal_number: str | None = None) -> Order:
        """Begin an identification, of one person only when a number is given.

        The browser's own description is not passed on: BankID wants it only together with data that we do not keep.
        """
        return self._begin("auth", {"endUserIp": end_user_ip}, personal_number)

    def sign(self, end_user_ip: str, visible: str, hidden: bytes = b"", personal_number: str | None = None) -> Order:
        """Begin a signature under a text that is shown and bytes that are not; raises ValueError when too long."""
        wish = {"endUserIp": end_user_ip, "userVisibleData": _encoded(visible.encode(), SIGN_TEXT)}
        if hidden:
            wish["userNonVisibleData"] = _encoded(hidden, SIGN_HIDDEN)
        return self._begin("sign", wish, personal_number)

    def collect(self, order_ref: str) -> Collected:
        """Ask how an order goes; who has identified is told once only.

        An order that BankID does not know (any more) has expired.
        """
        try:
            answer = self._call("collect", {"orderRef": order_ref})
        except BankIdRefused as refusal:
            if refusal.code in _GONE:
                return Collected(Progress.FAILED, "expiredTransaction")
            raise
        with _understood():
            return _collected(answer)

    def cancel(self, order_ref: str) -> None:
        """End an order; one that is over already stays over."""
        try:
            self._call("cancel", {"orderRef": order_ref})
        except BankIdRefused as refusal:
            if refusal.code not in _GONE:
                raise

    def _begin(self, operation: str, wish: dict[str, Any], personal_number: str | None) -> Order:
        if personal_number:
            wish["requirement"] = {"personalNumber": personal_number}
        try:
            answer = self._call(operation, wish)
        except BankIdRefused as refusal:
            logger.error("bankid_refused", extra={"operation": operation, "bankid_code": refusal.code[:40]})
            raise
        with _understood():
            return Order(
                order_ref=str(answer["orderRef"]), auto_start_token=str(answer["autoStartToken"]),
                qr_start_token=str(answer["qrStartToken"]), qr_start_secret=str(answer["qrStartSecret"]),
            )

    def _call(self, operation: str, wish: Mapping[str, Any]) -> Mapping[str, Any]:
        """Call an operation. The type of the body is said without a charset: BankID refuses one with."""
        try:
            answer = self._pool.request(
                "POST", f"{self._url}/{operation}", body=json.dumps(wish).encode(),
                headers={"Content-Type": "application/json"}, timeout=_TIMEOUT, retries=False, redirect=False,
            )
        except urllib3.exceptions.HTTPError:
            raise _unavailable() from None
        with _understood():
            said = json.loads(answer.data)
            if answer.status == 200:
                return dict(said)
            raise _sorted(answer.status, str(said["errorCode"]))

    @cached_property
    def _pool(self) -> urllib3.PoolManager:
        return urllib3.PoolManager(ssl_context=self._tls() if self._url.startswith("https:") else None, maxsize=8)

    def _tls(self) -> ssl.SSLContext:
        """Trust BankID's own root only, and show our certificate."""
        context = ssl.create_default_context(cafile=self._ca_file or None)
        if self._cert:
            try:
                cert = self._cert.text()
            except faults.AWS_ERRORS as error:
                # No certificate yet, or no access to it: BankID cannot be asked, and whoever is on call sees why.
                note_fault(error)
                raise _unavailable() from None
            with tempfile.NamedTemporaryFile("w", suffix=".pem") as pem:
                pem.write(cert)
                pem.flush()
                context.load_cert_chain(pem.name)
        return context


@contextmanager
def _understood() -> Iterator[None]:
    """What is not BankID's protocol, such as a proxy's page of regret, counts as no answer."""
    try:
        yield
    except (ValueError, KeyError, TypeError):
        raise _unavailable() from None


def _unavailable() -> BankIdUnavailable:
    return BankIdUnavailable("BankID does not answer right now. Try again in a while.")


def _sorted(status: int, code: str) -> OperatorError:
    if code == "alreadyInProgress":
        return AlreadyInProgress("An identification for this personal number is already under way. Try again.")
    if code in _TEMPORARY or status >= 500:
        return _unavailable()
    return BankIdRefused(code)


def _encoded(data: bytes, longest: int) -> str:
    text = base64.b64encode(data).decode()
    if not 1 <= len(text) <= longest:
        raise ValueError(f"BankID takes 1 to {longest} characters of base64, not {len(text)}.")
    return text


def _collected(answer: Mapping[str, Any]) -> Collected:
    progress = Progress(answer["status"])
    if progress is not Progress.COMPLETE:
        return Collected(progress, str(answer.get("hintCode", "")))
    user = answer["completionData"]["user"]
    number, name = str(user["personalNumber"]), str(user["name"])
    return Collected(progress, personal_number=number, name=name, proof=json.dumps(_proof(answer), ensure_ascii=False))


def _proof(answer: Mapping[str, Any]) -> dict[str, Any]:
    """BankID's answer without what says more of the device and the certificate than a receipt needs."""
    completion = {name: value for name, value in answer["completionData"].items() if name not in _LEFT_OUT}
    completion["device"] = {n: v for n, v in completion.get("device", {}).items() if n not in _LEFT_OUT}
    return {"orderRef": answer["orderRef"], "status": answer["status"], "completionData": completion}
