"""Coming in and going out: every way that BankID can end, opening an account with mistakes, and quiet minutes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.people import AMIR, CHILD, EBBA, KARIN
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]


TAKEN = "karin@example.com"


def _act_on_latest(here: Visit, act: str) -> None:
    expect(here.page.get_by_role("button", name="Avbryt")).to_be_visible()
    order = here.operator.tool("bankid/orders")[0]
    here.operator.tool(f"bankid/orders/{order['orderRef']}/{act}", {})


def test_the_code_moves_each_second(visit: Callable[..., Visit]):
    here = visit()
    here.go("/login")
    here.press("BankID på en annan enhet")
    code = here.page.locator(".qr path")
    shown = [code.get_attribute("d") or ""]
    while len(shown) < 3:
        expect(code).not_to_have_attribute("d", shown[-1], timeout=3_000)
        shown.append(code.get_attribute("d") or "")
    assert len(set(shown)) == 3
    here.is_accessible("the moving code")
    here.in_forced_colours()
    here.code_can_be_read()
    here.page.reload()
    expect(code).to_be_attached()  # what is under way goes on
    here.press("Avbryt")
    expect(here.page.get_by_role("button", name="BankID på en annan enhet")).to_be_visible()


def test_what_was_cancelled_in_the_app_is_told_and_can_be_tried_again(visit: Callable[..., Visit]):
    here = visit()
    here.go("/login")
    here.press("BankID på en annan enhet")
    _act_on_latest(here, "cancel")
    expect(here.page.get_by_role("alert")).to_be_visible(timeout=15_000)
    here.is_accessible("a cancelled login")
    here.press("BankID på en annan enhet")
    here.scan_as(KARIN)
    here.heading("Inkorg")


def test_cancelling_here_ends_the_order(visit: Callable[..., Visit]):
    here = visit()
    here.go("/login")
    here.press("BankID på en annan enhet")
    expect(here.page.locator(".qr path")).to_be_attached()
    ref = here.operator.tool("bankid/orders")[0]["orderRef"]
    here.press("Avbryt")
    expect(here.page.get_by_role("button", name="BankID på en annan enhet")).to_be_visible()

    def pending() -> list[str]:
        return [one["orderRef"] for one in here.operator.tool("bankid/orders") if one["status"] == "pending"]

    here.until(lambda: ref not in pending(), "the order was not ended")


def test_a_stranger_is_offered_an_account(visit: Callable[..., Visit]):
    here = visit()
    here.go("/login")
    here.press("BankID på en annan enhet")
    here.scan_as(EBBA.ssn)
    here.heading("Du har inget konto här än")
    here.is_accessible("no account")
    here.follow("Öppna ett konto")
    expect(here.page.locator("h1")).to_contain_text("Hej ")  # BankID once is enough
    here.is_accessible("the terms, for who came to log in")
    here.press("Är det inte du? Börja om")
    here.heading("Öppna ditt konto")
    here.page.reload()
    here.heading("Öppna ditt konto")
    here.go("/login")
    here.press("BankID på en annan enhet")
    here.scan_as(EBBA.ssn)
    here.heading("Du har inget konto här än")
    with here.page.expect_response(lambda answer: answer.request.method == "DELETE" and answer.status == 204):
        here.press("Till inloggningen")  # whoever comes next finds nothing of hers


def test_who_is_a_member_already_is_let_in_by_either_way_of_bankid(visit: Callable[..., Visit]):
    here = visit("phone")
    here.go("/open")
    here.page.get_by_label("Ditt personnummer").fill("19811217-2385")
    expect(here.page.locator(".ways button").first).to_have_text("BankID på den här enheten")
    here.press("BankID på en annan enhet")
    expect(here.page.locator(".scan")).to_be_visible()
    expect(here.page.locator(".qr path")).to_be_attached()
    here.press("BankID på den här enheten")
    expect(here.page.locator(".spinner")).to_be_visible()
    expect(here.page.locator(".scan, .qr, [role=alert]")).to_have_count(0)
    here.press("Avbryt")
    expect(here.page.get_by_label("Ditt personnummer")).to_have_value("19811217-2385")
    here.press("BankID på den här enheten")
    _act_on_latest(here, "complete")
    here.heading("Inkorg")


def test_a_child_is_told_kindly(visit: Callable[..., Visit]):
    here = visit()
    here.go("/open")
    here.page.get_by_label("Ditt personnummer").fill(CHILD)
    here.press("BankID på en annan enhet")
    here.scan_as(CHILD)
    here.heading("Du behöver ha fyllt 18")
    here.is_accessible("under age")


@pytest.mark.parametrize(("typed", "told"), [
    ("9407122382", "alla tolv siffror"), ("199407122383", "stämmer inte"), ("hej", "Skriv tolv siffror"), ("", "Skriv tolv"),
])
def test_a_mistyped_number_is_told_before_it_is_sent(visit: Callable[..., Visit], typed: str, told: str):
    here = visit()
    here.go("/open")
    here.page.get_by_label("Ditt personnummer").fill(typed)
    here.press("BankID på en annan enhet")
    expect(here.page.get_by_role("alert")).to_contain_text(told)
    expect(here.page.get_by_label("Ditt personnummer")).to_be_focused()


def test_opening_an_account_goes_on_after_a_reload_and_with_mistakes(visit: Callable[..., Visit]):
    here = visit()
    page = here.page
    here.go("/open")
    page.get_by_label("Ditt personnummer").fill(EBBA.ssn)
    here.press("BankID på en annan enhet")
    here.scan_as(EBBA.ssn)
    page.get_by_role("checkbox").wait_for()
    here.press("Fortsätt")
    expect(page.get_by_role("alert")).to_contain_text("Kryssa i rutan")
    page.get_by_role("checkbox").check()
    here.press("Fortsätt")
    page.get_by_label("E-postadress").fill("ebba@fel.example")
    here.press("Fortsätt")
    here.heading("Skriv koden från mejlet")
    expect(page.get_by_text("Titta i skräpposten")).to_be_visible()

    page.reload()
    here.heading("Skriv koden från mejlet")
    here.press("Fel adress? Ändra den")
    page.get_by_label("E-postadress").fill(EBBA.email)
    here.press("Fortsätt")
    here.heading("Skriv koden från mejlet")
    page.go_back()  # the browser's way back is the guide's
    expect(page.get_by_label("E-postadress")).to_have_value(EBBA.email)
    here.press("Tillbaka")
    expect(page.get_by_text("Du har godkänt villkoren.")).to_be_visible()
    here.is_accessible("the terms, looked at again")
    here.press("Fortsätt")
    here.heading("Din e-postadress")
    here.press("Fortsätt")  # the same address needs no other code
    code = here.code_to(EBBA.email)
    here.type_code("000000" if code != "000000" else "111111")
    expect(page.get_by_role("alert")).to_contain_text("Du har 4 försök kvar")
    here.is_accessible("a wrong code")
    here.type_code(code)
    here.heading("Ditt mobilnummer")
    here.press("Tillbaka")
    here.heading("Din e-postadress")
    older = len(here.codes_to(TAKEN))
    page.get_by_label("E-postadress").fill(TAKEN)
    here.press("Fortsätt")
    here.type_code(here.code_to(TAKEN, older))
    here.heading("Din e-postadress")  # told where another can be given
    expect(page.get_by_role("alert")).to_contain_text("används redan av ett annat konto")
    expect(page.get_by_label("E-postadress")).to_have_value(TAKEN)
    page.get_by_label("E-postadress").fill("ebba.igen@example.com")
    here.press("Fortsätt")
    here.type_code(here.code_to("ebba.igen@example.com"))
    page.get_by_label("Mobilnummer").fill("+47 123 45 678")
    here.press("Fortsätt")
    expect(page.get_by_role("alert")).to_contain_text("svenskt mobilnummer")
    expect(page.get_by_role("link", name="Hjälp")).to_be_visible()


def test_a_quiet_quarter_ends_the_session_after_a_warning(visit: Callable[..., Visit]):
    here = visit()
    here.page.clock.install()
    here.log_in(KARIN)
    here.page.locator("a.row").first.wait_for()
    assert here.page.evaluate("() => document.cookie") == ""  # no script can read who one is
    here.page.clock.fast_forward("13:05")
    expect(here.page.get_by_role("alertdialog")).to_contain_text("Är du kvar?")
    here.is_accessible("the warning")
    here.press("Ja, jag är kvar")
    expect(here.page.get_by_role("alertdialog")).to_have_count(0)
    answers: list[Route] = []
    here.page.route("**/api/senders/*", lambda route: answers.append(route))
    with here.page.expect_response("**/api/senders") as listed:
        here.follow("Avsändare")
    here.page.get_by_role("switch").first.click()
    here.until(lambda: answers, "nothing was switched")
    here.page.clock.fast_forward("13:05")
    expect(here.page.get_by_role("alertdialog")).to_be_visible()
    with here.page.expect_response("**/api/senders/*"):
        answers[0].fulfill(json=listed.value.json()["senders"][0])
    here.page.clock.run_for(2_000)
    expect(here.page.get_by_role("alertdialog")).to_be_visible()  # a late answer is no sign of anybody
    here.page.clock.fast_forward("02:10")
    here.heading("Logga in")
    expect(here.page.get_by_text("Du loggades ut för att det gått en kvart")).to_be_visible()


def test_who_is_logged_out_elsewhere_is_told_and_comes_back_to_the_same_page(visit: Callable[..., Visit]):
    here, there = visit(), visit()
    here.log_in(AMIR)
    here.page.locator("a.row").first.wait_for()
    there.log_in(AMIR, anew=True)
    there.go("/settings")
    there.press("Logga ut överallt")
    expect(there.page.get_by_text("Du är utloggad överallt")).to_be_visible()
    here.page.get_by_role("link", name="Avsändare").first.click()
    here.heading("Logga in")
    expect(here.page.get_by_text("Din inloggning har gått ut")).to_be_visible()
    here.press("BankID på en annan enhet")
    here.scan_as(AMIR)
    here.heading("Avsändare")

    other = Visit(here.page.context.new_page(), here.operator)  # another tab of the same browser
    other.go("/senders")
    other.heading("Avsändare")
    here.page.bring_to_front()
    # Whichever tab asks the server first tells the other: this one's own link may be gone before it is pressed.
    here.page.evaluate("""() => fetch('/api/session', { method: 'DELETE' })
      .then(() => document.querySelector("a[href='/settings']")?.click())""")
    here.heading("Logga in")
    other.heading("Logga in")
    here.press("BankID på en annan enhet")
    here.scan_as(KARIN)
    here.heading("Inkorg")  # Amir's page is not Karin's
    for tab in (here, other):
        tab.heading("Inkorg")
        expect(tab.page.locator(".whose")).to_contain_text("Karin")
    other.page.evaluate("() => fetch('/api/session', { method: 'DELETE' })")
    there.log_in(AMIR, anew=True)
    here.page.context.add_cookies([cookie for cookie in there.page.context.cookies() if cookie["name"] == "__Host-sid"])
    other.page.evaluate("() => new BroadcastChannel('kuvert').postMessage({ what: 'in', who: 'another' })")
    for tab in (here, other):
        expect(tab.page.locator(".whose")).to_contain_text("Amir")
        tab.heading("Inkorg")
