"""What a new account looks like in its table: senders can be switched off from the first day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.aws import clients
from chalicelib.kernel.identifiers import EmailAddress, MobileNumber
from chalicelib.recipients.model import Language, Opening
from chalicelib.recipients.store import RecipientRow
from tests.world import ANNA


@pytest.mark.rule("ACC-9")
def test_a_new_account_is_stored_whole(world):
    """With an empty map of switched-off senders, since a key cannot be set in a map that is not there (OPT-1)."""
    accounts = world.operator.accounts
    person = world.operator.pepper.person(ANNA)
    opening = Opening(
        person=person, sealed=world.operator.vault.seal(ANNA, person), name="Karin", language=Language.SV,
        email=EmailAddress("karin@example.com"), mobile=MobileNumber("+46701740605"), terms_version="1",
        terms_accepted_at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    accounts.open(opening, accounts.new_mailbox())
    stored = clients.client("dynamodb").get_item(
        TableName=RecipientRow.Meta.table_name, Key={"person": {"S": person}}, ConsistentRead=True
    )["Item"]

    assert stored["paused"] == {"M": {}}
    assert ANNA not in str(stored)
    assert not {"closed_at", "accepts_until", "erase_at", "erase_day"} & set(stored)
    assert world.operator.choices.switch_off(person, f"1795176000{'a' * 32}").paused
