"""PDFs made by hand: sound ones, active ones, locked ones, and traps."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from functools import cache

import pikepdf
from fpdf import FPDF
from pikepdf import Array, Dictionary, Name, Pdf, String


@cache
def a_letter(pages: int = 1) -> bytes:
    """An ordinary letter, with a link on each page."""
    letter = FPDF()
    for page in range(1, pages + 1):
        letter.add_page()
        letter.set_font("helvetica", size=12)
        letter.cell(0, 10, f"Sida {page}: Räkningen för november", link="https://example.com/")
    return bytes(letter.output())


def changed(change, pages: int = 1, **saving) -> bytes:
    """An ordinary letter, with something done to it."""
    with Pdf.open(io.BytesIO(a_letter(pages))) as pdf:
        change(pdf)
        file = io.BytesIO()
        pdf.save(file, **saving)
        return file.getvalue()


def action(kind: str, **more) -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name("/" + kind), **more)


JAVASCRIPT = {"JS": String("app.alert(1)")}


def on_root(key: str, value):
    return lambda pdf: pdf.Root.__setitem__(key, value)


def on_click(act) -> object:
    def change(pdf):
        pdf.pages[0].Annots = Array([
            pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=act))
        ])
    return change


def named_javascript(pdf):
    tree = Dictionary(Names=Array([String("x"), pdf.make_indirect(action("JavaScript", **JAVASCRIPT))]))
    pdf.Root.Names = Dictionary(JavaScript=pdf.make_indirect(tree))


def attachment(pdf):
    pdf.attachments["x.exe"] = b"MZ"


def annotation(subtype: str, **more):
    def change(pdf):
        pdf.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), **more)])
    return change


def through_a_stream(pdf):
    """An action whose dictionary is a stream's: some readers take it."""
    stream = pdf.make_stream(b"", S=Name.JavaScript, JS=String("app.alert(1)"))
    on_click(stream)(pdf)


def by_reference(pdf):
    """The kind of an action, kept elsewhere."""
    on_click(Dictionary(S=pdf.make_indirect(Name.JavaScript), X=String("")))(pdf)


ACTIVE = {
    "JavaScript when it is opened": on_root("/OpenAction", action("JavaScript", **JAVASCRIPT)),
    "JavaScript by name": named_javascript,
    "JavaScript on a click": on_click(action("JavaScript", **JAVASCRIPT)),
    "JavaScript in a stream's dictionary": through_a_stream,
    "JavaScript by reference": by_reference,
    "JavaScript after another": on_click(action("GoTo", Next=action("JavaScript", **JAVASCRIPT))),
    "a page when it is opened": on_root("/OpenAction", action("URI", URI=String("https://example.com"))),
    "another act after opening": on_root("/OpenAction", action("GoTo", Next=action("Named", N=Name.Print))),
    "printing when it is opened": on_root("/OpenAction", action("Named", N=Name.Print)),
    "AA of the document": on_root("/AA", Dictionary()),
    "AA of a page": lambda pdf: pdf.pages[0].obj.__setitem__("/AA", Dictionary()),
    "Launch": on_click(action("Launch", F=String("cmd.exe"))),
    "SubmitForm": on_click(action("SubmitForm", F=String("https://example.com"))),
    "ImportData": on_click(action("ImportData", F=String("x.fdf"))),
    "GoToR": on_click(action("GoToR", F=String("x.pdf"))),
    "GoToE": on_click(action("GoToE", F=String("x.pdf"))),
    "Rendition": on_click(action("Rendition")),
    "RichMedia": annotation("RichMedia"),
    "Movie": annotation("Movie"),
    "Sound": annotation("Sound"),
    "3D": annotation("3D"),
    "FileAttachment": annotation("FileAttachment", FS=Dictionary(EF=Dictionary())),
    "XFA": on_root("/AcroForm", Dictionary(XFA=Array([]))),
    "EmbeddedFiles": attachment,
    "a javascript: link": on_click(action("URI", URI=String("javascript:alert(1)"))),
    "a file: link": on_click(action("URI", URI=String("file:///etc/passwd"))),
    "a link as a name": on_click(action("URI", URI=Name("/javascript:alert(1)"))),
    "a link by reference": lambda pdf: on_click(action("URI", URI=pdf.make_indirect(String("javascript:1"))))(pdf),
    "what links begin with": on_root("/URI", Dictionary(Base=String("javascript:"))),
}

HARMLESS = {
    "opens at a page": lambda pdf: pdf.Root.__setitem__("/OpenAction", Array([pdf.pages[0].obj, Name.Fit])),
    "goes to a page when it is opened": on_root("/OpenAction", action("GoTo", D=String("first"))),
    "a link to a page": on_click(action("URI", URI=String("https://example.com/?a=(b)"))),
    "a link to an address": on_click(action("URI", URI=String("mailto:a@example.com"))),
    "a link in hexadecimal": on_click(action("URI", URI=String("HTTP://example.com/\x01"))),
    "a form that is filled in": on_root("/AcroForm", Dictionary(Fields=Array([]))),
    "words about JavaScript": on_root("/Words", String("/JavaScript /AA /OpenAction /Launch")),
    "a name that begins alike": on_root("/JSON", Name("/AAA")),
}


def packed(change=lambda _: None, pages: int = 1) -> bytes:
    """The same with its objects in compressed streams."""
    return changed(change, pages, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def locked(user: str = "") -> bytes:
    return changed(lambda _: None, encryption=pikepdf.Encryption(owner="owner", user=user))


BASE = {
    1: b"<</Type/Catalog/Pages 2 0 R>>",
    2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
}


def written(objects: Mapping[int, bytes] = BASE, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, written plainly."""
    out, at = bytearray(b"%PDF-1.4\n"), {}
    for number, body in objects.items():
        at[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size = max(objects) + 1
    rows = [b"%010d 00000 n \n" % at[n] if n in at else b"0000000000 65535 f \n" for n in range(size)]
    return bytes(out) + b"xref\n0 %d\n%btrailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, b"".join(rows), size, trailer, len(out))


def streamed(streams: Mapping[int, tuple[int, int, bytes, list[int]]], objects: Mapping[int, bytes] = BASE) -> bytes:
    """A PDF of plain objects and object streams: number → (/N, /First, packed bytes, numbers of the objects in it)."""
    out, at = bytearray(b"%PDF-1.5\n"), {}
    bodies = dict(objects)
    for number, (count, first, data, _) in streams.items():
        bodies[number] = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (
            count, first, len(data), data)
    for number, body in bodies.items():
        at[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    last = max([*bodies, *(n for stream in streams.values() for n in stream[3])]) + 1
    rows = [bytes(7)] * (last + 1)
    for number, offset in {**at, last: len(out)}.items():
        rows[number] = b"\1" + offset.to_bytes(4) + b"\0\0"
    for number, stream in streams.items():
        for place, inside in enumerate(stream[3]):
            rows[inside] = b"\2" + number.to_bytes(4) + place.to_bytes(2)
    table = zlib.compress(b"".join(rows))
    return bytes(out) + (
        b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n%b\nendstream\nendobj\n"
        b"startxref\n%d\n%%%%EOF\n" % (last, last + 1, len(table), table, len(out)))


def a_bomb_of_headers(streams: int = 16) -> bytes:
    """A few kilobytes that say that they hold millions of objects."""
    header = b"10 0 " * 390_000
    data = zlib.compress(header + b"null ", 9)
    return streamed({100 + n: (390_000, len(header), data, [1000 + n]) for n in range(streams)})


def a_bomb_of_numbers(streams: int = 30) -> bytes:
    """A few kilobytes that unpack to arrays of a million numbers each."""
    body = b"[" + b"1 " * 900_000 + b"]"
    packed_body = [(n, zlib.compress(b"%d 0 " % (1000 + n) + body, 9)) for n in range(streams)]
    return streamed({100 + n: (1, 7, data, [1000 + n]) for n, data in packed_body})


def a_bomb_in_a_bomb() -> bytes:
    """Packed three times."""
    data = zlib.compress(zlib.compress(bytes(50_000_000), 9), 9)
    pdf = streamed({100: (1, 5, data, [1000])})
    return pdf.replace(b"/First 5/Filter/FlateDecode", b"/First 5/Filter[/FlateDecode/FlateDecode]")


TRAPS = {
    "headers": a_bomb_of_headers,
    "numbers": a_bomb_of_numbers,
    "a bomb in a bomb": a_bomb_in_a_bomb,
    "100,000 objects": lambda: written({**BASE, **dict.fromkeys(range(4, 100001), b"<<>>")}),
    "pages of pages of pages": lambda: written({
        1: BASE[1], **{n: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, 20_000)}, 20_000: BASE[3]}),
    "a page tree that bites its tail": lambda: written({**BASE, 2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"}),
    "the same page for ever": lambda: written({**BASE, 2: b"<</Type/Pages/Kids[" + b"3 0 R " * 3000 + b"]/Count 3000>>"}),
    "no pages": lambda: written({**BASE, 2: b"<</Type/Pages/Kids[]/Count 0>>"}),
    "no page tree": lambda: written({**BASE, 1: b"<</Type/Catalog>>"}),
    "pages that are none": lambda: written({**BASE, 2: b"<</Type/Pages/Kids[9 0 R 7]/Count 1>>"}),
    "501 pages": lambda: written({
        **BASE, 2: b"<</Type/Pages/Kids[" + b" ".join(b"%d 0 R" % n for n in range(3, 504)) + b"]/Count 501>>",
        **dict.fromkeys(range(3, 504), BASE[3])}),
}
