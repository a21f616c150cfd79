"""Secrets: the pepper that hides personal numbers in keys, and the encryption of the one place that keeps them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cached_property

from chalicelib.aws import clients


class Pepper:
    """Keyed digests of what must never stand in a key: personal numbers, e-mail addresses, tokens, codes."""

    def __init__(self, secret_id: str) -> None:
        self._secret_id = secret_id

    @cached_property
    def _pepper(self) -> bytes:
        answer = clients.client("secretsmanager").get_secret_value(SecretId=self._secret_id)
        pepper: str = answer["SecretString"]
        return pepper.encode()

    def person(self, personnummer: str) -> str:
        """The key under which a person is found."""
        return hmac.digest(self._pepper, personnummer.encode(), "sha256").hex()

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
        answer = clients.client("kms").encrypt(
            KeyId=self._key_id, Plaintext=text.encode(), EncryptionContext={"owner": owner}
        )
        return base64.b64encode(answer["CiphertextBlob"]).decode()

    def open(self, sealed: str, owner: str) -> str:
        """Decrypt what was sealed for this owner."""
        answer = clients.client("kms").decrypt(
            KeyId=self._key_id, CiphertextBlob=base64.b64decode(sealed), EncryptionContext={"owner": owner}
        )
        text: bytes = answer["Plaintext"]
        return text.decode()


def fingerprint(secret: str) -> str:
    """The SHA-256 of a random secret, as it is stored; for secrets of 128 bits or more, which nobody can guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def equal(one: str, other: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
