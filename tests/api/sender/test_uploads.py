"""Large files: a link that takes exactly one file, and a content that names it."""

from __future__ import annotations

import io
from urllib.parse import parse_qs, urlsplit

import pikepdf
import pytest
import requests

from chalicelib.mailbox.model import As
from tests.faults.harness import Breaker, breaking
from tests.software import SenderSoftware
from tests.world import PDF, World, a_content


def place(sender: SenderSoftware, data: bytes = PDF, content_type: str = "application/pdf"):
    """Ask for a place for a file."""
    return sender.call("POST", "/v2/tenant/{tk}/upload", {"content_type": content_type, "size": len(data)})


def put(sender: SenderSoftware, data: bytes = PDF, content_type: str = "application/pdf") -> str:
    """Upload a file; answer its key."""
    made = place(sender, data, content_type).json_body
    assert requests.put(made["url"], data=data, headers=made["headers"], timeout=10).status_code == 200
    return made["upload_key"]


def naming(key: str, **change):
    """A letter whose part is an uploaded file."""
    part = {"name": "stor.pdf", "upload_key": key, "content_type": "application/pdf"}
    return a_content(parts=[part], **change)


def a_pdf(size: int) -> bytes:
    """A sound PDF of about so many bytes that do not compress."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].obj["/Kuvert"] = pdf.make_stream(bytes(range(256)) * (size // 256))
    out = io.BytesIO()
    pdf.save(out, compress_streams=False)
    return out.getvalue()


def test_a_file_that_was_uploaded_is_delivered_byte_for_byte(sender: SenderSoftware, world: World):
    tolvan, large = world.a_person(), a_pdf(3_000_000)
    with breaking(Breaker()) as counted:
        answer = sender.send(naming(put(sender, large)))

    prefix = f"mailbox/{tolvan.mailbox}/{answer.headers['kivra-objkey']}/"
    assert answer.status_code == 201
    assert world.operator.blobs.get(f"{prefix}1") == large
    assert counted.calls[-5:] == [
        "s3.GetObject", "dynamodb.BatchGetItem", "s3.PutObject", "s3.PutObject", "dynamodb.TransactWriteItems",
    ]


def test_its_recipient_opens_it_by_a_link_like_any_document(sender: SenderSoftware, world: World):
    tolvan, large = world.a_person(), a_pdf(3_000_000)
    key = sender.send(naming(put(sender, large))).headers["kivra-objkey"]
    [document] = world.operator.mailboxes.open(tolvan.mailbox, key).documents
    link = world.operator.mailboxes.link(tolvan.mailbox, key, 1, As.INLINE, tolvan.person)
    shown = requests.get(link.url, timeout=10)

    assert (document.size, document.content_type) == (len(large), "application/pdf")
    assert shown.content == large
    assert shown.headers["content-disposition"].startswith("inline")


def test_the_link_takes_that_file_only_for_an_hour_and_at_the_tenants_own_place(sender: SenderSoftware):
    answer = place(sender)
    made, url = answer.json_body, urlsplit(answer.json_body["url"])
    signed = {name: values[0] for name, values in parse_qs(url.query).items()}

    assert answer.status_code == 201
    assert set(made) == {"upload_key", "url", "method", "headers", "expires_at"}
    assert signed["X-Amz-SignedHeaders"] == "content-length;content-type;host"
    assert (signed["X-Amz-Expires"], made["method"]) == ("3600", "PUT")
    assert made["headers"] == {"content-type": "application/pdf", "content-length": str(len(PDF))}
    assert url.path.endswith(f"/uploads/{sender.tenant}/{made['upload_key']}")
    assert made["expires_at"] == "2026-11-20T13:00:00.000Z"


@pytest.mark.parametrize(("wanted", "code"), [
    ({"content_type": "application/zip", "size": 10}, 40028), ({"content_type": "application/pdf", "size": 0}, 40000),
    ({"content_type": "application/pdf", "size": True}, 40000),
    ({"content_type": "application/pdf", "size": 25_000_001}, 41300), ({"size": 10}, 40000),
])
def test_what_will_never_be_taken_gets_no_link(sender: SenderSoftware, wanted, code):
    assert sender.call("POST", "/v2/tenant/{tk}/upload", wanted).json_body["code"] == code


def test_a_file_that_is_not_there_over_or_anothers_is_refused_alike(sender: SenderSoftware, world: World):
    world.a_person()
    mine, empty = put(sender), place(sender).json_body["upload_key"]
    own, sender.tenant = sender.tenant, world.a_tenant("Annan", "202100548901")
    sender.token = world.token(sender.tenant)
    theirs = sender.send(naming(mine)).json_body
    sender.tenant, sender.token = own, world.token(own)
    nothing, unknown = sender.send(naming(empty)).json_body, sender.send(naming("x")).json_body
    world.clock.advance(hours=25)
    sender.token = world.token(own)
    over = sender.send(naming(mine)).json_body

    assert {answer["code"] for answer in (theirs, nothing, unknown, over)} == {40019}
    assert theirs["long_message"] == nothing["long_message"]
    assert "PUT it" in nothing["long_message"]
    assert "within 24 hours" in over["long_message"]


def test_what_is_uploaded_is_judged_like_what_is_sent(sender: SenderSoftware, world: World):
    world.a_person()
    for bad in (b"no PDF at all", PDF[:-20]):
        assert sender.send(naming(put(sender, bad))).json_body["code"] == 40019
    other = naming(put(sender))
    other["parts"][0]["content_type"] = "image/png"
    assert sender.send(other).json_body["code"] == 40019
    assert world.objects("mailbox/") == []


def test_more_than_fits_is_refused_though_the_link_would_have_stopped_it(sender: SenderSoftware, world: World):
    """S3 counts the bytes; should it not, the file is not even read."""
    world.a_person()
    made = place(sender).json_body
    world.operator.blobs.put(f"uploads/{sender.tenant}/{made['upload_key']}", b"%PDF-" * 5_000_001, "application/pdf")
    assert sender.send(naming(made["upload_key"])).json_body["code"] == 41300


def test_the_files_of_one_content_have_a_limit_together(sender: SenderSoftware, world: World):
    world.a_person()
    key = put(sender, a_pdf(17_000_000))
    content = naming(key)
    assert sender.send({**content, "parts": content["parts"] * 3}).json_body["code"] == 41300


def test_a_repetition_is_answered_as_the_first_time_also_when_the_upload_is_over(sender: SenderSoftware, world: World):
    world.a_person()
    content = naming(put(sender))
    first = sender.send(content)
    world.clock.advance(hours=30)
    sender.renew()
    again = sender.send(content)

    assert (again.status_code, again.headers["kivra-objkey"]) == (201, first.headers["kivra-objkey"])


def test_a_part_lies_in_one_place(sender: SenderSoftware):
    part = {"name": "a", "content_type": "application/pdf"}
    for wrong in (part, {**part, "data": "SGVq", "upload_key": "1"}):
        answer = sender.send(a_content(parts=[wrong])).json_body
        assert (answer["code"], answer["errors"][0]["pointer"]) == (40000, "/parts/0")
    assert sender.send(a_content(parts=[{**part, "file": "a.pdf"}])).json_body["code"] == 40019


def test_what_waits_is_replaced_by_a_large_file(sender: SenderSoftware, world: World):
    content = naming(put(sender), type="letter.salary", retain=True)
    key = sender.send(content).headers["kivra-objkey"]
    answer = sender.call("PUT", f"/v2/tenant/{{tk}}/content/{key}", {**content, "subject": "Ny"})
    assert answer.status_code == 200


def test_a_dry_run_judges_the_file(sender: SenderSoftware, world: World):
    world.a_person()
    good = sender.call("POST", "/v2/tenant/{tk}/content?dry_run=true", naming(put(sender)))
    bad = sender.call("POST", "/v2/tenant/{tk}/content?dry_run=true", naming(place(sender).json_body["upload_key"]))
    assert good.json_body["would"] == "delivered"
    assert bad.json_body["code"] == 40019
