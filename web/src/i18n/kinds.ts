// What each kind of post is called, many and one, in both languages: the search understands both.

export const sv = {
  shows: {
    all: "Alla", unread: "Olästa", todo: "Att göra", letter: "Brev", salary: "Lönebesked", credit: "Kreditnotor",
    appointment: "Bokade tider", invitation: "Inbjudningar", ticket: "Biljetter", form: "Formulär",
    registered: "Rekommenderade brev",
  },
  kinds: {
    letter: "Brev", salary: "Lönebesked", credit: "Kreditnota",
    appointment: "Bokad tid", invitation: "Inbjudan", ticket: "Biljetter", form: "Formulär",
    registered: "Rekommenderat brev",
  },
};

export const en: typeof sv = {
  shows: {
    all: "All", unread: "Unread", todo: "To do", letter: "Letters", salary: "Payslips", credit: "Credit notes",
    appointment: "Appointments", invitation: "Invitations", ticket: "Tickets", form: "Forms",
    registered: "Registered letters",
  },
  kinds: {
    letter: "Letter", salary: "Payslip", credit: "Credit note",
    appointment: "Appointment", invitation: "Invitation", ticket: "Tickets", form: "Form",
    registered: "Registered letter",
  },
};
