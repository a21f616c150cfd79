// English words for what is more than a document: appointments, invitations, payslips, tickets.
import type { contents as swedish } from "./contents.sv";

const number = (n: number, one: string, many: string) => (n === 1 ? `1 ${one}` : `${n} ${many}`);

export const contents: typeof swedish = {
  at: (time: string) => `at ${time}`,
  place: "Place",
  to_calendar: "Add to calendar",
  has_been: "This appointment is over.",
  read_more: "Read more",
  leads_to: (host: string) => `Leads to ${host}`,
  from: "From",
  behind: "On behalf of",
  store: "Good at",
  service: "Service",
  good_until: "Good until",
  expired: "The invitation is no longer good.",
  invites: {
    research: { title: "You are invited to take part in a study", go: "To the study" },
    gift: { title: "You have been given a gift", go: "Fetch the gift" },
    voucher: { title: "You have been given a voucher", go: "Fetch the voucher" },
    sign: { title: "You have something to sign", go: "Go and sign" },
    kyc: { title: "You have questions to answer", go: "To the questions" },
  },
  ticket: {
    admission: "Doors open", organiser: "Organiser", order: "Order number", type: "Ticket", gate: "Gate", section: "Section",
    row: "Row", seat: "Seat",
    one: (n: number, of: number) => (of === 1 ? "Ticket" : `Ticket ${n} of ${of}`),
    all: (n: number) => `One ticket for ${number(n, "person", "people")}`,
    code: (name: string) => `QR code: ${name}`,
    picture: (name: string) => `Picture of ${name}`, position: "On the map", to_map: "Show on a map",
  },
  payslip: {
    net: "Net pay", payout: "Paid out", period: "Period", account: "To account",
    reckoning: "How your pay is worked out", basic: "Contractual salary", vacation_pay: "Holiday pay", gross: "Gross pay", tax: "Tax",
    benefits: "Benefits", time: "Time", worked: "Worked", overtime: "Overtime", absence: "absence",
    holidays: "Holidays", entitled: "Days this year", saved: "Saved days", used: "Days taken", remaining: "Days left",
    year: "So far this year",
    employer: "Employer and employment", organisation: "Organisation number", address: "Address", email: "E-mail",
    phone: "Telephone", employed: "Employment", weekly: "Hours a week", unit: "Unit",
    since: (date: string) => `since ${date}`,
    hours: (count: string) => `${count} h`,
    days: (count: string) => `${count} ${count === "1" ? "day" : "days"}`,
  },
};
