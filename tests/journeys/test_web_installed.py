"""The app on a home screen: it opens without a network, keeps no post on the device, and changes over when asked to."""

from __future__ import annotations

import json
import struct
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from local.settings import ROOT
from tests.journeys.people import KARIN
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("second browser")]

ASLEEP = "() => navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)"
# Everything that a page can leave on a device, as one text, and what each store is called.
LEFT = """async () => {
  const kept = await Promise.all((await caches.keys()).map(async (name) => {
    const cache = await caches.open(name);
    return Promise.all((await cache.keys()).map(async (request) => [request.url, await (await cache.match(request)).text()]));
  }));
  return {
    files: kept.flat().map(([url]) => new URL(url).pathname), bodies: kept.flat().map(([, body]) => body).join(" "),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    local: Object.keys(localStorage), session: Object.keys(sessionStorage), values: JSON.stringify({ ...localStorage }),
  };
}"""


def _installed(here: Visit) -> None:
    here.page.wait_for_function(ASLEEP)


def test_without_a_network_the_app_opens_and_says_so(visit: Callable[..., Visit]):
    """The frame stands and tells; when the network is back the post comes by itself."""
    here = visit("phone", "sv", "dark")
    here.log_in(KARIN)
    _installed(here)
    here.page.context.set_offline(True)
    here.go("/inbox")

    expect(here.page.get_by_role("alert")).to_contain_text("Du är inte uppkopplad")
    here.is_accessible("without a network")
    expect(here.page.locator("a.row")).to_have_count(0)

    here.page.context.set_offline(False)
    expect(here.page.locator("a.row").first).to_be_visible()


def test_who_is_logged_out_is_told_too(visit: Callable[..., Visit]):
    """In the language that this browser last used."""
    here = visit("desktop", "en")
    here.go("/login")
    _installed(here)
    here.page.context.set_offline(True)
    here.go("/login")

    here.heading("You are not connected")
    here.is_accessible("without a network, logged out")


def test_no_post_is_left_on_the_device(visit: Callable[..., Visit]):
    """After letters have been listed, opened, searched and their documents shown: the app's own files and three choices."""
    here = visit()
    here.log_in(KARIN)
    _installed(here)
    subjects = here.page.locator("a.row .subject").all_inner_texts()[:5]
    assert subjects
    for subject in subjects[:3]:
        here.row(subject).first.click()
        here.page.locator("article").first.wait_for()
    here.go("/settings")
    here.heading("Inställningar")

    left = here.page.evaluate(LEFT)
    assert set(left["files"]) == {"/", "/icon.svg", *(name for name in left["files"] if name.startswith("/assets/"))}
    assert not [subject for subject in subjects if subject in left["bodies"] + left["values"]]
    assert left["databases"] == left["session"] == []
    assert set(left["local"]) <= {"kuvert.language", "kuvert.theme", "kuvert.shortcuts"}


def test_a_newer_version_waits_until_it_is_asked_for(visit: Callable[..., Visit]):
    """An open page is told, goes on as it is, and is loaded anew only when its reader says so."""
    here = visit(bypass_csp=True)  # so that the test may put another worker in the place of the first
    here.log_in(KARIN)
    _installed(here)
    here.page.evaluate("() => { window.before = true; return navigator.serviceWorker.register('/sw.js?newer').then(() => 0) }")
    expect(here.page.get_by_role("status").filter(has_text="nyare version")).to_be_visible()
    here.is_accessible("a newer version")
    assert here.page.evaluate("() => window.before")

    here.press("Läs in den")
    here.page.wait_for_function("() => !window.before")
    here.heading("Inkorg")
    expect(here.page.locator("a.row").first).to_be_visible()


def test_the_app_can_be_installed(operator):
    """What browsers want of an app that can be put on a home screen, each file with the type and freshness it needs."""
    def fetched(path: str) -> tuple[bytes, str, str]:
        with urllib.request.urlopen(operator.base_url + path) as answer:
            return answer.read(), answer.headers["content-type"], answer.headers["cache-control"]

    raw, kind, keep = fetched("/app.webmanifest")
    manifest = json.loads(raw)
    assert (kind, keep) == ("application/manifest+json", "no-cache")
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        picture, kind, _ = fetched(icon["src"])
        assert kind == icon["type"]
        if icon["sizes"] != "any":
            assert "{}x{}".format(*struct.unpack(">II", picture[16:24])) == icon["sizes"]
    assert "maskable" in {icon.get("purpose") for icon in manifest["icons"]}
    worker, kind, keep = fetched("/sw.js")
    assert (kind, keep) == ("text/javascript; charset=utf-8", "no-cache")
    scripts = {path.name for path in (ROOT / "web/dist/assets").glob("*.js")}
    left_out = {name.partition("-")[0] for name in scripts if f"/assets/{name}" not in worker.decode()}
    assert left_out == {"pdf", "PdfPages"}  # large, and of no use without a document


def test_what_is_deployed_is_as_fresh_as_on_a_laptop():
    """The files whose names never change are asked for again each time; the others are kept."""
    script = (ROOT / "infra/deploy.sh").read_text()
    for name in ("index.html", "sw.js", "app.webmanifest"):
        [line] = [one for one in script.splitlines() if one.startswith(f"aws s3 cp out/web/{name} ")]
        assert "--cache-control no-cache" in line
    assert script.index("cp out/web/sw.js") > script.index("cp out/web/index.html") > script.index("sync web/dist/assets")
