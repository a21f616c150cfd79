"""Web push as the RFCs write it: the example of RFC 8291, and a token that a stranger can check."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from chalicelib.notifications.push import PADDED_TO, encrypted, keys_of
from chalicelib.notifications.vapid import Vapid, base64url, from_base64url
from local.simulators.push import Browser, _claims, _decrypted
from tests.browsers import browser
from tests.world import FakeClock

# RFC 8291, appendix A.
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
THEIR_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
THEIR_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
OUR_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
OUR_PUBLIC = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
MESSAGE = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
    "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_keys_of_the_standards_example():
    """Content encryption key and nonce, as the appendix lists them."""
    ours = ec.derive_private_key(int.from_bytes(from_base64url(OUR_PRIVATE)), ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64url(THEIR_PUBLIC))
    salt = from_base64url("DGv6ra1nlYgDCS1FRnbzlw")
    key, nonce = keys_of(
        ours.exchange(ec.ECDH(), theirs), from_base64url(THEIR_PUBLIC), from_base64url(OUR_PUBLIC),
        from_base64url(AUTH), salt,
    )

    assert (base64url(key), base64url(nonce)) == ("oIhVW04MRdy2XN9CiKLxTg", "4h_95klXJ5E_qnoN")


def test_the_simulated_browser_reads_the_standards_example():
    """So that what it reads of ours is right as well."""
    one = Browser("x", "x", "", int.from_bytes(from_base64url(THEIR_PRIVATE)), AUTH)

    assert _decrypted(one, from_base64url(MESSAGE)) == b"When I grow up, I want to be a watermelon"


def test_only_the_browser_that_it_is_for_can_read_a_message():
    """Every message has keys of its own, and all are as long."""
    anna = browser("anna")
    keys = base64url(anna.point), anna.auth
    messages = [encrypted(text, *keys) for text in (b"{}", b'{"title": "Ny post"}', b"{}")]

    assert [_decrypted(anna, message) for message in messages] == [b"{}", b'{"title": "Ny post"}', b"{}"]
    assert len({message[:16] for message in messages}) == 3
    assert {len(message) for message in messages} == {16 + 4 + 1 + 65 + PADDED_TO + 1 + 16}
    from local.simulators.push import Refused

    with pytest.raises(Refused):
        _decrypted(browser("bo"), messages[0])


@pytest.mark.parametrize("point", ["", "AAAA", base64url(b"\x04" + bytes(64)), "å"])
def test_broken_keys_are_told_as_such(point):
    """Whatever a browser has sent: not on the curve, too short, no base64."""
    with pytest.raises(ValueError):  # noqa: PT011 (which, does not matter)
        encrypted(b"{}", point, browser("anna").auth)


class FixedSecret:
    """A secret that is known."""

    def text(self) -> str:
        return "s" * 64


def test_a_token_is_for_one_push_service_for_half_a_day():
    """Signed by the key that browsers subscribe with; made anew an hour before it ends."""
    clock = FakeClock()
    vapid = Vapid(clock=clock, secret=FixedSecret(), contact="post@kuvert.example")
    first = vapid.authorization("https://fcm.googleapis.com")
    given = dict(part.strip().split("=", 1) for part in first.removeprefix("vapid ").split(","))
    claims = _claims(given["t"], given["k"])

    assert given["k"] == vapid.public_key
    assert len(from_base64url(vapid.public_key)) == 65
    assert claims == {
        "aud": "https://fcm.googleapis.com", "sub": "mailto:post@kuvert.example",
        "exp": int((clock.now() + timedelta(hours=12)).timestamp()),
    }
    clock.advance(hours=10)
    assert vapid.authorization("https://fcm.googleapis.com") == first
    clock.advance(hours=1)
    assert vapid.authorization("https://fcm.googleapis.com") != first
    assert vapid.authorization("https://web.push.apple.com") != vapid.authorization("https://fcm.googleapis.com")


def test_the_same_secret_is_the_same_key():
    """Every process derives it anew."""
    keys = {Vapid(clock=FakeClock(), secret=FixedSecret(), contact="x").public_key for _ in range(2)}

    assert len(keys) == 1


def test_base64url_is_read_padded_or_not():
    """Browsers differ."""
    for size in range(5):
        data = bytes(range(250, 250 + size))
        assert from_base64url(base64url(data)) == data
        assert from_base64url(base64.urlsafe_b64encode(data).decode()) == data
