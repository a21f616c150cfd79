"""Icons of tenants: what is taken, and what everybody sees."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from tests.faults.harness import Breaker, breaking

PICTURE = {"Accept": "image/png"}


def png(side: int = 256, mode: str = "RGBA", height: int = 0) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new(mode, (side, height or side), "navy").save(out, "PNG")
    return out.getvalue()


def sent(data: bytes):
    return {"file": {"name": "icon.png", "data": base64.b64encode(data).decode(), "content_type": "image/png"}}


def shown(http, tenant: str, **headers: str):
    return http.request("GET", f"/img/tenant/{tenant}/icon.png", headers={**PICTURE, **headers})


@pytest.mark.parametrize("side", [256, 512])
def test_an_icon_is_set_and_shown_to_everybody(sender, http, side):
    """204; then the same bytes, cached, as nothing but a picture."""
    answer = sender.call("POST", "/v2/tenant/{tk}/icon", sent(png(side)))
    picture = shown(http, sender.tenant)

    assert (answer.status_code, answer.body) == (204, b"")
    assert (picture.status_code, picture.body) == (200, png(side))
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["cache-control"] == "public, max-age=3600"
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert "x-correlation-id" in picture.headers


def test_a_new_icon_takes_the_place_of_the_old(sender, http):
    """Its etag changes with it; what has not changed is not sent again."""
    sender.call("POST", "/v2/tenant/{tk}/icon", sent(png()))
    first = shown(http, sender.tenant).headers["etag"]
    sender.call("POST", "/v2/tenant/{tk}/icon", sent(png(300)))

    assert shown(http, sender.tenant, **{"If-None-Match": first}).body == png(300)
    now = shown(http, sender.tenant).headers["etag"]
    unchanged = shown(http, sender.tenant, **{"If-None-Match": now})
    assert (unchanged.status_code, unchanged.body) == (304, b"")


@pytest.mark.parametrize(("data", "code"), [
    (png(255), 40030), (png(513), 40030), (png(256, height=300), 40030), (png(mode="RGB"), 40031), (b"GIF89a", 40031),
    (png()[:-20], 40019),
])
def test_what_is_no_icon_is_refused(sender, http, data, code):
    """In the catalogue's words; nothing is stored."""
    answer = sender.call("POST", "/v2/tenant/{tk}/icon", sent(data))

    assert (answer.status_code, answer.json_body["code"]) == (400, code)
    assert shown(http, sender.tenant).status_code == 404


def test_what_is_no_file_is_refused(sender):
    """Not base64, another type, nothing at all, too large."""
    wrong = [
        ({"file": {"data": "%", "content_type": "image/png"}}, 40019), (sent(png()) | {"file": {}}, 40000), ({}, 40000),
    ]
    for body, code in wrong:
        assert sender.call("POST", "/v2/tenant/{tk}/icon", body).json_body["code"] == code
    assert sender.call("POST", "/v2/tenant/{tk}/icon", sent(b"x" * 1_100_000)).status_code == 413


def test_nobody_without_an_icon_is_shown(http, sender):
    """No icon, no such tenant, and what cannot be a tenant are the same 404."""
    answers = [shown(http, tenant) for tenant in (sender.tenant, "1795176000" + "f" * 32, "..%2Fmailbox", "x")]

    assert {answer.status_code for answer in answers} == {404}


def test_who_does_not_ask_for_a_picture_is_told_how(http, sender):
    """The gateway would send base64 to them; the web app's distribution asks rightly for every browser."""
    sender.call("POST", "/v2/tenant/{tk}/icon", sent(png()))
    answer = shown(http, sender.tenant, Accept="text/html,image/png")

    assert (answer.status_code, answer.json_body["code"]) == (406, 40600)


def test_what_an_icon_costs(sender, http):
    """Setting: the token, one put, one write. Showing: one read; none for what cannot be a tenant."""
    with breaking(Breaker()) as breaker:
        sender.call("POST", "/v2/tenant/{tk}/icon", sent(png()))
    assert breaker.calls == ["dynamodb.GetItem", "s3.PutObject", "dynamodb.UpdateItem"]
    with breaking(Breaker()) as breaker:
        shown(http, sender.tenant)
        shown(http, "x")
    assert breaker.calls == ["s3.GetObject"]
