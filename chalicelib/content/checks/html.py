"""An HTML part that shows itself and nothing else: no scripts, no forms, no frames, nothing fetched from outside.

Only HTML that every reader cuts into the same pieces is taken: markup that one parser mends and another does not is
where scripts hide. So the pieces are cut by one strict pattern, and what does not fit it is refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from chalicelib.content.checks.css import outside_piece
from chalicelib.content.checks.text import read_text
from chalicelib.content.model import InvalidFiles

MAX_DEPTH = 400  # browsers flatten what is nested deeper

_SPACE = r"[ \t\n\r\f]"
_NAME = r"""[^ \t\n\r\f"'<>/=]++"""
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^ \t\n\r\f"'=<>`][^ \t\n\r\f"'<>`]*+)"""
_ATTRIBUTE = rf"{_NAME}(?:{_SPACE}*={_SPACE}*{_VALUE})?+"
_PIECE = re.compile(
    rf"""<(?P<tag>[a-zA-Z]{_NAME}|[a-zA-Z])(?P<attributes>(?:(?:{_SPACE}++|(?<=["'])){_ATTRIBUTE})*+){_SPACE}*+/?>
    |</(?P<end>[a-zA-Z][^ \t\n\r\f<>/"'=]*+){_SPACE}*+>
    |<!--(?!-?>)(?:(?!--!?>).)*+-->
    |<[?!](?!--)[^<>]*+>
    |(?P<text>(?:[^<]++|<(?![a-zA-Z/!?]))++)
    """.replace("\n    ", ""),
    re.DOTALL,
)
_ATTRIBUTES = re.compile(rf"({_NAME})(?:{_SPACE}*={_SPACE}*({_VALUE}))?")
_RAW = re.compile(r"(?P<content>(?:(?!</).)*+)</(?P<end>[a-zA-Z]++)[ \t\n\r\f]*+>", re.DOTALL)

# What acts, frames or submits, and what parsers read in ways of their own.
REFUSED = frozenset({
    "script", "iframe", "frame", "frameset", "object", "embed", "applet", "param", "form", "input", "button", "select",
    "textarea", "keygen", "isindex", "link", "base", "audio", "video", "source", "track", "picture", "portal", "svg",
    "math", "template", "slot", "noscript", "noembed", "noframes", "xmp", "plaintext", "listing", "canvas", "dialog",
    "marquee", "bgsound", "layer", "ilayer", "image", "menuitem", "fencedframe",
})
_FETCHING = frozenset({
    "src", "srcset", "background", "poster", "lowsrc", "dynsrc", "data", "code", "codebase", "archive", "profile",
    "manifest", "ping", "action", "formaction", "srcdoc", "xlink:href", "imagesrcset", "longdesc", "attributionsrc",
})
# Elements that need no end tag, so that being open says nothing of depth.
_FLAT = frozenset({
    "area", "br", "col", "hr", "img", "meta", "wbr", "p", "li", "td", "th", "tr", "dt", "dd", "tbody", "thead", "tfoot",
    "colgroup", "html", "head", "body",
})
_META = frozenset({"content-type", "content-language", "x-ua-compatible", "content-security-policy"})
_ASCII = frozenset({"us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "latin1", "windows-1252"})
_IMAGE = re.compile(r"data:image/(?:png|jpeg|jpg|gif|webp)[;,]", re.IGNORECASE)
_LINK = re.compile(r"(?:https?:|mailto:|tel:|#|$)", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20]")

_ADVICE = (
    "HTML parts are shown without scripts, forms and frames, and nothing is fetched from outside: put images in as "
    "data: URLs and styles in <style>, and send it again."
)


@dataclass(slots=True)
class Document:
    """What one reading of an HTML part finds."""

    findings: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    title: str = ""
    body: dict[str, str] = field(default_factory=dict)
    tags: int = 0
    depth: int = 0


def check_html(data: bytes) -> None:
    """Refuse an HTML part that is not UTF-8, not HTML, or does or fetches anything; the first such piece is named."""
    text = read_text(data)
    document = read(text)
    if document.findings:
        raise InvalidFiles(f"The HTML contains {document.findings[0]}. {_ADVICE}")
    if document.tags == 0:
        raise InvalidFiles("The file contains no HTML. Send HTML, or its right content_type.")


def read(text: str) -> Document:
    """Read an HTML document to its end, or to where it is not well-formed."""
    document = Document()
    for name, attributes, content in _elements(text, document):
        document.tags += 1
        _judge(document, name, attributes, text)
        if name == "style":
            _judge_style(document, "<style>", content)
            document.styles.append(content)
        elif name == "title":
            document.title = document.title or html.unescape(content).strip()
        elif name in ("html", "body"):
            document.body.update(attributes)
    return document


def is_image(url: str) -> bool:
    """Whether a URL holds an image itself."""
    return bool(_IMAGE.match(_IGNORED.sub("", url)))


def is_link(url: str) -> bool:
    """Whether a URL leads where people may be sent: to a page, an e-mail address, a phone number, a place here."""
    return bool(_LINK.match(_IGNORED.sub("", url)))


def _elements(text: str, document: Document) -> Iterator[tuple[str, dict[str, str], str]]:
    """Cut the text into its elements: name, attributes, and of <style> and <title> what stands in them."""
    at = 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            document.findings.append(f"malformed markup in line {text.count(chr(10), 0, at) + 1}")
            return
        at = piece.end()
        name = (piece["tag"] or "").lower()
        if piece["end"] and piece["end"].lower() not in _FLAT:
            document.depth = max(document.depth - 1, 0)
        content = ""
        if name in ("style", "title"):
            raw = _RAW.match(text, at)
            if raw is None or raw["end"].lower() != name:
                document.findings.append(f"a <{name}> that is not closed, or has markup in it")
                return
            content, at = raw["content"], raw.end()
        if name:
            yield name, _attributes(piece["attributes"]), content


def _attributes(text: str) -> dict[str, str]:
    """Read attributes; of two with the same name the first counts."""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTES.findall(text) if text else ():
        bare = value[1:-1] if value[:1] in ("'", '"') else value
        found.setdefault(name.lower(), html.unescape(bare))
    return found


def _judge(document: Document, tag: str, attributes: Mapping[str, str], text: str) -> None:
    if tag in REFUSED:
        document.findings.append(f"<{tag}>")
    if tag not in _FLAT and tag not in ("style", "title"):
        document.depth += 1
        if document.depth == MAX_DEPTH:
            document.findings.append(f"more than {MAX_DEPTH} elements inside each other")
    if tag == "meta":
        _judge_meta(document, attributes, text)
    for name, value in attributes.items():
        _judge_attribute(document, tag, name, value)


def _judge_attribute(document: Document, tag: str, name: str, value: str) -> None:
    if name.startswith("on"):
        document.findings.append(f"the event handler {name[:40]} on <{tag[:40]}>")
    elif name in _FETCHING and value.strip() and not (name in ("src", "background") and is_image(value)):
        document.findings.append(f"something fetched from outside by {name} on <{tag[:40]}>")
    elif name == "href" and not is_link(value):
        document.findings.append(f"a link that is not https:, http:, mailto:, tel: or # in href on <{tag[:40]}>")
    elif name == "style":
        _judge_style(document, f"style on <{tag[:40]}>", value)


def _judge_style(document: Document, where: str, css: str) -> None:
    piece = outside_piece(css)
    if piece:
        document.findings.append(f"something fetched from outside by {piece} in {where}")


def _judge_meta(document: Document, attributes: Mapping[str, str], text: str) -> None:
    act = attributes.get("http-equiv", "").strip().lower()
    if act and act not in _META:
        document.findings.append(f"<meta http-equiv={act[:40]}>")
    declared = _CHARSET.search(attributes.get("content", "")) if act == "content-type" else None
    charset = (declared[1] if declared else attributes.get("charset", "utf-8")).strip().lower()
    if charset not in ("utf-8", "utf8") and not (charset in _ASCII and text.isascii()):
        document.findings.append("a charset that is not UTF-8")
