"""Web push: a message encrypted for one browser (RFC 8291), handed to the push service that it chose (RFC 8030)."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from chalicelib.kernel.errors import Unavailable
from chalicelib.notifications.model import PUSH_LIVES, Subscription
from chalicelib.notifications.push_texts import PushMessage
from chalicelib.notifications.suppliers import Gone, Refused
from chalicelib.notifications.vapid import Vapid, from_base64url
from chalicelib.outgoing.suppliers import Receiver

RECORD_SIZE = 4096
# Every message is as long as every other, so that its length does not tell who has written.
PADDED_TO = 1024
BUSY_WAIT, REFUSED_WAIT = 300, 900


class WebPush:
    """The real client of every push service: they all speak the same protocol."""

    def __init__(self, *, vapid: Vapid, receiver: Receiver) -> None:
        self._vapid = vapid
        self._receiver = receiver

    def send(self, subscription: Subscription, message: PushMessage) -> None:
        """Hand a message over. Raises Gone (the browser has unsubscribed), Unavailable (try again) and Refused."""
        parts = urlsplit(subscription.endpoint)
        headers = {
            "authorization": self._vapid.authorization(f"{parts.scheme}://{parts.netloc}"),
            "content-type": "application/octet-stream", "content-encoding": "aes128gcm",
            "ttl": str(int(PUSH_LIVES.total_seconds())), "urgency": "high" if message.urgent else "normal",
            "topic": message.topic,
        }
        try:
            body = encrypted(message.payload(), subscription.p256dh, subscription.auth)
        except ValueError:
            raise Gone("The browser's keys are none.") from None
        outcome = self._receiver.post(subscription.endpoint, headers, body)
        if outcome.good:
            return
        if outcome.status in (404, 410):
            raise Gone("The browser has unsubscribed.")
        if outcome.status in (400, 401, 403, 413):
            raise Refused("The push service refuses our messages.", retry_after=REFUSED_WAIT)
        raise Unavailable("The push service cannot be reached right now.", retry_after=BUSY_WAIT)


def encrypted(text: bytes, p256dh: str, auth: str) -> bytes:
    """Encrypt for one browser by a key pair and a salt of this message alone; raises ValueError for broken keys."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64url(p256dh))
    ours, salt = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    public = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    key, nonce = keys_of(ours.exchange(ec.ECDH(), theirs), from_base64url(p256dh), public, from_base64url(auth), salt)
    padded = text + b"\x02" + bytes(max(0, PADDED_TO - len(text)))
    header = salt + RECORD_SIZE.to_bytes(4) + len(public).to_bytes(1) + public
    return header + AESGCM(key).encrypt(nonce, padded, None)


def keys_of(shared: bytes, theirs: bytes, ours: bytes, auth: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """The content encryption key and the nonce of RFC 8291, section 3.4, for the only record of a message."""
    secret = _derived(shared, auth, b"WebPush: info\x00" + theirs + ours, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    return key, _derived(secret, salt, b"Content-Encoding: nonce\x00", 12)


def _derived(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(material)
