"""Who we are to push services: VAPID (RFC 8292), one key pair of P-256 for the whole operator."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.secrets import Secret
from chalicelib.kernel.clock import Clock, epoch

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec

# The order of P-256: a private key is a number from 1 to one less than this.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# A token may live for a day at most; a new one is made in good time.
TOKEN_LIVES = timedelta(hours=12)
RENEWED_BEFORE = timedelta(hours=1)


class Vapid:
    """Signs what we send. The private key is derived from a long random secret, so that none has to be made by hand.

    Another secret is another key, and ends every subscription.
    """

    def __init__(self, *, clock: Clock, secret: Secret, contact: str) -> None:
        """`contact` is an e-mail address at which a push service finds us."""
        self._clock = clock
        self._secret = secret
        self._contact = contact
        self._tokens: dict[str, tuple[str, datetime]] = {}

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        from cryptography.hazmat.primitives.asymmetric import ec

        number = int.from_bytes(hashlib.sha512(self._secret.text().encode()).digest()) % (_ORDER - 1) + 1
        return ec.derive_private_key(number, ec.SECP256R1())

    @cached_property
    def public_key(self) -> str:
        """What browsers subscribe with: an uncompressed point, base64url."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        return base64url(self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def authorization(self, origin: str) -> str:
        """The header for one push service; its token is used again until an hour before it ends."""
        now = self._clock.now()
        token, until = self._tokens.get(origin, ("", now))
        if until - now <= RENEWED_BEFORE:
            until = now + TOKEN_LIVES
            token = self._token({"aud": origin, "exp": epoch(until), "sub": f"mailto:{self._contact}"})
            self._tokens[origin] = token, until
        return f"vapid t={token}, k={self.public_key}"

    def _token(self, claims: dict[str, object]) -> str:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

        parts = [base64url(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims)]
        signed = ".".join(parts)
        one, other = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{base64url(one.to_bytes(32) + other.to_bytes(32))}"


def base64url(data: bytes) -> str:
    """Write bytes as JOSE and the Push API do, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Read bytes, padded or not; raises ValueError for what is none."""
    bare = text.rstrip("=")
    return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
