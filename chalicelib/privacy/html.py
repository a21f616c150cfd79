"""The pages of an export: each stands alone, with no script and nothing fetched, readable by day and by night."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.55 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;overflow-wrap:break-word}"
    "h2{margin:2.5rem 0 .5rem;font-size:1.2rem}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:start;vertical-align:top;padding:.4rem .8rem .4rem 0;border-top:1px solid #8886}"
    "th[scope=row]{width:16rem;font-weight:600}.lines{white-space:pre-line}svg{display:block;max-width:14rem}"
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'"

Fact = tuple[str, str | None]


def document(title: str, language: str, body: str, *, at: str = "") -> str:
    """A whole page; `at` is whose it is, for the window's title."""
    name = f"{title} – {at}" if at else title
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(name)}</title><style>{STYLE}</style></head><body><main>"
        f"<h1>{escape(title)}</h1>{body}</main></body></html>\n"
    )


def heading(text: str) -> str:
    """The heading of a section."""
    return f"<h2>{escape(text)}</h2>"


def lines(text: str | None) -> str:
    """Text as it was written, line by line."""
    return f'<p class="lines">{escape(text)}</p>' if text else ""


def facts(rows: Sequence[Fact], title: str = "") -> str:
    """Names and values below an own heading; what is not known leaves no empty line, and no heading."""
    known = [(name, value) for name, value in rows if value]
    if not known:
        return ""
    table = "".join(f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>' for name, value in known)
    return (heading(title) if title else "") + f"<table>{table}</table>"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], otherwise: str) -> str:
    """Rows below the names of their columns; `otherwise` stands where there are none."""
    if not rows:
        return f"<p>{escape(otherwise)}</p>"
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
