"""What a letter says that stands in no document, as a page of an export: a payslip, a ticket, a form …"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.forms.model import Draft
from chalicelib.mailbox.model import Opened
from chalicelib.privacy import html
from chalicelib.privacy.page_words import Say, moment, money, number, span, words_of
from chalicelib.privacy.records import Filled
from chalicelib.recipients.model import Language

Told = Mapping[str, Any]


def page(opened: Opened, filled: Filled | None, language: Language) -> str | None:
    """Write the page; None when all of the letter is in its documents."""
    body = _Page(language).body(opened, filled)
    if body is None:
        return None
    say, letter = words_of(language), opened.letter
    about = html.facts([
        (say("from"), letter.sender_name), (say("received"), moment(letter.received_at, language)),
    ])
    return html.document(letter.subject, language.value, about + body)


class _Page:
    """One language's way of telling each kind of post."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._say: Say = words_of(language)

    def body(self, opened: Opened, filled: Filled | None) -> str | None:
        """Tell what the letter carries besides its documents."""
        context = opened.context
        if filled:
            return self._form(filled.form, filled.draft)
        views = {
            "booking": self._booking, "invite": self._invite, "salaryslip": self._payslip, "ticket": self._tickets,
        }
        return next((view(context[name]) for name, view in views.items() if name in context), None)

    def _booking(self, booking: Told) -> str:
        say = self._say
        return html.facts([
            (say("when"), span(booking["start_time"], booking.get("end_time"), self._language)),
            (say("place"), booking.get("location")), (say("read_more"), booking.get("info_url")),
        ], booking["title"]) + html.lines(booking.get("description"))

    def _invite(self, invite: Told) -> str:
        say, until = self._say, invite.get("expires_at")
        return html.facts([
            (say("behind"), invite.get("behalf_of", {}).get("name")),
            (say("store"), invite.get("store", {}).get("name")),
            (say("service"), invite.get("service_provider", {}).get("name")),
            (say("good_until"), until and moment(until, self._language)), (say("link"), invite["uri"]),
        ], invite.get("title", "")) + html.lines(invite.get("description"))

    # --- Payslips ---

    def _payslip(self, slip: Told) -> str:
        pay, account, say = slip["pay_period"], slip.get("recipient_account", {}), self._say
        return html.facts([
            (say("net"), self._money(pay["net_pay"])), (say("payout"), pay["payout_date"]),
            (say("period"), f"{pay['start_date']} – {pay['end_date']}"),
            (say("account"), " ".join(filter(None, (account.get("bank_name"), account.get("identifier"))))),
        ], slip["employment"]["employer"]["legal_name"]) + "".join([
            html.facts(self._reckoning(slip), say("reckoning")),
            html.facts(self._paid(pay.get("employee_benefits", ())), say("benefits")),
            html.facts(self._time(pay), say("time")), html.facts(self._holidays(slip), say("holidays")),
            html.facts([
                (say("gross"), self._money(slip.get("yearly_accumulated_gross_pay"))),
                (say("tax"), self._money(slip.get("yearly_accumulated_taxes"))),
            ], say("year")),
            html.facts(self._employment(slip["employment"]), say("employer")),
        ])

    def _reckoning(self, slip: Told) -> list[html.Fact]:
        pay, say = slip["pay_period"], self._say
        rate, code = pay.get("effective_tax_rate_percentage"), slip.get("tax_information", {}).get("tax_code", {})
        return [
            (say("basic"), self._money(pay.get("basic_contractual_salary"))),
            *self._paid(pay.get("additional_payments", ())),
            (say("vacation_pay"), self._money(pay.get("vacation_pay"))), (say("gross"), self._money(pay["gross_pay"])),
            (say("tax_rate"), rate and f"{number(rate, self._language)} %"),
            (code.get("schema", ""), code.get("identifier")),
            (say("tax"), self._money(pay["tax_deducted"])), (say("net"), self._money(pay["net_pay"])),
        ]

    def _paid(self, sums: Sequence[Told]) -> list[html.Fact]:
        return [
            (" ".join(filter(None, (each["type"], each.get("description")))), self._money(each)) for each in sums
        ]

    def _time(self, pay: Told) -> list[html.Fact]:
        say = self._say
        absences = [
            (f"{each['type']} ({say('absence')})", self._hours(each["duration_in_hours"]))
            for each in pay.get("absences", ())
        ]
        return [
            (say("worked"), self._hours(pay.get("total_hours_worked"))),
            (say("overtime"), self._hours(pay.get("overtime_hours"))), *absences,
        ]

    def _holidays(self, slip: Told) -> list[html.Fact]:
        holidays, say = slip.get("holidays", {}), self._say
        names = {
            "entitled": "total_days_entitled", "saved": "days_saved_from_previous_years",
            "used": "days_used_in_period", "remaining": "days_remaining_in_period",
        }
        return [
            (say(name), f"{number(holidays[place], self._language)} {say('days')}")
            for name, place in names.items() if holidays.get(place)
        ]

    def _employment(self, employment: Told) -> list[html.Fact]:
        employer, say = employment["employer"], self._say
        contact = employer["contact_information"]
        place = contact["address"]
        return [
            (say("organisation"), employer["legal_identifiers"]["org_number"]),
            (say("address"), f"{place['street_address']}, {place['postal_code']} {place['city']}"),
            (say("email"), contact["email_address"]), (say("phone"), contact["telephone_number"]),
            (say("employed"), employment.get("type")), (say("since"), employment.get("start_date")),
            (say("weekly"), self._hours(employment.get("weekly_hours"))),
            (say("unit"), employment.get("organizational_unit_identifier")),
        ]

    def _money(self, told: Told | None) -> str | None:
        return money(told["monetary_amount"], told["currency"], self._language) if told else None

    def _hours(self, told: str | None) -> str | None:
        return f"{number(told, self._language)} {self._say('hours')}" if told else None

    # --- Tickets ---

    def _tickets(self, ticket: Told) -> str:
        event, shared, say = ticket["event"], ticket.get("group_ticket"), self._say
        schedule, admission = event["schedule"], event["schedule"].get("admission")
        return html.facts([
            (say("when"), span(schedule["start"], schedule.get("end"), self._language)),
            (say("admission"), admission and moment(admission, self._language)), (say("place"), _venue(event["venue"])),
            (say("organiser"), event["organizer"]["name"]), (say("order"), ticket.get("order_id")),
            (say("read_more"), event.get("url")),
        ], event["name"]) + html.lines(event.get("information")) + "".join([
            self._ticket(say("shared"), shared["qr_data"], {}) if shared else "",
            *(
                self._ticket(f"{say('ticket')} {n}", each["qr_data"], {**each, **(each.get("seating") or {})})
                for n, each in enumerate(ticket["tickets"], 1)
            ),
        ])

    def _ticket(self, name: str, code: str, told: Told) -> str:
        rows = [(self._say(each), told.get(each)) for each in ("type", "gate", "section", "row", "seat")]
        return html.heading(name) + _drawn(code) + html.facts([*rows, (self._say("code"), code)])

    # --- Forms ---

    def _form(self, form: Told, draft: Draft | None) -> str:
        given, say = draft.answers if draft else {}, self._say
        asked = [
            (question["label"], self._answer(question, given.get(question["id"])) or say("empty"))
            for question in form["questions"]
        ]
        at = draft.responded_at if draft else None
        state = f"{say('answered')} {moment(at, self._language)}." if at else say("not_answered")
        return html.heading(form["title"]) + html.lines(form.get("description")) + html.lines(state) + html.facts(
            asked, say("answers")
        )

    def _answer(self, question: Told, value: Any) -> str:
        """What was chosen or written, in the question's own words."""
        options = question.get("options") or question.get("multi_options") or ()
        labels: dict[str, str] = {each["id"]: each["label"] for each in options}
        if isinstance(value, list):
            return ", ".join(labels.get(each, str(each)) for each in value)
        if isinstance(value, dict):
            parts = (value.get("bank_name"), value.get("clearing_number"), value.get("account_number"))
            return " ".join(str(each) for each in parts if each)
        if isinstance(value, int | float):
            return number(str(value), self._language)
        return labels.get(str(value), str(value or ""))


def _venue(venue: Told) -> str:
    place = venue.get("location") or {}
    town = " ".join(filter(None, (place.get("zip"), place.get("city"))))
    return ", ".join(filter(None, (venue["name"], place.get("address"), town)))


def _drawn(code: str) -> str:
    """A ticket's code, dark on white whatever the theme, as scanners want it."""
    import segno  # only an export with tickets draws

    return str(segno.make(code, micro=False).svg_inline(scale=5, dark="#000", light="#fff"))
