"""BankID's animated QR code: a new picture each second, made here, since its secret never leaves the server."""

from __future__ import annotations

import hmac


def frame(start_token: str, start_secret: str, second: int) -> str:
    """Write what the code shows in one second, counted from when BankID answered with the order."""
    proof = hmac.digest(start_secret.encode("ascii"), str(second).encode("ascii"), "sha256").hex()
    return f"bankid.{start_token}.{second}.{proof}"
