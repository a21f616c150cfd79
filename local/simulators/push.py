"""A push service and the browsers behind it: RFC 8030, with VAPID (8292) checked and messages decrypted (8291)."""

import base64
import json
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from local.clock import MovableClock
from local.simulators.outbox import Outbox
from local.simulators.server import CONTROL, Answer, Request

LONGEST = 4096
LONGEST_LIFE = 24 * 60 * 60  # of a VAPID token
URGENCIES = ("very-low", "low", "normal", "high")


class Refused(Exception):
    """A message that a push service would not take, and with which status."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True)
class Browser:
    """One browser's subscription, with the private key that only the browser has."""

    id: str
    name: str
    server_key: str  # the only server that may send to it
    private: int
    auth: str

    @property
    def key(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(self.private, ec.SECP256R1())

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


class PushService:
    """Takes messages for browsers that have subscribed, and shows in the outbox what they would have shown."""

    def __init__(self, outbox: Outbox, clock: MovableClock, origin: str, file: Path) -> None:
        self._outbox, self._clock, self._origin, self._file = outbox, clock, origin, file
        self._lock = threading.Lock()
        kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
        self._browsers = {each["id"]: Browser(**each) for each in kept}

    def door(self, request: Request) -> Answer:
        browser = self._browsers.get(request.path.removeprefix("/push/"))
        if browser is None:
            return Answer({"message": "No such subscription"}, 410)
        if request.method != "POST":
            return Answer({"message": "POST only"}, 405)
        try:
            self._check_server(browser, request.headers)
            _check_headers(request.headers)
            told = json.loads(_decrypted(browser, request.body))
        except Refused as refused:
            return Answer({"message": str(refused)}, refused.status)
        headers = {name: request.headers.get(name, "") for name in ("ttl", "urgency", "topic")}
        self._outbox.add("push", browser.name, told["title"], told["body"], tag=told.get("tag", ""), **headers)
        return Answer(b"", 201, {"location": f"{self._origin}/message/{secrets.token_hex(16)}"})

    def control(self, request: Request) -> Answer:
        """For `/_local/`: a browser subscribes, or does so no more."""
        what = request.path.removeprefix(CONTROL)
        if request.method == "POST" and what == "subscriptions":
            return Answer(self._subscribe(request.json()))
        if request.method == "POST" and what.startswith("subscriptions/"):
            return Answer(self._unsubscribe(what.split("/")[1]))
        raise KeyError(f"Nothing at {request.path}")

    def _subscribe(self, wish: dict[str, Any]) -> dict[str, Any]:
        """As `PushManager.subscribe` answers, in the form of `PushSubscription.toJSON`."""
        server_key = str(wish.get("applicationServerKey", ""))
        _public(server_key)
        private = int(ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value)
        id_ = secrets.token_urlsafe(24)
        browser = Browser(id_, str(wish.get("name") or id_), server_key, private, _written(secrets.token_bytes(16)))
        self._keep(id_, browser)
        return {
            "endpoint": f"{self._origin}/push/{id_}", "expirationTime": None,
            "keys": {"p256dh": _written(browser.point), "auth": browser.auth},
        }

    def _unsubscribe(self, id_: str) -> dict[str, Any]:
        if id_ not in self._browsers:
            raise KeyError("There is no such subscription")
        self._keep(id_, None)
        return {"unsubscribed": id_}

    def _keep(self, id_: str, browser: Browser | None) -> None:
        with self._lock:
            self._browsers.pop(id_, None)
            if browser is not None:
                self._browsers[id_] = browser
            self._file.write_text(json.dumps([vars(each) for each in self._browsers.values()]), encoding="utf-8")

    def _check_server(self, browser: Browser, headers: dict[str, str]) -> None:
        """The sender must be the one that the browser subscribed to, and say so in a token made for this service."""
        scheme, _, parameters = headers.get("authorization", "").partition(" ")
        given = dict(part.strip().partition("=")[::2] for part in parameters.split(","))
        if scheme.lower() != "vapid" or not {"t", "k"} <= given.keys():
            raise Refused(401, "Authorization is not VAPID")
        if given["k"] != browser.server_key:
            raise Refused(403, "The subscription is another server's")
        claims = _claims(given["t"], given["k"])
        left = claims.get("exp", 0) - self._clock.now().timestamp()
        if claims.get("aud") != self._origin or not 0 < left <= LONGEST_LIFE:
            raise Refused(401, "The token is not for this service, or not for now")
        if not str(claims.get("sub", "")).startswith(("mailto:", "https:")):
            raise Refused(401, "The token does not say whom to ask")


def _check_headers(headers: dict[str, str]) -> None:
    if headers.get("content-encoding") != "aes128gcm":
        raise Refused(400, "Content-Encoding is aes128gcm")
    if not headers.get("ttl", "").isdigit():
        raise Refused(400, "TTL is missing")
    if headers.get("urgency", "normal") not in URGENCIES:
        raise Refused(400, "No such urgency")
    topic = headers.get("topic", "")
    if len(topic) > 32 or not all(char.isalnum() or char in "-_" for char in topic):
        raise Refused(400, "Topic is at most 32 characters of base64url")


def _claims(token: str, key: str) -> dict[str, Any]:
    try:
        header, claims, signature = token.split(".")
        raw = _read(signature)
        one, other = int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
        if json.loads(_read(header)).get("alg") != "ES256":
            raise Refused(401, "The token is not signed by ES256")
        signed = f"{header}.{claims}".encode()
        _public(key).verify(encode_dss_signature(one, other), signed, ec.ECDSA(hashes.SHA256()))
        found: dict[str, Any] = json.loads(_read(claims))
    except (ValueError, InvalidSignature):
        raise Refused(401, "The token is not signed by its key") from None
    return found


def _decrypted(browser: Browser, body: bytes) -> bytes:
    """One record of RFC 8188, for the keys of RFC 8291."""
    if len(body) > LONGEST:
        raise Refused(413, "At most 4096 bytes")
    salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
    theirs, record = body[21 : 21 + length], body[21 + length :]
    if len(record) > size:
        raise Refused(400, "One record only")
    shared = browser.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    secret = _hkdf(shared, _read(browser.auth), b"WebPush: info\0" + browser.point + theirs, 32)
    key = _hkdf(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(secret, salt, b"Content-Encoding: nonce\0", 12)
    try:
        padded = AESGCM(key).decrypt(nonce, record, None)
    except InvalidTag:
        raise Refused(400, "The message is not for this browser") from None
    text, mark, _ = padded.rstrip(b"\0").rpartition(b"\2")
    if not mark:
        raise Refused(400, "The last record is not marked as such")
    return text


def _hkdf(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)


def _public(key: str) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _read(key))


def _read(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _written(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
