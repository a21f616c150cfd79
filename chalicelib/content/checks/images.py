"""An image that is whole, is of the kind it says, and is not so large that showing it fails. Only headers are read."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.content.checks.errors import InvalidIconSize, MissingAlphaChannel
from chalicelib.content.model import InvalidFiles

MAX_PIXELS = 40_000_000
ICON_SIDES = range(256, 513)

_PNG = b"\x89PNG\r\n\x1a\n"
# The frame headers of JPEG: all of 0xC0–0xCF except tables (C4, CC) and the reserved C8.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD8)})


def check_png(data: bytes) -> None:
    """Refuse what is not a whole PNG."""
    if not data.startswith(_PNG):
        raise _other("PNG")
    chunks = list(_png_chunks(data))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13 or chunks[-1][0] != b"IEND":
        raise _broken("PNG")
    _check_pixels(*_png_sides(data))


def picture_type(data: bytes) -> str:
    """Tell which of the kinds of picture an event may have this one is; it has been checked."""
    if data.startswith(_PNG):
        return "image/png"
    return "image/webp" if data.startswith(b"RIFF") else "image/jpeg"


def check_icon(data: bytes) -> None:
    """Refuse a sender's icon that is not a square PNG32 of 256 to 512 pixels."""
    if not data.startswith(_PNG):
        raise MissingAlphaChannel("The icon is not a PNG. Send a PNG with an alpha channel (PNG32).")
    check_png(data)
    width, height = _png_sides(data)
    if width != height or width not in ICON_SIDES:
        raise InvalidIconSize(f"The icon is {width} × {height} pixels. Send a square of 256 to 512 pixels.")
    depth, colours = data[24], data[25]
    if (depth, colours) != (8, 6):
        raise MissingAlphaChannel("The icon has no alpha channel. Save it as PNG32 (RGBA, 8 bits per channel).")


def check_jpeg(data: bytes) -> None:
    """Refuse what is not a whole JPEG."""
    if not data.startswith(b"\xff\xd8\xff"):
        raise _other("JPEG")
    if b"\xff\xd9" not in data[-1024:]:
        raise _broken("JPEG")
    for marker, segment in _jpeg_segments(data):
        if marker in _JPEG_FRAMES and len(segment) >= 5:
            _check_pixels(int.from_bytes(segment[3:5]), int.from_bytes(segment[1:3]))
            return
    raise _broken("JPEG")


def check_gif(data: bytes) -> None:
    """Refuse what is not a whole GIF."""
    if not data.startswith((b"GIF87a", b"GIF89a")):
        raise _other("GIF")
    if len(data) < 14 or not data.rstrip(b"\0").endswith(b";"):
        raise _broken("GIF")
    _check_pixels(int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little"))


def check_webp(data: bytes) -> None:
    """Refuse what is not a whole WebP."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise _other("WebP")
    if len(data) < 30 or int.from_bytes(data[4:8], "little") + 8 > len(data):
        raise _broken("WebP")
    _check_pixels(*_webp_sides(data))


def _other(kind: str) -> InvalidFiles:
    return InvalidFiles(f"The file is not a {kind}, as its content_type says. Send the right content_type.")


def _broken(kind: str) -> InvalidFiles:
    return InvalidFiles(f"The {kind} is damaged or cut off. Save it anew and send it again.")


def _check_pixels(width: int, height: int) -> None:
    if width * height == 0:
        raise InvalidFiles("The image has no pixels. Save it anew and send it again.")
    if width * height > MAX_PIXELS:
        raise InvalidFiles(f"The image has {width} × {height} pixels; at most {MAX_PIXELS} are taken. Make it smaller.")


def _png_sides(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks as far as they are whole."""
    at = len(_PNG)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at:at + 4])
        if end > len(data):
            return
        yield data[at + 4:at + 8], data[at + 8:end - 4]
        if data[at + 4:at + 8] == b"IEND":
            return
        at = end


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments before the image itself, as far as they are whole."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
        elif marker in _JPEG_BARE:
            at += 2
        else:
            length = int.from_bytes(data[at + 2:at + 4])
            yield marker, data[at + 4:at + 2 + length]
            at += 2 + max(length, 2)


def _webp_sides(data: bytes) -> tuple[int, int]:
    kind, body = data[12:16], data[20:30]
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    if kind == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    raise _broken("WebP")
