"""A payslip (lönebesked) as figures: the one strict structure on the wire, where a field too many is a mistake."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from chalicelib.api.sender.wire import Moment, OneLine, Structured

AMOUNT = r"^[-]?(0|[1-9][0-9]*)([.][0-9]{1,2})?$"
# The published pattern says {,2}, which some readers take as nothing at all; what is meant is at most two.
TELEPHONE = r"^([0-9]|([+][1-9][0-9]{0,2}))([0-9]|[ ]|-)*[0-9]$"


def _calendar_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError("should be a day that exists, such as 2026-11-25") from None
    return text


Amount = Annotated[str, StringConstraints(pattern=AMOUNT, max_length=20)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Day = Annotated[
    str, StringConstraints(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
    AfterValidator(_calendar_day),
]
Email = Annotated[OneLine, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
Telephone = Annotated[str, StringConstraints(pattern=TELEPHONE, max_length=40)]


class Strict(Structured):
    """The base of everything in a payslip: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", defer_build=True, populate_by_name=True)


class Money(Strict):
    """An amount in a currency."""

    monetary_amount: Amount
    """The amount, with a decimal point and at most two decimals, such as `31250.00`."""
    currency: Currency
    """The currency, three capitals as in ISO 4217: `SEK`."""


class DocumentMetadata(Strict):
    """When and by what the payslip was made."""

    creation_timestamp: Moment
    """When the payslip was made."""
    source_system: OneLine
    """The payroll system that made it."""


class LegalIdentifiers(Strict):
    """The employer's numbers."""

    vat_number: OneLine
    """The employer's VAT number, such as `SE556000475501`."""
    org_number: OneLine
    """The employer's organisation number, such as `556000-4755`."""


class Address(Strict):
    """Where the employer is."""

    street_address: OneLine
    """Street and number."""
    postal_code: OneLine
    """Postal code."""
    city: OneLine
    """Town."""
    country: OneLine
    """Country, such as `SE`."""


class ContactInformation(Strict):
    """How the employer is reached."""

    address: Address
    """The employer's postal address."""
    email_address: Email
    """Where to write about the payslip."""
    telephone_number: Telephone
    """Where to call about it; digits, spaces and hyphens, with or without a country code."""


class Employer(Strict):
    """Who pays."""

    legal_name: OneLine
    """The employer's name, as it is registered."""
    legal_identifiers: LegalIdentifiers
    """The numbers that the employer is registered under."""
    contact_information: ContactInformation
    """Whom to ask about the payslip."""


class Employment(Strict):
    """What the pay is for."""

    employer: Employer
    """Who pays."""
    start_date: Day | None = None
    """Since when the recipient is employed."""
    type: OneLine | None = None
    """Kind of employment, in the employer's own words."""
    weekly_hours: Amount | None = None
    """Hours of work in a week."""
    organizational_unit_identifier: OneLine | None = None
    """The part of the organisation that the recipient works in."""


class Absence(Strict):
    """Hours away."""

    type: OneLine
    """Why, in the employer's own words, such as `Sjukdom`."""
    duration_in_hours: Amount
    """For how many hours."""


class AdditionalPayment(Money):
    """A payment beside the salary."""

    type: OneLine
    """What it is for, in the employer's own words, such as `OB-tillägg`."""


class EmployeeBenefit(Money):
    """A benefit, which is taxed."""

    type: OneLine
    """What the benefit is, in the employer's own words, such as `Lunch`."""
    description: OneLine | None = None
    """More about it."""


class PayPeriod(Strict):
    """The period and its sums."""

    start_date: Day
    """First day of the period."""
    end_date: Day
    """Last day of the period."""
    payout_date: Day
    """When the money is paid."""
    gross_pay: Money
    """Pay before tax."""
    tax_deducted: Money
    """Tax that is taken from it."""
    net_pay: Money
    """What is paid out."""
    basic_contractual_salary: Money | None = None
    """The salary that was agreed on."""
    vacation_pay: Money | None = None
    """Pay for holidays."""
    total_hours_worked: Amount | None = None
    """Hours worked in the period."""
    overtime_hours: Amount | None = None
    """Hours of overtime among them."""
    effective_tax_rate_percentage: Amount | None = None
    """The tax as a percentage of the gross pay, such as `23.04`."""
    absences: list[Absence] | None = None
    """Time away in the period."""
    additional_payments: list[AdditionalPayment] | None = None
    """What is paid beside the salary."""
    employee_benefits: list[EmployeeBenefit] | None = None
    """Benefits in the period."""


class TaxCode(Strict):
    """The tax table."""

    identifier: OneLine
    """The table, and its column if any, such as `33`."""
    # `schema` is a word of pydantic's own.
    schema_: OneLine = Field(alias="schema")
    """Whose tables they are, such as `Skatteverket`."""


class TaxDeductionDetails(Strict):
    """On what grounds tax is deducted."""

    is_main_income: bool | None = None
    """Whether this is where the recipient earns the most."""
    details_provided_by: OneLine | None = None
    """Who has said how tax is to be deducted."""


class TaxInformation(Strict):
    """How the tax is reckoned."""

    tax_code: TaxCode | None = None
    """By which table tax is deducted."""
    tax_deduction_details: TaxDeductionDetails | None = None
    """On what grounds it is deducted so."""


class RecipientAccount(Strict):
    """Where the money goes."""

    identifier: OneLine
    """The account's number, as it is to be shown."""
    schema_: OneLine | None = Field(default=None, alias="schema")
    """What kind of number it is, such as `BBAN` or `IBAN`."""
    bank_name: OneLine | None = None
    """The bank."""


class HolidayPeriod(Strict):
    """The year that holidays are counted in."""

    start_date: Day
    """Its first day."""
    end_date: Day
    """Its last day."""


class Holidays(Strict):
    """Days of holiday."""

    period: HolidayPeriod | None = None
    """The year that the days are counted in."""
    total_days_entitled: Amount | None = None
    """Days that the recipient has a right to."""
    days_saved_from_previous_years: Amount | None = None
    """Days kept from earlier years."""
    days_used_in_period: Amount | None = None
    """Days taken."""
    days_remaining_in_period: Amount | None = None
    """Days left."""


class SalarySlip(Strict):
    """A payslip."""

    document_metadata: DocumentMetadata
    """When and by what it was made."""
    employment: Employment
    """Who pays, and for what."""
    pay_period: PayPeriod
    """Which period it is about, and its sums."""
    tax_information: TaxInformation | None = None
    """How tax is deducted."""
    recipient_account: RecipientAccount | None = None
    """Where the money is paid to."""
    holidays: Holidays | None = None
    """Days of holiday, taken and left."""
    yearly_accumulated_gross_pay: Money | None = None
    """Pay before tax so far this year."""
    yearly_accumulated_taxes: Money | None = None
    """Tax deducted so far this year."""

    def context(self, tenant: str, now: datetime) -> dict[str, Any]:  # noqa: ARG002 (figures hold at any time)
        """What the recipient's payslip says."""
        return {"salaryslip": self.plain()}
