"""What senders are to be told, written down in the transaction in which it happens, and soon handed on.

Only tenants that somebody listens to cost anything: one more write in the transaction, and one message after it.
A message that is lost is made up for by the clock that looks for news nobody has taken up.
"""

from __future__ import annotations

from chalicelib.aws import faults
from chalicelib.aws.observability import count, note_fault
from chalicelib.aws.queues import Queue
from chalicelib.aws.tables import Write
from chalicelib.callbacks import store
from chalicelib.callbacks.model import News
from chalicelib.senders import store as senders_store
from chalicelib.senders.store import TenantRow


class Outbox:
    """The way of news from where they happen to the worker that tells them."""

    def __init__(self, *, queue: Queue) -> None:
        self._queue = queue

    def writes(self, tenant: TenantRow | None, news: News) -> list[Write]:
        """The writes that note some news, for the transaction in which they happen; none when nobody listens."""
        return [store.news(news)] if tenant is not None and tenant.listeners else []

    def find_writes(self, news: News) -> list[Write]:
        """The same, for whoever has not read the tenant's row: one read."""
        return self.writes(senders_store.find_tenant_row(news.tenant), news)

    def soon(self, writes: list[Write], subject: str) -> None:
        """After the commit, ask the worker to tell what was noted, if anything was.

        What has happened has happened: a queue that cannot be reached never makes it fail.
        """
        if not writes:
            return
        try:
            self._queue.send({"subject": subject})
        except faults.AWS_ERRORS as error:
            note_fault(error)
            count("callbacks_left_to_the_clock")
