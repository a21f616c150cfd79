"""A PDF that every reader can read, that is not locked, and that does nothing but be read.

The objects are judged one by one as they stand in the file, also those that no page leads to. Most are cleared by
one search through their canonical text, in which names are written plainly; only what that search stops at is taken
apart (`active.py`). The file is read in place: nothing is repaired, and what is stored is what was sent.
"""

from __future__ import annotations

import io
import logging
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any, BinaryIO

from chalicelib.content.checks.active import ACTIVE, examine
from chalicelib.content.model import InvalidFiles

MAX_PAGES = 500
MAX_OBJECTS = 50_000
# What the compressed object streams of one PDF may hold together, and one of them alone. A few kilobytes of them can
# otherwise become gigabytes of objects.
MAX_STRUCTURE = 4_000_000
MAX_STREAM = 2_000_000
MAX_NODES = 2_000  # of the page tree: pages and what groups them

_NAMES = "|".join([*sorted(ACTIVE), "OpenAction"]).encode()
_SUSPECT = re.compile(rb"/(?:" + _NAMES + rb"|URI)(?![^\x00\t\n\f\r ()<>\[\]{}/%])")
_LINK = re.compile(rb"/S /URI /URI \((?:https?://|mailto:|tel:)")
# In the raw bytes of a damaged file: the same names, letters of a name written as numbers, and packed objects.
_HIDING = re.compile(rb"/(?:" + _NAMES + rb"|ObjStm)(?![A-Za-z0-9])|/[A-Za-z]*#[4-7][0-9A-Fa-f]")

_CUT = "The PDF is cut off: its end (%%EOF) is missing. Send the whole file."
_LOCKED = "The PDF is encrypted. Send it without password and without restrictions."
_DAMAGED = "The PDF is damaged and cannot be read. Make it anew and check that it opens in a PDF reader."
_TOO_MUCH = f"The PDF holds too many objects; at most {MAX_OBJECTS} are taken. Make it anew with a simpler structure."


def check_pdf(data: bytes) -> None:
    """Refuse a file that is not a PDF, cannot be read, is locked, has no pages or too many, or does things."""
    if not data.startswith(b"%PDF-"):
        raise InvalidFiles("The file is not a PDF: it does not begin with %PDF-. Send the right content_type.")
    if b"%%EOF" not in data[-1024:]:
        raise InvalidFiles(_CUT)
    with _file(data) as file:
        if not _is_sound(file):
            _check_damaged(data, file)


def _is_sound(file: BinaryIO) -> bool:
    """Judge a PDF that is whole; answer False when it is not, and would have to be repaired to be read."""
    pikepdf = _pikepdf()
    try:
        with _opened(file, recover=False) as pdf:
            _judge(pdf)
            return not pdf.get_warnings()
    except pikepdf.PasswordError:
        raise InvalidFiles(_LOCKED) from None
    except _unreadable():
        return False


def _check_damaged(data: bytes, file: BinaryIO) -> None:
    """Judge a PDF that readers repair before they show it; many old printers' programs write such.

    Two readers may repair it differently, so nothing may stand in it that could be taken for active content.
    """
    if _HIDING.search(data):
        raise InvalidFiles(_DAMAGED)
    try:
        with _opened(file, recover=True) as pdf:
            _judge(pdf)
    except _unreadable():
        raise InvalidFiles(_DAMAGED) from None


@contextmanager
def _file(data: bytes) -> Iterator[BinaryIO]:
    """Put the bytes in a nameless file in memory, which is read three times faster than a Python stream."""
    if not hasattr(os, "memfd_create"):
        yield io.BytesIO(data)
        return
    with os.fdopen(os.memfd_create("part"), "w+b", buffering=0) as file:
        file.write(data)
        yield file


@contextmanager
def _opened(file: BinaryIO, *, recover: bool) -> Iterator[Any]:
    pikepdf = _pikepdf()
    file.seek(0)
    mode = pikepdf.AccessMode.default if isinstance(file, io.BytesIO) else pikepdf.AccessMode.mmap
    with pikepdf.Pdf.open(file, attempt_recovery=recover, inherit_page_attributes=False, access_mode=mode) as pdf:
        yield pdf


@cache
def _pikepdf() -> ModuleType:
    """Import the library on first use, with limits against files that unpack to more than they should."""
    import pikepdf
    from pikepdf.settings import set_qpdf_limits

    set_qpdf_limits(flate_max_memory=MAX_STREAM, run_length_max_memory=MAX_STREAM, max_stream_filters=2,
                    png_max_memory=MAX_STREAM, tiff_max_memory=MAX_STREAM, parser_max_container_size=4 * MAX_OBJECTS,
                    doc_max_warnings=1_000)
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # damaged files are told of to who sent them
    return pikepdf


@cache
def _unreadable() -> tuple[type[Exception], ...]:
    """What the library raises over a file that it can make nothing of."""
    kinds = (RuntimeError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, MemoryError, zlib.error)
    return _pikepdf().PdfError, *kinds


def _judge(pdf: Any) -> None:
    if pdf.is_encrypted:
        raise InvalidFiles(_LOCKED)
    _check_amount(pdf)
    things = [thing for thing in pdf.objects if hasattr(thing, "unparse")]  # not: numbers, truth values, nothing
    things.append(pdf.trailer)
    texts = [_text(thing) for thing in things]
    if _is_suspect(b"\n".join(texts)):
        for thing, text in zip(things, texts, strict=True):
            if _is_suspect(text):
                examine(thing)
    _check_pages(pdf.Root)


def _check_amount(pdf: Any) -> None:
    """Refuse a file of too many objects before they are made: by its own list, and by what its streams unpack to."""
    entries = pdf.get_xref_table()
    if len(entries) > MAX_OBJECTS:
        raise InvalidFiles(_TOO_MUCH)
    objects = size = 0
    for number in {entry.obj_stream_number for entry in entries.values() if entry.type == 2}:
        stream = pdf.get_object(number, 0)
        objects += int(stream.N)
        size += _unpacked_size(stream)
        if objects > MAX_OBJECTS or size > MAX_STRUCTURE:
            raise InvalidFiles(_TOO_MUCH)


def _unpacked_size(stream: Any) -> int:
    raw = stream.read_raw_bytes()
    kind = str(stream.get("/Filter", ""))
    if kind == "":
        return len(raw)
    if kind != "/FlateDecode":
        raise InvalidFiles("The PDF packs its objects in an unusual way. Make it anew with an ordinary PDF writer.")
    return len(zlib.decompressobj().decompress(raw, MAX_STREAM + 1))


def _text(thing: Any) -> bytes:
    """Write an object out; of a stream its dictionary, because nothing else of it can act."""
    text: bytes = thing.unparse(resolved=True)
    return thing.stream_dict.unparse() if text.endswith(b" R") else text


def _is_suspect(text: bytes) -> bool:
    """Whether some object must be taken apart; ordinary links need not be."""
    return _SUSPECT.search(_LINK.sub(b"", text) if b"/URI" in text else text) is not None


def _check_pages(root: Any) -> None:
    """Count the pages by walking the tree that they hang in, which may be a trap: endless, or far too deep."""
    waiting, seen, nodes, pages = [root.Pages], set(), 0, 0
    while waiting:
        node = waiting.pop()
        nodes += 1
        if nodes > MAX_NODES or node.objgen in seen:
            raise InvalidFiles(f"The PDF's list of pages is wrong or too long; at most {MAX_PAGES} pages are taken.")
        if node.is_indirect:
            seen.add(node.objgen)
        if "/Kids" in node:
            waiting.extend(node.Kids)
        else:
            pages += 1
    if not 1 <= pages <= MAX_PAGES:
        raise InvalidFiles(f"The PDF has {pages} pages; from 1 to {MAX_PAGES} are taken.")
