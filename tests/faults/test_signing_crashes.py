"""Signing for a registered letter, its last poll broken at every remote call in every way, then asked again."""

from __future__ import annotations

from contextlib import suppress

import pytest

from chalicelib.aws.faults import AWS_ERRORS
from chalicelib.kernel.errors import OperatorError
from chalicelib.mailbox import store as mailbox_store
from chalicelib.registered.model import Status
from tests.contents import of_type
from tests.faults.harness import TELLING, Breaker, breaking, places, restarted
from tests.phone import phone
from tests.signing import begun, polled
from tests.world import ANNA

__all__ = ["phone"]


def _poll(world, secret):
    with suppress(*AWS_ERRORS, OperatorError, AssertionError):
        polled(world, secret)


def _sign(world, phone, key):
    """What a person does until the letter opens: sign, wait, and sign again when nothing came of it."""
    secret = begun(world, ANNA, key)
    phone.identify(ANNA, "Karin Lindström")
    return secret


@pytest.mark.parametrize("mode", TELLING)
def test_a_signature_is_written_once_and_whole(world, sender, phone, mode):
    """The letter opens with exactly one signed response that holds BankID's answer; or not at all, and waits."""
    anna = world.a_person(ANNA, name="Karin Lindström")
    tenant, registered = sender.tenant, world.operator.registered

    def send(n):
        sender.renew()
        content = of_type("registered.letter", ssn=ANNA)
        return sender.send({**content, "subject": f"Brev {n}"}).headers["kivra-objkey"]

    secret = _sign(world, phone, send("först"))
    with breaking(Breaker()) as counted:
        polled(world, secret)
    assert len(counted.calls) >= 8
    for at in places(len(counted.calls), mode):
        key = send(at)
        secret = _sign(world, phone, key)
        with breaking(Breaker(at, mode)) as breaker, restarted():
            _poll(world, secret)
        letter = mailbox_store.find(anna.mailbox, key)
        told = [each for each in registered.responses(tenant) if each.key == key]
        # Open for its recipient and signed for its sender are one and the same.
        assert (letter.receipt.signed_at is not None) == bool(told)
        _poll(world, secret)
        for late in breaker.late:
            with restarted(), suppress(*AWS_ERRORS):
                late()
        _poll(world, secret)
        if mailbox_store.find(anna.mailbox, key).receipt.signed_at is None:
            # BankID tells an end only once, and it was lost: the person signs again.
            _poll(world, _sign(world, phone, key))
        response = registered.response(tenant, key)
        letter = mailbox_store.find(anna.mailbox, key)
        assert response.status is Status.SIGNED
        assert response.signed_at == letter.receipt.signed_at
        assert response.order["completionData"]["user"]["personalNumber"] == ANNA
        assert response.order["orderRef"] in phone.orders


@pytest.mark.parametrize("mode", TELLING)
def test_an_expiry_broken_anywhere_and_walked_again_is_told_once(world, sender, mode):
    """Each remote call of the walk and of the worker that it asks; a letter signed for never expires."""
    from chalicelib.registered.store import RegisteredRow

    world.a_person(ANNA)
    key = sender.send(of_type("registered.letter", ssn=ANNA)).headers["kivra-objkey"]
    world.clock.advance(days=21)

    def walk():
        world.operator.registered.fall_due()
        world.operator.registered.expire(sender.tenant, key)

    with breaking(Breaker()) as counted:
        walk()
    for at in places(len(counted.calls), mode):
        RegisteredRow(sender.tenant, key).update(actions=[
            RegisteredRow.status.set("waiting"), RegisteredRow.due.set(f"2026-12-10#{int(key[-1], 16) % 2}"),
        ])
        world.clock.advance(hours=1)
        with breaking(Breaker(at, mode)) as breaker, restarted(), suppress(*AWS_ERRORS):
            walk()
        clear_checkpoint()
        world.hour()
        for late in breaker.late:
            with restarted(), suppress(*AWS_ERRORS):
                late()
        row = RegisteredRow.get(sender.tenant, key)
        assert (row.status, row.due) == ("expired", None)


def clear_checkpoint():
    """Walk over the same days again, as the walk that died would."""
    from chalicelib.aws.checkpoints import CheckpointRow

    CheckpointRow("checkpoint#registered", day="2026-12-01", ttl=2**31).save()


