"""HTML parts fetch nothing and do nothing; what is shown is sanitised once more by another parser."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.content.checks import check_part, sanitised_view
from chalicelib.content.model import InvalidFiles

PIXEL = "data:image/png;base64,iVBORw0KGgo="

TAKEN = [
    "<p>Hej å, ä, ö",
    "<!doctype html><html lang=sv><head><meta charset=utf-8><title>A &amp; B</title><style>p{color:red}</style></head>"
    "<body style='margin:0'><h1>Lön</h1><p>1 < 2 &amp; 3<br/></body></html>",
    f'<img src="{PIXEL}" alt="">',
    f"<td background='{PIXEL}'>x</td>",
    f"<style>p{{background:url( '{PIXEL}' )}} @font-face{{src:url(data:font/woff2;base64,AA)}}</style><p>x",
    '<a href="https://example.com/?a=b&amp;c=d">x</a><a href=mailto:a@example.com>y</a><a href="tel:+46">z</a><a href="#p">',
    "<!--[if mso]><table><tr><td><![endif]--><!--[if !mso]><!--><p>x</p><!--<![endif]-->",
    '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1.dtd">'
    '<html xmlns="http://www.w3.org/1999/xhtml"><body><o:p>x</o:p></body></html>',
    '<td width="1"height="2" nowrap>x',
    '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>ascii only',
    "\ufeff<p>x",
]

REFUSED = {
    "<script>alert(1)</script>": "<script>",
    "<p onclick='x()'>x": "the event handler onclick on <p>",
    "<P ONCLICK=x()>x": "onclick",
    "<img src='http://example.com/a.png'>": "src on <img>",
    "<img src='//example.com/a.png'>": "src on <img>",
    "<img src=a.png>": "src on <img>",
    "<img src='data:image/svg+xml,<svg/>'>": "src on <img>",
    f"<img srcset='{PIXEL} 1x, https://example.com/a 2x'>": "srcset on <img>",
    "<table background='https://example.com/a.png'>": "background on <table>",
    "<p style='background:url(https://example.com)'>": "url in style on <p>",
    r"<p style='background:u\72l(//example.com)'>": "url in style on <p>",
    r"<p style='background:\75\72\6c (//example.com)'>": "url in style on <p>",
    "<style>@import 'https://example.com/a.css';</style>": "@import in <style>",
    r"<style>@\69mport 'a.css';</style>": "@import in <style>",
    "<style>a{background:image-set('https://example.com/a' 1x)}</style>": "image-set in <style>",
    "<style>a{content:\"/*\";background:url(//example.com);x:\"*/\"}</style>": "url in <style>",
    "<link rel=stylesheet href='https://example.com/a.css'>": "<link>",
    "<iframe src='https://example.com'></iframe>": "<iframe>",
    "<object data=x></object>": "<object>",
    "<embed src=x>": "<embed>",
    "<form action='https://example.com'><input></form>": "<form>",
    "<base href='https://example.com'>": "<base>",
    "<meta http-equiv=refresh content='0;url=https://example.com'>": "<meta http-equiv=refresh>",
    "<svg onload=x></svg>": "<svg>",
    "<math><mtext></math>": "<math>",
    "<video src=x></video>": "<video>",
    "<a href='javascript:alert(1)'>x": "href on <a>",
    "<a href='java&#9;script:alert(1)'>x": "href on <a>",
    "<a href=' &#106;avascript:alert(1)'>x": "href on <a>",
    "<a href='data:text/html,x'>x": "href on <a>",
    "<a href='/login'>x": "href on <a>",
    "<a ping='https://example.com' href='#'>x": "ping on <a>",
    "<meta charset=iso-2022-jp>x": "charset",
    "<meta charset=latin1>å": "charset",
    # Markup that one parser mends and another does not.
    "<!--><script>alert(1)</script>-->": "malformed",
    "<!---><script>alert(1)</script>-->": "malformed",
    "<!-- --!><script>alert(1)</script>-->": "malformed",
    "<!-- -- ><img title='--><script>alert(1)</script>'>": "<script>",
    "<![if x><script>alert(1)</script>]>": "<script>",
    "<title><!--</title><script>alert(1)</script>-->": "<script>",
    "<title>x": "<title> that is not closed",
    "<style/><img title='</style><script>alert(1)</script>'>": "<script>",
    "<style>p{}</style x><p>": "<style> that is not closed",
    "<style>p{}": "<style> that is not closed",
    "<a title==\"><script>alert(1)</script>\">": "malformed",
    "</div title='> <img alt=' ><script>alert(1)</script>' >": "malformed",
    "<p>line\n<p title='x>": "malformed markup in line 2",
    "<svg/onload=x>": "malformed",
    "<p <script>": "malformed",
    "<div>" * 500: "inside each other",
    "bara text": "no HTML",
}


def refused(data: bytes) -> str:
    """The sentence that HTML is refused with."""
    with pytest.raises(InvalidFiles) as caught:
        check_part(data, "text/html")
    assert caught.value.number == 40019
    return caught.value.detail


@pytest.mark.parametrize("html", TAKEN)
def test_what_shows_itself_is_taken(html):
    check_part(html.encode(), "text/html")


@pytest.mark.parametrize(("html", "piece"), REFUSED.items(), ids=lambda text: str(text)[:40])
def test_what_acts_or_fetches_is_refused_by_name(html, piece):
    assert piece in refused(html.encode())


@pytest.mark.parametrize("data", ["<p>å".encode("latin-1"), "<p>å".encode("utf-16"), b"<p>\0"])
def test_other_encodings_are_refused(data):
    assert "UTF-8" in refused(data)


@pytest.mark.parametrize("html", ["<b>x</b>" * 60_000, "<p>" * 100_000, "<!--" * 100_000, "<p " + "a " * 200_000,
                                  "<p title='" + "x" * 500_000, "&amp;" * 100_000, "</" * 100_000])
def test_large_html_is_judged_in_time(html):
    began = time.process_time()
    try:
        check_part(html.encode(), "text/html")
    except InvalidFiles:
        pass
    else:
        sanitised_view(html)
    assert time.process_time() - began < 5


class TestView:
    """The document in the frame."""

    def test_it_is_a_document_with_its_own_policy(self):
        view = sanitised_view("<p>Hej å")
        assert view.startswith("<!doctype html><html><head><meta charset=\"utf-8\">")
        assert ("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
                "style-src 'unsafe-inline'; font-src data:\">") in view
        assert "<p>Hej å</p></body></html>" in view

    def test_looks_language_and_title_stay(self):
        view = sanitised_view(
            "<html lang=sv><head><title>A &lt; B</title><style>p{color:red}</style></head>"
            "<body bgcolor='#fff' style='margin:0'><p class=x style='color:blue'>y</p>"
        )
        assert '<html lang="sv">' in view
        assert "<title>A &lt; B</title><style>p{color:red}</style>" in view
        assert '<body style="margin:0" bgcolor="#fff"><p class="x" style="color:blue">y</p>' in view

    def test_links_open_elsewhere_and_tell_nothing(self):
        view = sanitised_view("<a href='https://example.com' rel=opener target=_top>x</a>")
        assert '<a href="https://example.com" target="_blank" rel="noopener noreferrer">x</a>' in view

    def test_pictures_of_its_own_stay(self):
        assert f'src="{PIXEL}"' in sanitised_view(f'<img src="{PIXEL}" alt="">')

    @pytest.mark.parametrize("html", [*REFUSED, *TAKEN], ids=lambda text: str(text)[:40])
    def test_nothing_that_acts_or_fetches_is_left(self, html):
        assert_inert(sanitised_view(html))


def assert_inert(view: str) -> None:
    """Nothing but text, looks, links and pictures of its own."""
    body = view.partition("</head>")[2]
    assert not re.search(r"<(script|iframe|object|embed|form|input|base|link|meta|svg|math|video|style|title)\b", body)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", body)
    assert not re.search(r"""<[^>]*\s(src|background)=(?!"data:image/(png|jpe?g|gif|webp)[;,])""", body)
    assert not re.search(r"""\shref="(?!https?:|mailto:|tel:|#|")""", body)
    styles = re.search(r"<style>(.*)</style></head>", view, re.DOTALL)
    assert styles
    assert "</" not in styles[1]
    assert not re.search(r"""(?:url|\\75rl)\(\s*['"]?(?!data:)[^)]*//example|@import.*//example""", styles[1], re.DOTALL)


SCRAPS = st.sampled_from([
    "<p>", "</p>", "<script>", "</script>", "<style>", "</style>", "<!--", "-->", "--!>", "<title>", "</title>", "'", '"',
    "<img src=", "//example.com", " onload=x", ">", "<", "/", "=", "<a href=", "javascript:1", "&#106;", "\\75rl(", "url(",
    "@import ", "<svg>", "</svg>", "<math>", "<table>", "<td ", "background=", "<![CDATA[", "]]>", "<?", "<textarea>", "x",
    " ", "\n", "<body ", "style=", "<noscript>", "<template>", "data:image/png;base64,A", "<!-", "\0",
])


@settings(max_examples=300, deadline=1000)
@given(st.lists(SCRAPS, max_size=25).map("".join))
def test_scraps_are_taken_or_refused_and_the_view_is_inert(html):
    try:
        check_part(html.encode() or b" ", "text/html")
    except InvalidFiles:
        pass
    else:
        shown = re.sub(r"<!--.*?-->|<(title|style)>.*?</\1>|'[^']*'|\"[^\"]*\"", "", html)
        assert not re.search(r"<(script|svg|math|textarea|noscript|template)\b", shown)
    assert_inert(sanitised_view(html))
