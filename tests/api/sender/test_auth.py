"""Tokens: who gets one, for what, and for how long."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from tests.software import basic

FORM = "application/x-www-form-urlencoded"


def ask(sender, path="/v2/auth", credentials=None, body=b"grant_type=client_credentials", content_type=FORM):
    headers = {"Authorization": credentials or basic(sender.client_id, sender.secret), "Content-Type": content_type}
    return sender.http.post(path, headers=headers, body=body)


@pytest.mark.parametrize("path", ["/v1/auth", "/v2/auth", "/v3/auth", "/v17/auth"])
def test_any_version_gives_the_same_token(sender, path):
    """The auth endpoint's version is independent of the others."""
    answer = ask(sender, path)
    token = answer.json_body

    assert answer.status_code == 200
    assert set(token) == {"state", "access_token", "expires_in", "scope", "token_type"}
    assert (token["expires_in"], token["token_type"], len(token["access_token"])) == (28800, "bearer", 32)
    assert f"kivra.v1.tenant.{sender.tenant}.**" in token["scope"].split()


@pytest.mark.parametrize("version", ["0", "V2", "x", "v", "v2a"])
def test_what_is_no_version_gives_none(sender, version):
    """The firewall holds only versions to a rate, so secrets must not be tried anywhere else."""
    assert ask(sender, f"/{version}/auth").json_body["code"] == 40400


def test_the_grant_may_be_json(sender):
    """Some older clients post the grant as JSON."""
    answer = ask(sender, body=b'{"grant_type":"client_credentials"}', content_type="application/json")

    assert answer.status_code == 200


@pytest.mark.parametrize("credentials", ["Basic Zm9vOmJhcg==", "Basic not-base64!", "Bearer x", "Basic Zm9v"])
def test_wrong_credentials_are_401_with_a_challenge(sender, credentials):
    """Unknown and wrong look the same."""
    answer = ask(sender, credentials=credentials)

    assert answer.status_code == 401
    assert answer.json_body["code"] == 40104
    assert answer.headers["x-error-code"] == "40104"
    assert answer.headers["WWW-Authenticate"]


def test_credentials_may_stand_in_the_form(sender):
    """As many OAuth2 libraries send them; what stands in the header counts before them."""
    told = {"grant_type": "client_credentials", "client_id": sender.client_id, "client_secret": sender.secret}
    as_form, as_json = urlencode(told).encode(), json.dumps(told).encode()

    for body, kind in ((as_form, FORM), (as_json, "application/json")):
        answer = sender.http.post("/v2/auth", headers={"Content-Type": kind}, body=body)
        assert (answer.status_code, answer.json_body["token_type"]) == (200, "bearer")
    assert ask(sender, credentials="Basic Zm9vOmJhcg==", body=as_form).status_code == 401


@pytest.mark.parametrize("client_id", ["", "a" * 3000, "client_unknown", "å"])
def test_whatever_is_no_client_is_refused_as_oauth2_has_it(sender, client_id):
    """With the way to be let in, and the word that libraries look for."""
    answer = ask(sender, credentials=basic(client_id, sender.secret))

    assert (answer.status_code, answer.json_body["code"], answer.json_body["error"]) == (401, 40104, "invalid_client")
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_a_scope_that_is_null_is_no_scope(sender):
    """As software writes that has a field for it and nothing to say."""
    answer = ask(sender, body=b'{"grant_type":"client_credentials","scope":null}', content_type="application/json")

    assert answer.status_code == 200


@pytest.mark.parametrize(("body", "kind", "code", "error"), [
    (b"[]", "application/json", 40001, "invalid_request"),
    (b'{"scope":["a"]}', "application/json", 40001, "invalid_request"),
    (b"grant_type=password", FORM, 40001, "unsupported_grant_type"),
    (b"grant_type=client_credentials", "text/xml", 41500, None),
])
def test_what_is_no_grant_gives_no_token(sender, body, kind, code, error):
    """It is read by the model that the document shows."""
    told = ask(sender, body=body, content_type=kind).json_body

    assert (told["code"], told.get("error")) == (code, error)


def test_a_body_that_is_too_deep_is_refused(sender):
    """It is no grant."""
    body = b'{"grant_type":' + b"[" * 50_000

    assert ask(sender, body=body, content_type="application/json").json_body["code"] == 40001


def test_what_is_too_much_to_keep_with_a_token_is_refused(sender):
    """In the body, whatever it holds; in scopes, however short they are."""
    own = f"post:kivra.v2.tenant.{sender.tenant}.content"
    for count, code in ((500, 200), (501, 40003), (3000, 41300)):
        answer = ask(sender, body=urlencode({"grant_type": "client_credentials", "scope": f"{own} " * count}).encode())
        assert answer.json_body.get("code", answer.status_code) == code
        assert code == 200 or (answer.json_body.get("error") == "invalid_scope") == (code == 40003)


def test_a_token_lives_eight_hours(sender, world):
    """An expired token speaks for nobody, whether or not its row has been removed."""
    assert world.operator.senders.caller(sender.token)

    world.clock.advance(hours=8)

    assert world.operator.senders.caller(sender.token) is None


def test_two_secrets_live_while_they_are_rotated(sender, world):
    """A client can be moved to a new secret without a moment in which neither works."""
    new = world.operator.senders.rotate_secret(sender.client_id)

    assert ask(sender).status_code == 200
    assert ask(sender, credentials=basic(sender.client_id, new)).status_code == 200

    world.operator.senders.drop_old_secrets(sender.client_id)

    assert ask(sender).status_code == 401
    assert ask(sender, credentials=basic(sender.client_id, new)).status_code == 200
    assert world.operator.senders.caller(sender.token) is None


def test_a_third_secret_ends_the_first(sender, world):
    """At most two secrets live."""
    world.operator.senders.rotate_secret(sender.client_id)
    world.operator.senders.rotate_secret(sender.client_id)

    assert ask(sender).status_code == 401


def test_secrets_are_stored_hashed(sender):
    """Nobody who reads the table learns a secret or a token."""
    from chalicelib.senders.store import ClientRow, TokenRow

    stored = str([row.serialize() for row in ClientRow.scan()] + [row.serialize() for row in TokenRow.scan()])

    assert sender.secret not in stored
    assert sender.token not in stored


@pytest.mark.parametrize(
    "scope",
    ["post:kivra.v2.tenant.{tk}.content", "get,post:kivra.v1.tenant.{tk}.content", "kivra.*.tenant.*.content",
     "post:kivra.v2.tenant.{tk}.content,get:kivra.v2.tenant.{tk}.usermatch.ssn"],
)
def test_a_limited_scope_is_granted_as_asked(sender, scope):
    """Scopes may be separated by commas or spaces, and hold several verbs."""
    body = f"grant_type=client_credentials&scope={scope.format(tk=sender.tenant)}".encode()

    assert ask(sender, body=body).status_code == 200


def test_a_scope_of_another_tenant_is_refused(sender, world):
    """A client cannot ask for more than it has."""
    other = world.a_tenant("Annan", "202100548901")
    answer = ask(sender, body=f"grant_type=client_credentials&scope=kivra.v2.tenant.{other}.content".encode())

    assert (answer.status_code, answer.json_body["code"]) == (400, 40003)
    assert answer.json_body["error"] == "invalid_scope"


def test_another_grant_is_refused(sender):
    """Only client credentials."""
    answer = ask(sender, body=b"grant_type=password")

    assert (answer.status_code, answer.json_body["error"]) == (400, "unsupported_grant_type")
