"""How an HTML part is shown: sanitised, in a document of our own whose policy lets it fetch and run nothing.

Senders' HTML has been checked when it is accepted; this is the second line of defence, by another parser.
"""

from __future__ import annotations

import html
from functools import cache
from typing import Any

from chalicelib.content.checks.css import outside_piece
from chalicelib.content.checks.html import REFUSED, Document, is_image, is_link, read

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:"

_ANYWHERE = {
    "style", "class", "id", "lang", "dir", "title", "role", "align", "valign", "width", "height", "bgcolor", "color",
    "border", "cellpadding", "cellspacing", "face", "size", "aria-label", "aria-labelledby", "aria-describedby",
    "aria-hidden", "aria-level",
}
_ATTRIBUTES = {
    "*": _ANYWHERE,
    "a": {"href", "name", "hreflang"},
    "area": {"href", "shape", "coords", "alt"},
    "img": {"src", "alt", "hspace", "vspace", "usemap"},
    "map": {"name"},
    "td": {"colspan", "rowspan", "headers", "scope", "abbr", "nowrap", "background"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr", "nowrap", "background"},
    "table": {"summary", "background", "rules", "frame"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value", "type"},
    "time": {"datetime"},
    "bdo": {"dir"},
    "details": {"open"},
    "font": {"color", "face", "size"},
    "hr": {"noshade"},
}
_OF_DOCUMENT = ("lang", "dir")
_OF_BODY = ("class", "id", "style", "bgcolor", "text")


def sanitised_view(text: str) -> str:
    """Write the document that is framed in the web app."""
    document = read(text)
    body = _cleaner().clean(text)
    styles = "\n".join(css for css in document.styles if "</" not in css and not outside_piece(css))
    return (
        f'<!doctype html><html{_kept(document, _OF_DOCUMENT)}><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="referrer" content="no-referrer">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(document.title)}</title><style>{styles}</style></head>"
        f"<body{_kept(document, _OF_BODY)}>{body}</body></html>"
    )


def _kept(document: Document, names: tuple[str, ...]) -> str:
    """Write the attributes of <html> and <body> that may stay; the parser of fragments forgets those elements."""
    kept = {name: _filter("body", name, document.body.get(name)) for name in names}
    return "".join(f' {name}="{html.escape(value)}"' for name, value in kept.items() if value)


@cache
def _cleaner() -> Any:
    import nh3

    return nh3.Cleaner(
        tags=(nh3.ALLOWED_TAGS | {"tfoot", "section", "main", "address", "font", "big", "menu"}) - REFUSED,
        clean_content_tags=REFUSED - {"form", "picture", "marquee", "layer", "ilayer", "image"} | {"style", "title"},
        attributes=_ATTRIBUTES,
        attribute_filter=_filter,
        set_tag_attribute_values={"a": {"target": "_blank"}, "area": {"target": "_blank"}},
        link_rel="noopener noreferrer",
        url_schemes={"http", "https", "mailto", "tel", "data"},
    )


def _filter(_tag: str, name: str, value: str | None) -> str | None:
    if value is None:
        return None
    if name in ("src", "background"):
        return value if is_image(value) else None
    if name == "href":
        return value if is_link(value) else None
    if name == "style":
        return None if outside_piece(value) else value
    return value
