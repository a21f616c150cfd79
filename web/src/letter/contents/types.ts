// What a letter carries besides its documents, in the words of the API: one shape per type of post.
import type { Moment } from "../../api-types";

export interface Behalf { name: string; vat_number: string }

export interface Booking {
  title: string;
  start_time: Moment;
  end_time?: Moment;
  location?: string;
  description?: string;
  info_url?: string;
}

export interface Invite {
  kind: "research" | "gift" | "voucher" | "sign" | "kyc";
  uri: string;
  expires_at?: Moment;
  behalf_of?: Behalf;
  title?: string;
  description?: string;
  store?: { name: string };
  service_provider?: { name: string };
}

export interface Money { monetary_amount: string; currency: string }

export interface Payslip {
  document_metadata: { creation_timestamp: Moment; source_system: string };
  employment: {
    employer: {
      legal_name: string;
      legal_identifiers: { vat_number: string; org_number: string };
      contact_information: {
        address: { street_address: string; postal_code: string; city: string; country: string };
        email_address: string;
        telephone_number: string;
      };
    };
    start_date?: string;
    type?: string;
    weekly_hours?: string;
    organizational_unit_identifier?: string;
  };
  pay_period: {
    start_date: string;
    end_date: string;
    payout_date: string;
    gross_pay: Money;
    tax_deducted: Money;
    net_pay: Money;
    basic_contractual_salary?: Money;
    vacation_pay?: Money;
    total_hours_worked?: string;
    overtime_hours?: string;
    effective_tax_rate_percentage?: string;
    absences?: { type: string; duration_in_hours: string }[];
    additional_payments?: ({ type: string } & Money)[];
    employee_benefits?: ({ type: string; description?: string } & Money)[];
  };
  tax_information?: {
    tax_code?: { identifier: string; schema: string };
    tax_deduction_details?: { is_main_income?: boolean; details_provided_by?: string };
  };
  recipient_account?: { identifier: string; schema?: string; bank_name?: string };
  holidays?: {
    period?: { start_date: string; end_date: string };
    total_days_entitled?: string;
    days_saved_from_previous_years?: string;
    days_used_in_period?: string;
    days_remaining_in_period?: string;
  };
  yearly_accumulated_gross_pay?: Money;
  yearly_accumulated_taxes?: Money;
}

export interface Coordinates { latitude: string; longitude: string }

export interface Tickets {
  order_id?: string;
  group_ticket?: { qr_data: string };
  tickets: { qr_data: string; type: string; seating?: { seat?: string; row?: string; section?: string; gate?: string } }[];
  event: {
    name: string;
    organizer: { name: string };
    schedule: { start: Moment; end?: Moment; admission?: Moment };
    venue: { name: string; location?: { city?: string; address?: string; zip?: string; coordinates?: Coordinates } };
    url?: string;
    information?: string;
    picture?: true;
  };
}

export interface Context {
  booking?: Booking;
  form?: { id: string; days_to_expiry: number };
  invite?: Invite;
  salaryslip?: Payslip;
  signed?: { behalf_of?: Behalf };
  ticket?: Tickets;
}
