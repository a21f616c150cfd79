// Swedish words for what is more than a document: appointments, invitations, payslips, tickets.
const number = (n: number, one: string, many: string) => (n === 1 ? `1 ${one}` : `${n} ${many}`);

export const contents = {
  at: (time: string) => `kl.\u00a0${time}`,
  place: "Plats",
  to_calendar: "Lägg i kalendern",
  has_been: "Den här tiden har varit.",
  read_more: "Läs mer",
  leads_to: (host: string) => `Leder till ${host}`,
  from: "Från",
  behind: "På uppdrag av",
  store: "Gäller hos",
  service: "Tjänst",
  good_until: "Gäller till",
  expired: "Inbjudan gäller inte längre.",
  invites: {
    research: { title: "Du är inbjuden att delta i en undersökning", go: "Till undersökningen" },
    gift: { title: "Du har fått en gåva", go: "Hämta gåvan" },
    voucher: { title: "Du har fått en värdecheck", go: "Hämta värdechecken" },
    sign: { title: "Du har något att signera", go: "Gå till signeringen" },
    kyc: { title: "Du har frågor att besvara", go: "Till frågorna" },
  },
  ticket: {
    admission: "Insläpp", organiser: "Arrangör", order: "Ordernummer", type: "Biljett", gate: "Entré", section: "Sektion",
    row: "Rad", seat: "Stol",
    one: (n: number, of: number) => (of === 1 ? "Biljett" : `Biljett ${n} av ${of}`),
    all: (n: number) => `Gemensam biljett för ${number(n, "person", "personer")}`,
    code: (name: string) => `QR-kod: ${name}`,
    picture: (name: string) => `Bild av ${name}`, position: "På kartan", to_map: "Visa på karta",
  },
  payslip: {
    net: "Att få ut", payout: "Utbetalas", period: "Period", account: "Till konto",
    reckoning: "Så räknas lönen", basic: "Avtalad lön", vacation_pay: "Semesterlön", gross: "Bruttolön", tax: "Skatt",
    benefits: "Förmåner", time: "Tid", worked: "Arbetad tid", overtime: "Övertid", absence: "frånvaro",
    holidays: "Semester", entitled: "Årets dagar", saved: "Sparade dagar", used: "Uttagna dagar", remaining: "Kvar att ta ut",
    year: "Hittills i år",
    employer: "Arbetsgivare och anställning", organisation: "Organisationsnummer", address: "Adress", email: "E-post",
    phone: "Telefon", employed: "Anställning", weekly: "Veckoarbetstid", unit: "Enhet",
    since: (date: string) => `från ${date}`,
    hours: (count: string) => `${count} tim`,
    days: (count: string) => `${count} ${count === "1" ? "dag" : "dagar"}`,
  },
};
