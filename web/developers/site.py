"""Writes the pages into web/dist/developers, with one style sheet and no script."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from developers import guides, reference

HERE = Path(__file__).resolve().parent
DIST = HERE.parent / "dist"
TOKENS = HERE.parent / "src" / "styles" / "tokens.css"


def write(dist: Path = DIST) -> int:
    """Write every page anew; answers how many."""
    folder = dist / "developers"
    folder.mkdir(parents=True, exist_ok=True)
    style = _style(dist)
    pages = guides.guides()
    menu = [(heading, [pages[name] for name in names]) for heading, names in guides.GUIDES.items()]
    document = reference.read()
    look = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    look.filters["inline"] = guides.inline
    common = {"menu": menu, "style": style}
    written = {
        "index.html": look.get_template("index.html").render(**common, here="index", title="For developers"),
        "reference.html": look.get_template("reference.html").render(
            **common, here="reference", title="Reference", tags=reference.by_tag(document),
            models=reference.models(document), about=document["info"]["description"], slug=guides.slug,
            messages=reference.messages(document), said={tag["name"]: tag["description"] for tag in document["tags"]},
        ),
    }
    for name, guide in pages.items():
        page = look.get_template("guide.html")
        written[f"{name}.html"] = page.render(**common, here=name, title=guide.title, guide=guide)
    for old in folder.glob("*.html"):
        if old.name not in written:
            old.unlink()
    shutil.copyfile(reference.DOCUMENT, folder / "openapi.json")
    for name, html in written.items():
        (folder / name).write_text(html, encoding="utf-8")
    return len(written)


def _style(dist: Path) -> str:
    """The app's colours and measures, and how these pages use them, under a name that changes with them."""
    text = TOKENS.read_text(encoding="utf-8") + (HERE / "developers.css").read_text(encoding="utf-8")
    name = f"developers-{hashlib.sha256(text.encode()).hexdigest()[:8].upper()}.css"
    assets = dist / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    for old in assets.glob("developers-*.css"):
        old.unlink()
    (assets / name).write_text(text, encoding="utf-8")
    return f"/assets/{name}"
