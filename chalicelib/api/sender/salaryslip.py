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
    currency: Currency


class DocumentMetadata(Strict):
    """When and by what the payslip was made."""

    creation_timestamp: Moment
    source_system: OneLine


class LegalIdentifiers(Strict):
    """The employer's numbers."""

    vat_number: OneLine
    org_number: OneLine


class Address(Strict):
    """Where the employer is."""

    street_address: OneLine
    postal_code: OneLine
    city: OneLine
    country: OneLine


class ContactInformation(Strict):
    """How the employer is reached."""

    address: Address
    email_address: Email
    telephone_number: Telephone


class Employer(Strict):
    """Who pays."""

    legal_name: OneLine
    legal_identifiers: LegalIdentifiers
    contact_information: ContactInformation


class Employment(Strict):
    """What the pay is for."""

    employer: Employer
    start_date: Day | None = None
    type: OneLine | None = None
    weekly_hours: Amount | None = None
    organizational_unit_identifier: OneLine | None = None


class Absence(Strict):
    """Hours away."""

    type: OneLine
    duration_in_hours: Amount


class AdditionalPayment(Money):
    """A payment beside the salary."""

    type: OneLine


class EmployeeBenefit(Money):
    """A benefit, which is taxed."""

    type: OneLine
    description: OneLine | None = None


class PayPeriod(Strict):
    """The period and its sums."""

    start_date: Day
    end_date: Day
    payout_date: Day
    gross_pay: Money
    tax_deducted: Money
    net_pay: Money
    basic_contractual_salary: Money | None = None
    vacation_pay: Money | None = None
    total_hours_worked: Amount | None = None
    overtime_hours: Amount | None = None
    effective_tax_rate_percentage: Amount | None = None
    absences: list[Absence] | None = None
    additional_payments: list[AdditionalPayment] | None = None
    employee_benefits: list[EmployeeBenefit] | None = None


class TaxCode(Strict):
    """The tax table."""

    identifier: OneLine
    # `schema` is a word of pydantic's own.
    schema_: OneLine = Field(alias="schema")


class TaxDeductionDetails(Strict):
    """On what grounds tax is deducted."""

    is_main_income: bool | None = None
    details_provided_by: OneLine | None = None


class TaxInformation(Strict):
    """How the tax is reckoned."""

    tax_code: TaxCode | None = None
    tax_deduction_details: TaxDeductionDetails | None = None


class RecipientAccount(Strict):
    """Where the money goes."""

    identifier: OneLine
    schema_: OneLine | None = Field(default=None, alias="schema")
    bank_name: OneLine | None = None


class HolidayPeriod(Strict):
    """The year that holidays are counted in."""

    start_date: Day
    end_date: Day


class Holidays(Strict):
    """Days of holiday."""

    period: HolidayPeriod | None = None
    total_days_entitled: Amount | None = None
    days_saved_from_previous_years: Amount | None = None
    days_used_in_period: Amount | None = None
    days_remaining_in_period: Amount | None = None


class SalarySlip(Strict):
    """A payslip."""

    document_metadata: DocumentMetadata
    employment: Employment
    pay_period: PayPeriod
    tax_information: TaxInformation | None = None
    recipient_account: RecipientAccount | None = None
    holidays: Holidays | None = None
    yearly_accumulated_gross_pay: Money | None = None
    yearly_accumulated_taxes: Money | None = None

    def context(self, tenant: str, now: datetime) -> dict[str, Any]:  # noqa: ARG002 (figures hold at any time)
        """What the recipient's payslip says."""
        return {"salaryslip": self.plain()}
