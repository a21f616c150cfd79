"""What operations does for senders on the command line: clients, their secrets, the watch."""

from __future__ import annotations

import json

import pytest

from chalicelib.api.operations import __main__ as command_line
from chalicelib.api.sender.authorizer import Unauthorized
from tests.software import basic


@pytest.fixture
def operations(world, capsys, monkeypatch):
    """Run one command; answer what it prints, or what it says on standard error."""
    monkeypatch.setattr(command_line, "INDEX_LAG", 0)

    def run(*words, fails=False):
        capsys.readouterr()
        assert command_line.main(list(words)) == (1 if fails else 0)
        told = capsys.readouterr()
        return told.err if fails else json.loads(told.out)

    return run


@pytest.fixture
def enter(http):
    """Ask for a token; answer the status."""

    def ask(client, secret):
        headers = {"Authorization": basic(client, secret), "Content-Type": "application/json"}
        return http.post("/v2/auth", headers=headers, body=b'{"grant_type": "client_credentials"}').status_code

    return ask


def test_a_sender_is_registered_and_let_in(operations, enter):
    """The secret that is shown once works."""
    tenant = operations("tenant", "create", "--name", "Sundsvalls kommun", "--orgnr", "202100-0985")["tenant_key"]
    client = operations("client", "create", "--name", "Ärendesystemet", "--tenant", tenant)

    assert client["tenants"] == [tenant]
    assert enter(client["client_id"], client["client_secret"]) == 200


def test_a_secret_is_rotated_without_a_gap(operations, sender, enter):
    """Two live at most; a third ends the first, and dropping the old ends the tokens too."""
    secrets = [sender.secret, *(operations("client", "rotate-secret", sender.client_id)["client_secret"] for _ in "ab")]
    assert [enter(sender.client_id, each) for each in secrets] == [401, 200, 200]

    operations("client", "drop-old-secrets", sender.client_id)

    assert [enter(sender.client_id, each) for each in secrets] == [401, 401, 200]
    with pytest.raises(Unauthorized):
        sender.call("GET", "/v2/tenant/{tk}")


def test_a_client_that_is_shut_out_is_out(operations, sender, enter):
    """Its tokens and its secrets; and what else was known of it stays."""
    operations("client", "disable", sender.client_id)

    with pytest.raises(Unauthorized):
        sender.call("GET", "/v2/tenant/{tk}")
    assert enter(sender.client_id, sender.secret) == 401
    assert "not_found" in operations("client", "disable", "client_unknown", fails=True)


def test_changing_a_client_loses_no_tenant_that_it_gets_meanwhile(operations, sender, world, enter, monkeypatch):
    """A tenant granted between the reading and the writing of a rotation is still there."""
    other = world.a_tenant("Regionen", "202100548901")
    rotate = world.operator.senders._set_secrets

    def slowly(client, secrets):
        operations("client", "grant", sender.client_id, "--tenant", other)
        rotate(client, secrets)

    monkeypatch.setattr(type(world.operator.senders), "_set_secrets", lambda _, client, secrets: slowly(client, secrets))
    operations("client", "rotate-secret", sender.client_id)

    sender.renew()
    assert {each["key"] for each in sender.call("GET", "/v2/tenant").json_body} == {sender.tenant, other}


def test_a_sender_of_everybody_is_told_apart(operations, sender, world):
    """Said and taken back."""
    for says, kept in (("yes", True), ("no", False)):
        assert operations("tenant", "whole-register", sender.tenant, says)["whole_register"] is kept
        assert world.operator.senders.tenant(sender.tenant).whole_register is kept
    assert "not_found" in operations("tenant", "whole-register", "0" * 42, "yes", fails=True)
