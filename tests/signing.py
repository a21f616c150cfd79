"""Signing for a registered letter, without a browser."""

from __future__ import annotations

from chalicelib.identity.model import Device, Next
from chalicelib.recipients.model import Language
from chalicelib.recipients.store import to_person
from chalicelib.registered.model import Signature
from tests.world import World


def begun(world: World, ssn: str, key: str) -> str:
    """Begin to sign; the secret that the browser would keep."""
    from chalicelib.aws.secrets import fingerprint
    from chalicelib.recipients.store import find_row

    person = to_person(find_row(world.operator.pepper.person(ssn)))
    cookie = world.operator.sessions.begin(person, "Firefox", world.ids.token())
    session = world.operator.sessions.find(cookie)
    assert session.session == fingerprint(cookie.partition(".")[2])
    wish = world.operator.registered.wish(session.mailbox, key, Language.SV)
    return world.operator.logins.start_receiving(session, DEVICE, key, wish.visible, wish.hidden).secret


DEVICE = Device(ip="192.0.2.1", user_agent="Firefox")


def polled(world: World, secret: str) -> None:
    """Do what a poll does, two seconds later."""
    world.clock.advance(seconds=2)
    outcome = world.operator.logins.poll(secret, DEVICE)
    if outcome.next is not Next.RECEIVED:
        return
    login = outcome.login
    world.operator.registered.receive(Signature(
        mailbox=login.session[0], key=str(login.about), who=str(login.asked), order_ref=login.order_ref,
        signed_at=login.completed_at, sealed=str(login.proof),
    ))


def signed(world: World, ssn: str, key: str) -> None:
    """Sign for a letter, from beginning to end."""
    secret = begun(world, ssn, key)
    world.operator.logins._bankid.identify(ssn, "Karin Lindström")
    polled(world, secret)
