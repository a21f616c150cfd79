"""The animated QR code: a new one each second, made with a secret that only BankID and the relying party know."""

import hashlib
import hmac
import re

CODE = re.compile(r"bankid\.([0-9a-f-]{36})\.(\d{1,4})\.([0-9a-f]{64})")
LIVES = 5  # seconds


def code(token: str, secret: str, second: int) -> str:
    seal = hmac.new(secret.encode("ascii"), str(second).encode("ascii"), hashlib.sha256).hexdigest()
    return f"bankid.{token}.{second}.{seal}"


def is_of(text: str, token: str, secret: str, age: float) -> bool:
    """Whether this is a code of the order that began `age` seconds ago, and not an old picture of one."""
    match = CODE.fullmatch(text)
    if not match or match.group(1) != token:
        return False
    second = int(match.group(2))
    return hmac.compare_digest(text, code(token, secret, second)) and -1 <= age - second <= LIVES
