"""The moving QR code of BankID: a new picture each second, made from a secret that never leaves the server."""

from __future__ import annotations

import hmac


def frame(token: str, secret: str, second: int) -> str:
    """Write what the QR code says in a given second after the order began."""
    seal = hmac.digest(secret.encode("ascii"), str(second).encode("ascii"), "sha256").hex()
    return f"bankid.{token}.{second}.{seal}"
