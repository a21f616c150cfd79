// A payslip: what is paid out and when, how it is reckoned, holidays, the year so far, and who the employer is.
import type { ComponentChildren } from "preact";
import { mobileNumber } from "../../contact";
import { day, days as span, decimal, money, unbroken } from "../../dates";
import { contentWords } from "../../i18n/contents";
import { Icon } from "../../ui/Icon";
import { Facts } from "./parts";
import type { Money, Payslip } from "./types";

const paid = (sum: Money | undefined) => sum && money(sum.monetary_amount, sum.currency);
const hours = (count: string | undefined) => count && contentWords().payslip.hours(decimal(count));
const days = (count: string | undefined) => count && contentWords().payslip.days(decimal(count));

export function PayslipView({ slip }: { slip: Payslip }) {
  const words = contentWords().payslip;
  const { pay_period: pay, employment } = slip;
  return (
    <section class="content-card payslip" aria-labelledby="payslip">
      <h2 id="payslip"><Icon name="salary" />{employment.employer.legal_name}</h2>
      <p class="sum"><span>{words.net}</span> <b>{paid(pay.net_pay)}</b></p>
      <Facts facts={[
        [words.payout, day(pay.payout_date)],
        [words.period, span(pay.start_date, pay.end_date)],
        [words.account, slip.recipient_account && [slip.recipient_account.bank_name, slip.recipient_account.identifier].filter(Boolean).join(" ")],
      ]} />
      <Reckoning slip={slip} />
      <Time slip={slip} />
      <Year slip={slip} />
      <Employer slip={slip} />
    </section>
  );
}

const Row = ({ name, more, children, total }: { name: string; more?: string | undefined; children: ComponentChildren; total?: boolean }) => (
  <tr class={total ? "total" : undefined}>
    <th scope="row">{name}{more && <span class="hint"> {more}</span>}</th>
    <td>{children}</td>
  </tr>
);

const Table = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <table class="sums">
    <caption>{title}</caption>
    <tbody>{children}</tbody>
  </table>
);

function Reckoning({ slip: { pay_period: pay, tax_information: tax } }: { slip: Payslip }) {
  const words = contentWords().payslip;
  const rate = pay.effective_tax_rate_percentage;
  const code = tax?.tax_code && `${tax.tax_code.schema} ${tax.tax_code.identifier}`;
  return (
    <>
      <Table title={words.reckoning}>
        {pay.basic_contractual_salary && <Row name={words.basic}>{paid(pay.basic_contractual_salary)}</Row>}
        {pay.additional_payments?.map((extra, n) => <Row key={n} name={extra.type}>{paid(extra)}</Row>)}
        {pay.vacation_pay && <Row name={words.vacation_pay}>{paid(pay.vacation_pay)}</Row>}
        <Row name={words.gross} total>{paid(pay.gross_pay)}</Row>
        <Row name={words.tax} more={[rate && `${decimal(rate)} %`, code].filter(Boolean).join(", ")}>{paid(pay.tax_deducted)}</Row>
        <Row name={words.net} total>{paid(pay.net_pay)}</Row>
      </Table>
      {!!pay.employee_benefits?.length && (
        <Table title={words.benefits}>
          {pay.employee_benefits.map((benefit, n) => <Row key={n} name={benefit.type} more={benefit.description}>{paid(benefit)}</Row>)}
        </Table>
      )}
    </>
  );
}

function Time({ slip: { pay_period: pay, holidays } }: { slip: Payslip }) {
  const words = contentWords().payslip;
  return (
    <>
      {(pay.total_hours_worked || pay.overtime_hours || !!pay.absences?.length) && (
        <Table title={words.time}>
          {pay.total_hours_worked && <Row name={words.worked}>{hours(pay.total_hours_worked)}</Row>}
          {pay.overtime_hours && <Row name={words.overtime}>{hours(pay.overtime_hours)}</Row>}
          {pay.absences?.map((absence, n) => <Row key={n} name={absence.type} more={words.absence}>{hours(absence.duration_in_hours)}</Row>)}
        </Table>
      )}
      {holidays && (
        <Table title={holidays.period ? `${words.holidays}, ${span(holidays.period.start_date, holidays.period.end_date)}` : words.holidays}>
          {holidays.total_days_entitled && <Row name={words.entitled}>{days(holidays.total_days_entitled)}</Row>}
          {holidays.days_saved_from_previous_years && <Row name={words.saved}>{days(holidays.days_saved_from_previous_years)}</Row>}
          {holidays.days_used_in_period && <Row name={words.used}>{days(holidays.days_used_in_period)}</Row>}
          {holidays.days_remaining_in_period && <Row name={words.remaining}>{days(holidays.days_remaining_in_period)}</Row>}
        </Table>
      )}
    </>
  );
}

function Year({ slip }: { slip: Payslip }) {
  const words = contentWords().payslip;
  if (!slip.yearly_accumulated_gross_pay && !slip.yearly_accumulated_taxes) return null;
  return (
    <Table title={words.year}>
      {slip.yearly_accumulated_gross_pay && <Row name={words.gross}>{paid(slip.yearly_accumulated_gross_pay)}</Row>}
      {slip.yearly_accumulated_taxes && <Row name={words.tax}>{paid(slip.yearly_accumulated_taxes)}</Row>}
    </Table>
  );
}

function Employer({ slip: { employment } }: { slip: Payslip }) {
  const words = contentWords().payslip;
  const { legal_identifiers, contact_information: contact } = employment.employer;
  const { street_address, postal_code, city } = contact.address;
  return (
    <details class="employer">
      <summary>{words.employer}</summary>
      <Facts facts={[
        [words.organisation, legal_identifiers.org_number],
        [words.address, `${street_address}, ${unbroken(`${postal_code} ${city}`)}`],
        [words.email, contact.email_address],
        [words.phone, mobileNumber(contact.telephone_number)],
        [words.employed, [employment.type, employment.start_date && words.since(day(employment.start_date))].filter(Boolean).join(", ")],
        [words.weekly, hours(employment.weekly_hours)],
        [words.unit, employment.organizational_unit_identifier],
      ]} />
    </details>
  );
}
