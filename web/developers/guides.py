"""Markdown of docs/ as HTML: headings that can be linked to, and links that stay among the pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

DOCS = Path(__file__).resolve().parents[2] / "docs"
# What senders read, in the order of the menu; the rest of docs/ is for who builds and runs an operator.
GUIDES = {
    "Begin": ("quickstart", "cookbook", "sandbox", "command-line", "local"),
    "Guide": (
        "sender-guide", "matching", "content-types", "forms", "registered-letters", "batches", "large-files",
        "webhooks", "errors",
    ),
}
NAMES = tuple(name for names in GUIDES.values() for name in names)


@dataclass(frozen=True)
class Guide:
    """One page: its file name without a suffix, its title, its sections, and what stands on it."""

    name: str
    title: str
    sections: tuple[tuple[str, str], ...]
    html: str


def guides() -> dict[str, Guide]:
    """Every page by its name."""
    return {name: _guide(name, (DOCS / f"{name}.md").read_text(encoding="utf-8")) for name in NAMES}


def _guide(name: str, text: str) -> Guide:
    # No HTML of the text's own: what stands in docs/ is text.
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    tokens = markdown.parse(text)
    sections, title, used = [], name, set[str]()
    for n, token in enumerate(tokens):
        if token.type == "heading_open":
            words = _plain(tokens[n + 1])
            anchor = _free(slug(words), used)
            token.attrSet("id", anchor)
            title = words if token.tag == "h1" else title
            if token.tag == "h2":
                sections.append((anchor, words))
        if token.type == "th_open" and not _plain(tokens[n + 1]):
            token.tag = "td"  # an empty heading says nothing to who cannot see
            tokens[n + 2].tag = "td"
        if token.type == "inline":
            _relink(token.children or [])
    html: str = markdown.renderer.render(tokens, markdown.options, {})
    return Guide(name, title, tuple(sections), _reachable(html))


def inline(text: str) -> Markup:
    """A sentence of the code's own, whose names stand between backticks; HTML in it is escaped."""
    return Markup(MarkdownIt("commonmark", {"html": False}).renderInline(text))


def _reachable(html: str) -> str:
    """What is wider than a phone is scrolled by itself, by the keyboard too."""
    html = html.replace("<table>", '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>')
    html = html.replace("</table>", "</table></div>")
    return html.replace("<pre>", '<pre tabindex="0">')


def slug(words: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", words.lower()).strip().replace(" ", "-")


def _free(anchor: str, used: set[str]) -> str:
    n, wanted = 1, anchor
    while anchor in used:
        anchor, n = f"{wanted}-{n}", n + 1
    used.add(anchor)
    return anchor


def _plain(token: Token) -> str:
    return "".join(child.content for child in token.children or [] if child.type in ("text", "code_inline")).strip()


def _relink(children: Iterable[Token]) -> None:
    """Point links at the pages here; what is not here is told without a link."""
    dropped = False
    for child in children:
        if child.type == "link_open":
            to = _address(str(child.attrGet("href") or ""))
            dropped = to is None
            child.attrs = {} if to is None else {"href": to}
            child.tag = "span" if dropped else "a"
        if child.type == "link_close":
            child.tag = "span" if dropped else "a"


def _address(href: str) -> str | None:
    page, _, anchor = href.partition("#")
    if "://" in href or not page:
        return href
    name = page.removesuffix(".md")
    return f"/developers/{name}.html{f'#{anchor}' if anchor else ''}" if name in NAMES else None
