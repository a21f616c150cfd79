"""Every door and every clock: the routes, and each queue and schedule with the service it wakes."""

from __future__ import annotations

import gc

gc.disable()  # nothing made while importing is garbage; looking for it costs an eighth of a cold start

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from chalice.app import AuthRequest, AuthResponse, Chalice, CloudWatchEvent, SQSEvent

from chalicelib.api import recipient, sender
from chalicelib.api.sender import rows
from chalicelib.api.sender.authorizer import authorize
from chalicelib.aws.config import demand_all
from chalicelib.aws.observability import canonical_line, note_fault
from chalicelib.batches.model import batches_of
from chalicelib.notifications import arrivals
from chalicelib.notifications import mail_events as ses
from chalicelib.wiring import operator

demand_all()
app = Chalice(app_name="kuvert", configure_logs=False)


@app.authorizer(ttl_seconds=0)
def sender_authorizer(request: AuthRequest) -> AuthResponse:
    """Let living tokens of senders in; nothing is remembered, so that an ended token is ended at once."""
    return authorize(request)


sender.door.mount(app, sender_authorizer)
recipient.door.mount(app)


# Queues. Each message holds ids; what cannot be done ends in the dead-letter queue with a reason.


def _left(event: SQSEvent) -> Callable[[], timedelta]:
    """How much of its time a run that is given many messages still has."""
    context: Any = event.context
    return lambda: timedelta(milliseconds=context.get_remaining_time_in_millis())


@app.on_sqs_message(queue="kuvert-notify", batch_size=10)
def notify(event: SQSEvent) -> dict[str, Any]:
    """Tell recipients of the letters that have arrived in the bucket, and send the tests they ask for."""
    parts = operator()
    return parts.queues.notify.consume(
        event.to_dict(), lambda m: arrivals.handle(parts.notices, parts.trying, parts.releasing, m), _left(event)
    )


@app.on_sqs_message(queue="kuvert-release", batch_size=1, maximum_concurrency=100)
def release(event: SQSEvent) -> dict[str, Any]:
    """Deliver what has waited: for somebody who has joined or switched a sender on, or for its time; or end it.

    So many at once that what a hundred thousand wait for is delivered in minutes, and single letters are not held up.
    """

    def see_to(message: dict[str, Any]) -> None:
        if "response" in message:
            operator().registered.expire(message["tenant"], message["response"])
        elif "content" in message:
            operator().releasing.see_to(message["person"], message["content"])
        else:
            operator().releasing.release(message["person"])

    return operator().queues.release.consume(event.to_dict(), see_to)


@app.on_sqs_message(queue="kuvert-erase", batch_size=1, maximum_concurrency=20)
def erase(event: SQSEvent) -> dict[str, Any]:
    """Erase closed accounts whose twentieth day has come, and letters whose time in the trash is over."""

    def see_to(message: dict[str, Any]) -> None:
        if "letter" in message:
            operator().trash.purge(message["mailbox"], message["letter"])
        else:
            operator().erasing.erase(message["person"])

    return operator().queues.erase.consume(event.to_dict(), see_to)


@app.on_sqs_message(queue="kuvert-callbacks", batch_size=1)
def deliver_callbacks(event: SQSEvent) -> dict[str, Any]:
    """Tell senders' webhooks what has happened; one message at a time, so that none waits for another's receiver."""
    return operator().queues.callbacks.consume(event.to_dict(), operator().telling.handle)


@app.on_sqs_message(queue="kuvert-batches", batch_size=1)
def read_batch(event: SQSEvent) -> dict[str, Any]:
    """Read batches whose file has arrived in the bucket, and finish those that are sent."""

    def go_on(message: dict[str, Any]) -> None:
        for tenant, key in batches_of(message):
            operator().batches.go_on(tenant, key)

    return operator().queues.batches.consume(event.to_dict(), go_on)


@app.on_sqs_message(queue="kuvert-segments", batch_size=1, maximum_concurrency=20)
def send_segment(event: SQSEvent) -> dict[str, Any]:
    """Send the rows of a segment of a batch; so many at once that single letters are not held up."""

    def send(message: dict[str, Any]) -> None:
        operator().batches.send(message["tenant"], message["batch"], message["segment"], rows.deliver)

    return operator().queues.segments.consume(event.to_dict(), send)


@app.on_sqs_message(queue="kuvert-export", batch_size=1)
def export(event: SQSEvent) -> dict[str, Any]:
    """Make the exports that people have ordered, each for a while at a time."""
    return operator().queues.export.consume(
        event.to_dict(), lambda m: operator().exports.make(m["mailbox"], m["export"])
    )


@app.on_sqs_message(queue="kuvert-mail-events", batch_size=10)
def mail_events(event: SQSEvent) -> dict[str, Any]:
    """Act on bounces and complaints."""
    return operator().queues.mail_events.consume(
        event.to_dict(), lambda m: ses.handle(operator().bounces, m), _left(event)
    )


# Clocks. Each walks what fell due since it last ran, so a missed hour is made up for by the next. Walks only find, and
# ask workers to do; those that read what they have found find little.


def _walk(facts: dict[str, object], **walks: Callable[[], int]) -> None:
    """Let every walk of a clock have its turn, also after one that failed; the run has failed then."""
    failed: Exception | None = None
    for name, walk in walks.items():
        try:
            facts[name] = walk()
        except Exception as error:  # noqa: BLE001 (raised below, when the others have walked)
            note_fault(error)
            failed = error
    if failed:
        raise failed


@app.schedule("rate(15 minutes)")
def reconcile(event: CloudWatchEvent) -> None:
    """Find notices, exports and batches that fell between."""
    with canonical_line("reconcile", event.event_id) as facts:
        _walk(
            facts, exports=operator().exports.fall_due, batches=operator().batches.reconcile,
            found=operator().notices.reconcile,
        )


@app.schedule("rate(5 minutes)")
def scheduled_due(event: CloudWatchEvent) -> None:
    """Find what is to be delivered by now; promised within a quarter of an hour, however much it is."""
    with canonical_line("scheduled_due", event.event_id) as facts:
        facts["due"] = operator().waiting.come_due()


@app.schedule("rate(1 minute)")
def callbacks_due(event: CloudWatchEvent) -> None:
    """Find webhook calls whose time has come and news that nobody took up; their timetable is one of minutes."""
    with canonical_line("callbacks_due", event.event_id) as facts:
        facts["found"] = operator().callbacks_due.strike()


@app.schedule("rate(1 hour)")
def expire_waiting(event: CloudWatchEvent) -> None:
    """Find what has waited too long for its recipient or a signature, and releases left undone.

    Readers know without it.
    """
    with canonical_line("expire_waiting", event.event_id) as facts:
        _walk(facts, unsigned=operator().registered.fall_due, due=operator().waiting.fall_due)


@app.schedule("rate(1 hour)")
def erase_due(event: CloudWatchEvent) -> None:
    """Start the erasures that have fallen due; promised for a day, so an hour's grain is enough."""
    with canonical_line("erase_due", event.event_id) as facts:
        facts["due"] = operator().erasing.due()


@app.schedule("rate(1 hour)")
def purge_trash(event: CloudWatchEvent) -> None:
    """Find what has lain in the trash for thirty days, and remove previews whose hour is over."""
    with canonical_line("purge_trash", event.event_id) as facts:
        _walk(facts, due=operator().trash.purge_due, previews=operator().previews.forget_old)


gc.freeze()  # what is imported stays, so later collections need not look at it
gc.enable()
