"""A row of a batch at the senders' door: the same checks, limits and errors as a content that is posted."""

from __future__ import annotations

from chalicelib.api.http import Unexpected
from chalicelib.api.reading import NO_UTF8, MalformedJson, parse
from chalicelib.api.sender.catalogue import CATALOGUE
from chalicelib.api.sender.content import Received, checked
from chalicelib.api.sender.models import ContentIn
from chalicelib.api.sender.uploads import OwnFiles
from chalicelib.aws import faults
from chalicelib.aws.observability import note_fault
from chalicelib.batches.model import Fate, Outcome, Posted
from chalicelib.batches.sending import fate_of
from chalicelib.kernel.errors import OperatorError, TooMany, Unavailable
from chalicelib.wiring import operator

# Whoever must wait longer than this waits for something else than a moment: the row is refused.
LONGEST_WAIT = 3600
AFTER_A_FAULT = 60


def deliver(posted: Posted) -> Fate:
    """Send a row; what the API would refuse is told in its words, what is only for now can be sent later."""
    try:
        return _accepted(posted)
    except OperatorError as error:
        return _refused(error)
    except faults.AWS_ERRORS as error:
        note_fault(error)
        return _refused(faults.sort(error) or Unexpected())
    except Exception as error:  # noqa: BLE001 (the door is where everything else ends)
        note_fault(error)
        return _refused(Unexpected())


def _accepted(posted: Posted) -> Fate:
    try:
        posted.raw.decode()
    except UnicodeDecodeError:
        raise MalformedJson(NO_UTF8) from None
    body = parse(ContentIn, posted.raw)
    assert isinstance(body, ContentIn)
    given = Received(
        posted.tenant, body, posted.raw, posted.correlation_id, row=posted.duplicate,
        files=OwnFiles(posted.tenant, posted.packed),
    )
    accepted = operator().accepting.accept(checked(given))
    return fate_of(accepted.key, accepted.state)


def _refused(error: OperatorError) -> Fate:
    message = error.detail or CATALOGUE[error.number][1]
    if isinstance(error, TooMany | Unavailable) and error.retry_after <= LONGEST_WAIT:
        return Fate(Outcome.LATER, code=error.number, message=message, wait=error.retry_after)
    if isinstance(error, Unexpected):
        return Fate(Outcome.LATER, code=error.number, message=message, wait=AFTER_A_FAULT)
    return Fate(Outcome.REFUSED, code=error.number, message=message)
