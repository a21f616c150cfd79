"""AWS's own errors, sorted once: what is temporary becomes `Unavailable`, the rest is a fault of ours."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from pynamodb.exceptions import PynamoDBException

from chalicelib.kernel.errors import OperatorError, Unavailable

AWS_ERRORS = (ClientError, BotoCoreError, PynamoDBException)

_TEMPORARY = {
    "ProvisionedThroughputExceededException", "ThrottlingException", "Throttling", "ThrottledException",
    "TooManyRequestsException", "RequestLimitExceeded", "LimitExceededException", "SlowDown", "RequestTimeout",
    "InternalServerError", "InternalError", "InternalFailure", "InternalServerException", "KMSInternalException",
    "KMSThrottlingException", "DependencyTimeoutException", "ServiceUnavailable", "ServiceUnavailableException",
    "TransactionConflict", "TransactionConflictException", "TransactionInProgressException", "500", "502", "503", "504",
}


def code_of(error: BaseException) -> str:
    """Find AWS's name for an error, also inside pynamodb's wrapping."""
    if isinstance(error, ClientError):
        return str(error.response.get("Error", {}).get("Code", ""))
    cause = getattr(error, "cause", None)
    return code_of(cause) if isinstance(cause, BaseException) else ""


def sort(error: BaseException) -> OperatorError | None:
    """Turn a temporary fault of AWS into `Unavailable`; answer None for anything that trying again cannot mend."""
    cause = getattr(error, "cause", None)
    connection = isinstance(error, HTTPClientError) or isinstance(cause, HTTPClientError)
    if connection or code_of(error) in _TEMPORARY:
        return Unavailable("The service is busy. Try the same call again shortly.")
    return None
