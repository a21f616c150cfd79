"""Secrets: the pepper that hides personal numbers in keys, and the encryption of the one place that keeps them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import zlib
from functools import cached_property

from chalicelib.aws import clients

# What KMS encrypts in one call.
PIECE = 4096


class Secret:
    """A text in Secrets Manager, read once by a process that needs it."""

    def __init__(self, secret_id: str) -> None:
        self._secret_id = secret_id

    def text(self) -> str:
        """Read it."""
        answer = clients.client("secretsmanager").get_secret_value(SecretId=self._secret_id)
        return str(answer["SecretString"])


class Pepper:
    """Keyed digests of what must never stand in a key: personal numbers, e-mail addresses, tokens, codes."""

    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    @cached_property
    def _pepper(self) -> bytes:
        return self._secret.text().encode()

    @cached_property
    def _keyed(self) -> hmac.HMAC:
        """The digest with the pepper in it already: a register of 100,000 people starts from it each time."""
        return hmac.new(self._pepper, digestmod="sha256")

    def person(self, personnummer: str) -> str:
        """The key under which a person is found."""
        mac = self._keyed.copy()
        mac.update(personnummer.encode())
        return mac.hexdigest()

    def of(self, kind: str, value: str) -> str:
        """The digest of a value of some kind; equal values of different kinds have different digests."""
        return hmac.digest(self._pepper, f"{kind}:{value}".encode(), "sha256").hex()

    def of_bytes(self, kind: str, value: bytes) -> str:
        """The digest of bytes of some kind."""
        return hmac.digest(self._pepper, kind.encode() + b":" + value, "sha256").hex()


class Vault:
    """Encryption by KMS of single short values, bound to whom they belong."""

    def __init__(self, key_id: str) -> None:
        self._key_id = key_id

    def seal(self, text: str, owner: str) -> str:
        """Encrypt a text; it opens only together with the same owner."""
        return self._seal(text.encode(), owner)

    def _seal(self, data: bytes, owner: str) -> str:
        answer = clients.client("kms").encrypt(KeyId=self._key_id, Plaintext=data, EncryptionContext={"owner": owner})
        return base64.b64encode(answer["CiphertextBlob"]).decode()

    def open(self, sealed: str, owner: str) -> str:
        """Decrypt what was sealed for this owner."""
        return self._open(sealed, owner).decode()

    def _open(self, sealed: str, owner: str) -> bytes:
        answer = clients.client("kms").decrypt(
            KeyId=self._key_id, CiphertextBlob=base64.b64decode(sealed), EncryptionContext={"owner": owner}
        )
        data: bytes = answer["Plaintext"]
        return data

    def seal_long(self, text: str, owner: str) -> str:
        """Encrypt a text longer than KMS takes, in pieces that open only together, whole and in their order."""
        packed = zlib.compress(text.encode(), 9)
        pieces = [packed[at : at + PIECE] for at in range(0, len(packed), PIECE)]
        return " ".join(self._seal(piece, f"{owner}#{n}/{len(pieces)}") for n, piece in enumerate(pieces, 1))

    def open_long(self, sealed: str, owner: str) -> str:
        """Decrypt what was sealed in pieces."""
        pieces = sealed.split(" ")
        packed = b"".join(self._open(piece, f"{owner}#{n}/{len(pieces)}") for n, piece in enumerate(pieces, 1))
        return zlib.decompress(packed).decode()


def fingerprint(secret: str) -> str:
    """The SHA-256 of a random secret, as it is stored; for secrets of 128 bits or more, which nobody can guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def equal(one: str, other: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
