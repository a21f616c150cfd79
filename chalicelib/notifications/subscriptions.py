"""Which browsers are told of new post: turned on by hand in each, and over when their owner logs out there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import NamedTuple

from chalicelib.aws import tables
from chalicelib.aws.secrets import equal, fingerprint
from chalicelib.identity.model import Session
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.notifications import subscription_store as store
from chalicelib.notifications.model import MOST_BROWSERS, Subscription
from chalicelib.notifications.vapid import Vapid, from_base64url
from chalicelib.outgoing.guard import Guard
from chalicelib.outgoing.model import InvalidUrl
from chalicelib.recipients import store as recipients_store

# The push services of the browsers there are; nobody else has a reason to be called.
SERVICES = (
    "fcm.googleapis.com", "*.push.services.mozilla.com", "*.push.apple.com", "*.notify.windows.com",
)
POINT, SECRET = 65, 16


class UnknownPushService(Invalid):
    """A browser whose push service is not one that we call, or keys that are none."""

    slug = "unknown_push_service"


class Address(NamedTuple):
    """Where a browser is reached, and the keys that its messages are encrypted for."""

    endpoint: str
    p256dh: str
    auth: str


class Subscriptions:
    """A person's browsers that are told."""

    def __init__(self, *, clock: Clock, vapid: Vapid, guard: Guard) -> None:
        self._clock = clock
        self._vapid = vapid
        self._guard = guard

    @property
    def public_key(self) -> str:
        """What browsers subscribe with."""
        return self._vapid.public_key

    def of(self, mailbox: str) -> list[Subscription]:
        """List a mailbox's browsers, the latest first."""
        return sorted(store.of(mailbox), key=lambda each: each.created_at, reverse=True)

    def turn_on(self, session: Session, endpoint: str, p256dh: str, auth: str) -> Subscription:
        """Tell a browser of new post from now on, the one renewed longest ago making room for an eleventh.

        Raises UnknownPushService; NotFound when the account is gone.
        """
        self._check(endpoint, p256dh, auth)
        now = self._clock.now()
        subscription = Subscription(
            mailbox=session.mailbox, key=fingerprint(endpoint), endpoint=endpoint, p256dh=p256dh, auth=auth,
            device=session.device, login=session.login, created_at=now, renewed_at=now,
        )
        others = [each for each in store.of(session.mailbox) if each.key != subscription.key]
        oldest = sorted(others, key=lambda each: each.renewed_at)[: max(0, len(others) - MOST_BROWSERS + 1)]
        on = recipients_store.hearing_push(session.person)
        try:
            tables.commit([on, store.new(subscription), *map(store.removed, oldest)])
        except tables.Cancelled:
            raise NotFound("There is no such account.") from None
        return subscription

    def _check(self, endpoint: str, p256dh: str, auth: str) -> None:
        try:
            target = self._guard.read(endpoint)
            lengths = (len(from_base64url(p256dh)), len(from_base64url(auth)))
        except (InvalidUrl, ValueError):
            raise UnknownPushService("This browser's push service is not known here.") from None
        known = target.scheme == "http" or any(fnmatchcase(target.host, service) for service in SERVICES)
        if not known or lengths != (POINT, SECRET):
            raise UnknownPushService("This browser's push service is not known here.")

    def renew(self, session: Session, endpoint: str) -> None:
        """Go on telling a browser in which its owner has logged in anew; raises NotFound for another's browser."""
        if not store.renew(session.mailbox, fingerprint(endpoint), session.login, self._clock.now()):
            raise NotFound("This browser is not told of your post.")

    def moved(self, before: Address, after: Address) -> None:
        """Go on telling a browser whose push service has given it another address, or other keys for the same one.

        It happens while nobody is there, so no session says whose it is: the old address and its secret do, which
        nobody but the browser and we have. Raises NotFound when they are not known, UnknownPushService.
        """
        self._check(*after)
        digest, (endpoint, p256dh, auth) = fingerprint(before.endpoint), after
        found = [each for each in store.everywhere(digest) if equal(each.auth, before.auth)]
        if not found:
            raise NotFound("This browser is told of nobody's post.")
        for each in found:
            new = replace(each, key=fingerprint(endpoint), endpoint=endpoint, p256dh=p256dh, auth=auth)
            with suppress(tables.Cancelled):  # its owner has turned it off meanwhile
                tables.commit(store.moved(each, new))

    def turn_off(self, mailbox: str, key: str) -> None:
        """Stop telling one browser; raises NotFound for another's."""
        if all(each.key != key for each in store.of(mailbox)):
            raise NotFound("There is no such browser.")
        store.remove(mailbox, key)

    def left(self, mailbox: str, login: str) -> None:
        """Stop telling the browser in which somebody logs out."""
        for each in store.of(mailbox):
            if each.login == login:
                store.remove(mailbox, each.key)

    def left_everywhere(self, mailbox: str) -> None:
        """Stop telling every browser."""
        store.erase(mailbox)
