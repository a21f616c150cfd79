"""What tells one of which post: the table, a browser turned on and off, a test, and what the service worker shows.

No real push service can be reached here: the browser's `PushManager` is given a subscription of the simulated one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Worker, expect

from tests.journeys.people import AMIR
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]

STUB = """
  const kept = () => { const told = localStorage.getItem("test.push"); return told ? browser(JSON.parse(told)) : null; };
  const browser = (made) => ({
    endpoint: made.endpoint, toJSON: () => made,
    unsubscribe: async () => { localStorage.removeItem("test.push"); return true; },
  });
  PushManager.prototype.getSubscription = async () => kept();
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    const answer = await fetch("/_local/push/subscriptions", {
      method: "POST", headers: { "content-type": "application/json" },
      body: JSON.stringify({ applicationServerKey, name: "Amirs dator" }),
    });
    localStorage.setItem("test.push", JSON.stringify(await answer.json()));
    return kept();
  };
"""


def shown_in(here: Visit, most: int) -> list[dict[str, Any]]:
    """What the browser has been pushed, when there are so many."""
    here.until(lambda: len(here.operator.outbox("Amirs dator")) >= most, f"not {most} notices came")
    return here.operator.outbox("Amirs dator")


def test_notices_are_chosen_tried_and_turned_off(visit: Callable[..., Visit], sender: HttpSender):
    here = visit("phone", script=STUB)
    here.page.context.grant_permissions(["notifications"])
    here.log_in(AMIR)
    here.go("/settings")
    page, notices = here.page, here.page.locator("#notices")
    switch = notices.get_by_role("switch", name="Visa notiser")
    expect(switch).not_to_be_checked()
    assert page.evaluate("localStorage.getItem('test.push')") is None
    switch.click()
    expect(switch).to_be_checked(timeout=15_000)
    here.is_accessible("notices by e-mail and push")

    notices.get_by_role("button", name="Skicka ett prov").nth(1).click()
    here.toast("Ett prov är på väg")
    assert shown_in(here, 1)[-1]["subject"] == "Ett prov från Kuvert"
    sender.send(AMIR, "Provsvar från vårdcentralen")
    told = shown_in(here, 2)[-1]
    assert told["subject"].startswith("Ny post från ")
    assert "Provsvar" not in json.dumps(told)

    expect(notices.get_by_text("högst ett om dagen")).to_be_visible()
    notices.get_by_role("switch", name="Skicka sms").click()
    notices.get_by_role("button", name="Skicka ett prov").last.click()
    here.toast("Ett prov är på väg till 070-")
    notices.get_by_label("Lönebesked, Sms").uncheck()
    page.reload()
    expect(notices.get_by_label("Lönebesked, Sms")).not_to_be_checked()
    notices.get_by_label("Lönebesked, Sms").check()
    notices.get_by_role("switch", name="Skicka sms").click()
    expect(notices.get_by_label("Lönebesked, Sms")).to_have_count(0)

    notices.get_by_role("switch", name="Tyst tid").click()
    expect(notices.get_by_label("Från", exact=True)).to_have_value("22:00")
    notices.get_by_label("Till", exact=True).fill("06:30")
    here.is_accessible("quiet hours")
    page.reload()
    expect(notices.get_by_label("Till", exact=True)).to_have_value("06:30")
    notices.get_by_role("switch", name="Tyst tid").click()
    expect(notices.get_by_label("Från", exact=True)).to_have_count(0)

    notices.get_by_label("Brev, Notis", exact=True).uncheck()
    notices.get_by_label("Rekommenderade brev, Notis").uncheck()
    notices.get_by_label("Rekommenderade brev, Mejl").uncheck()
    expect(notices.get_by_text("Du får inget besked om rekommenderade brev")).to_be_visible()
    page.reload()
    expect(notices.get_by_label("Brev, Notis", exact=True)).not_to_be_checked()
    expect(notices.get_by_label("Brev, Mejl", exact=True)).to_be_checked()
    notices.get_by_label("Brev, Notis", exact=True).check()
    notices.get_by_label("Rekommenderade brev, Mejl").check()

    here.go("/more")
    here.press("Logga ut")
    expect(page).to_have_url(here.operator.base_url + "/login")
    page.wait_for_function("localStorage.getItem('test.push') === null")
    here.log_in(AMIR)
    here.go("/settings")
    expect(switch).not_to_be_checked()
    expect(notices.get_by_text("Andra webbläsare")).to_have_count(0)


def test_one_category_of_a_sender_is_switched_off(visit: Callable[..., Visit]):
    here = visit("phone")
    here.log_in(AMIR)
    here.go("/senders")
    card = here.page.locator("li.card").filter(has=here.page.locator("details")).first
    card.locator("summary").click()
    offers = card.get_by_role("switch", name="Erbjudanden").last
    offers.click()
    here.toast("Erbjudanden är avstängd")
    expect(card).to_contain_text("Utom: Erbjudanden")
    expect(card.locator("details")).to_contain_text("Avstängd. Post kan komma till och med")
    here.is_accessible("a sender's categories")
    here.press("Ångra")
    expect(card).not_to_contain_text("Utom: Erbjudanden")


def test_the_service_worker_tells_of_a_browser_that_is_moved(visit: Callable[..., Visit]):
    """The push service gives the browser another address; nothing is asked of anybody, and notices go there."""
    here = visit(script=STUB)
    here.page.context.grant_permissions(["notifications"])
    here.log_in(AMIR)
    here.go("/settings")
    switch = here.page.locator("#notices").get_by_role("switch", name="Visa notiser")
    switch.click()
    expect(switch).to_be_checked(timeout=15_000)
    expect(here.page.get_by_role("button", name="Skicka ett prov").nth(1)).to_be_visible()
    before = json.loads(here.page.evaluate("localStorage.getItem('test.push')"))
    key = here.page.evaluate("fetch('/api/push').then(answer => answer.json()).then(({ key }) => key)")
    after = here.operator.tool("push/subscriptions", {"applicationServerKey": key, "name": "Amirs flyttade dator"})

    here.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    [worker] = here.page.context.service_workers
    worker.evaluate(
        """async ([before, after]) => {
          const event = new ExtendableEvent("pushsubscriptionchange");
          const waited = [];
          Object.assign(event, {
            oldSubscription: { toJSON: () => before }, newSubscription: { toJSON: () => after },
          });
          event.waitUntil = (promise) => waited.push(promise);
          self.dispatchEvent(event);
          await Promise.all(waited);
        }""",
        [before, after],
    )
    endpoint = here.operator.outbox("Amirs flyttade dator")
    assert endpoint == []
    here.page.locator("#notices").get_by_role("button", name="Skicka ett prov").nth(1).click()
    here.until(lambda: here.operator.outbox("Amirs flyttade dator"), "no notice came")
    here.page.evaluate("fetch('/api/session', { method: 'DELETE', headers: { 'content-type': 'application/json' }, body: '{}' })")


def note_what_is_shown(worker: Worker) -> None:
    """Notes each notice once the browser has taken it; on a machine without a desktop the browser's own list of
    those that stand on the screen can empty itself at any moment."""
    worker.evaluate(
        """() => {
          self.noted = [];
          const show = self.registration.showNotification.bind(self.registration);
          self.registration.showNotification = async (title, words) => {
            await show(title, words);
            self.noted.push([title, words.body, words.tag]);
          };
        }"""
    )


def test_the_service_worker_shows_a_notice_and_opens_the_inbox(visit: Callable[..., Visit]):
    here = visit()
    page = here.page
    page.context.grant_permissions(["notifications"])
    here.log_in(AMIR)
    browser = page.context.new_cdp_session(page)
    found: list[str] = []
    browser.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(
        each["registrationId"] for each in told["registrations"] if not each["isDeleted"]
    ))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    browser.send("ServiceWorker.enable")
    here.until(lambda: found, "no service worker was registered")
    [worker] = page.context.service_workers
    note_what_is_shown(worker)
    payload = json.dumps({"title": "Ny post från Skatteverket", "body": "Logga in.", "lang": "sv", "tag": "a"})
    browser.send("ServiceWorker.deliverPushMessage", {
        "origin": here.operator.base_url, "registrationId": found[-1], "data": payload,
    })
    assert here.until(lambda: worker.evaluate("self.noted"), "no notice was shown") == [["Ny post från Skatteverket", "Logga in.", "a"]]
    here.go("/settings")
    page.wait_for_function("navigator.serviceWorker.controller !== null")

    def heard() -> bool:  # the page listens to its worker some seconds after it has been loaded
        page.evaluate("navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data: 'inbox' }))")
        return page.url.endswith("/inbox")

    here.until(heard, "the worker was not heard")
    here.heading("Inkorg")
