// What each kind of post is called, many and one, in both languages: the search understands both.

export const sv = {
  shows: {
    all: "Alla", unread: "Olästa", todo: "Att göra", letter: "Brev", invoices: "Fakturor", receipts: "Kvitton",
    salary: "Lönebesked", appointment: "Bokade tider", ticket: "Biljetter", form: "Formulär", signing: "Att signera",
    questions: "Frågor att svara på", registered: "Rekommenderade brev", signed: "Signerade dokument",
    invitation: "Inbjudningar", gift: "Gåvor", voucher: "Värdecheckar",
  },
  kinds: {
    letter: "Brev", salary: "Lönebesked", credit: "Kreditnota", appointment: "Bokad tid", ticket: "Biljetter",
    form: "Formulär", signing: "Något att signera", questions: "Frågor att svara på", registered: "Rekommenderat brev",
    signed: "Signerat dokument", invitation: "Inbjudan", gift: "Gåva", voucher: "Värdecheck",
  },
};

export const en: typeof sv = {
  shows: {
    all: "All", unread: "Unread", todo: "To do", letter: "Letters", invoices: "Invoices", receipts: "Receipts",
    salary: "Payslips", appointment: "Appointments", ticket: "Tickets", form: "Forms", signing: "To sign",
    questions: "Questions to answer", registered: "Registered letters", signed: "Signed documents",
    invitation: "Invitations", gift: "Gifts", voucher: "Vouchers",
  },
  kinds: {
    letter: "Letter", salary: "Payslip", credit: "Credit note", appointment: "Appointment", ticket: "Tickets",
    form: "Form", signing: "Something to sign", questions: "Questions to answer", registered: "Registered letter",
    signed: "Signed document", invitation: "Invitation", gift: "Gift", voucher: "Voucher",
  },
};
