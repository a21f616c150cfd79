"""Kinds of error, by what the caller should do about them; leaves live beside the rule that raises them."""

from __future__ import annotations

from typing import ClassVar


class OperatorError(Exception):
    """Something the operator refuses or cannot do now; the sentence tells the caller what to do.

    `number` is the code of the sender API's catalogue (HTTP status = its first three digits),
    `slug` the stable name in the recipients' API. `facts` are safe to show to the caller.
    """

    number: ClassVar[int] = 50000
    slug: ClassVar[str] = "internal"

    def __init__(self, detail: str = "", **facts: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts


class Invalid(OperatorError):
    """The request is wrong; change it before sending it again."""

    number = 40000
    slug = "invalid"


class Unauthenticated(OperatorError):
    """Nobody known stands at the door; log in again."""

    number = 40100
    slug = "unauthenticated"


class Forbidden(OperatorError):
    """Known, but not allowed; asking again will not help."""

    number = 40300
    slug = "forbidden"


class NotFound(OperatorError):
    """It is not there, or not yours: to a stranger the two look the same."""

    number = 40400
    slug = "not_found"


class Conflict(OperatorError):
    """The world has moved on; read it again before acting."""

    number = 40904
    slug = "conflict"


class TooLarge(OperatorError):
    """More than fits; send less."""

    number = 41300
    slug = "too_large"


class Unprocessable(OperatorError):
    """Well-formed, but meaningless here."""

    number = 42200
    slug = "unprocessable"


class TooMany(OperatorError):
    """Too often; wait. `retry_after` is in whole seconds."""

    number = 42900
    slug = "too_many"

    def __init__(self, detail: str = "", *, retry_after: int = 60, **facts: object) -> None:
        super().__init__(detail, **facts)
        self.retry_after = retry_after


class Unavailable(OperatorError):
    """Temporarily impossible; the same call may succeed soon. Queues retry on this kind and on no other."""

    number = 50301
    slug = "unavailable"

    def __init__(self, detail: str = "", *, retry_after: int = 30, **facts: object) -> None:
        super().__init__(detail, **facts)
        self.retry_after = retry_after
