"""Images and texts are what they say, whole and of a size that can be shown."""

from __future__ import annotations

import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chalicelib.content.checks import CHECKS, check_part
from chalicelib.content.checks.errors import InvalidIconSize, MissingAlphaChannel, UnsupportedFileType
from chalicelib.content.checks.images import check_icon
from chalicelib.content.model import InvalidFiles

KINDS = ["png", "jpeg", "gif", "webp"]


def a_picture(kind: str, size: tuple[int, int] = (30, 20), mode: str = "RGB", **more) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, "teal").save(file, kind.upper(), **more)
    return file.getvalue()


def a_png_that_says(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)

    header = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_taken(kind):
    check_part(a_picture(kind), f"image/{kind}")


@pytest.mark.parametrize("more", [{"lossless": True}, {"exif": b"Exif\0\0x"}, {"save_all": True}])
def test_every_sort_of_webp_is_taken(more):
    check_part(a_picture("webp", **more), "image/webp")


@pytest.mark.parametrize("more", [{"progressive": True}, {"quality": 20, "comment": b"hej"}, {"dpi": (300, 300)}])
def test_every_sort_of_jpeg_is_taken(more):
    check_part(a_picture("jpeg", **more), "image/jpeg")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("other", [*KINDS, "pdf"])
def test_a_picture_of_another_kind_is_refused(kind, other):
    data = b"%PDF-1.4 %%EOF" if other == "pdf" else a_picture(other)
    if kind != other:
        with pytest.raises(InvalidFiles, match="as its content_type says"):
            check_part(data, f"image/{kind}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.05, 0.3, 0.8])
def test_half_a_picture_is_refused(kind, share):
    data = a_picture(kind, (64, 64))
    with pytest.raises(InvalidFiles):
        check_part(data[: int(len(data) * share)], f"image/{kind}")


@pytest.mark.parametrize(("width", "height", "word"), [(0, 5, "no pixels"), (20_000, 20_000, "at most")])
def test_a_picture_that_cannot_be_shown_is_refused(width, height, word):
    with pytest.raises(InvalidFiles, match=word):
        check_part(a_png_that_says(width, height), "image/png")


@settings(max_examples=200)
@given(kind=st.sampled_from(KINDS), at=st.integers(0, 400), junk=st.binary(max_size=6))
def test_a_changed_picture_is_taken_or_refused_and_nothing_else(kind, at, junk):
    data = bytearray(a_picture(kind))
    data[at:at + len(junk)] = junk
    try:
        check_part(bytes(data), f"image/{kind}")
    except InvalidFiles as refusal:
        assert refusal.number == 40019  # noqa: PT017 (some are taken)


@pytest.mark.parametrize("side", [256, 300, 512])
def test_an_icon_is_a_square_png32(side):
    check_icon(a_picture("png", (side, side), "RGBA"))


@pytest.mark.parametrize("size", [(255, 255), (513, 513), (256, 257)])
def test_an_icon_of_another_size_is_refused(size):
    with pytest.raises(InvalidIconSize) as caught:
        check_icon(a_picture("png", size, "RGBA"))
    assert caught.value.number == 40030


@pytest.mark.parametrize("data", [a_picture("png", (256, 256)), a_picture("jpeg", (256, 256)), a_picture("png", (256, 256), "P")])
def test_an_icon_without_alpha_is_refused(data):
    with pytest.raises(MissingAlphaChannel) as caught:
        check_icon(data)
    assert caught.value.number == 40031


@pytest.mark.parametrize("text", ["Hej å, ä, ö", "\ufeffmed märke", "rad\r\nrad\ttabb", "🙂"])
def test_text_is_taken(text):
    check_part(text.encode(), "text/plain")


@pytest.mark.parametrize("data", ["å".encode("latin-1"), "hej".encode("utf-16"), b"a\0b"])
def test_what_is_not_utf_8_is_refused(data):
    with pytest.raises(InvalidFiles, match="UTF-8"):
        check_part(data, "text/plain")


@pytest.mark.parametrize("kind", CHECKS)
def test_an_empty_part_is_refused(kind):
    with pytest.raises(InvalidFiles, match="empty"):
        check_part(b"", kind)


@pytest.mark.parametrize("kind", ["application/zip", "image/svg+xml", "text/html; charset=utf-8", "TEXT/HTML", ""])
def test_other_kinds_are_not_delivered(kind):
    with pytest.raises(UnsupportedFileType, match="application/pdf") as caught:
        check_part(b"x", kind)
    assert caught.value.number == 40028
