// The words of what tells one of which post, in English.

export const notices = {
  title: "Notices of new post",
  by_email: "E-mail me when I get post",
  by_email_hint: (address: string) => `To ${address}. The e-mail says who the letter is from, never what it says.`,
  nothing: "You are not told when post arrives. Log in often so that you do not miss anything.",
  bounced: (address: string) => `We cannot reach you at ${address}.`,
  bounced_do: "Our e-mails come back.",
  change_address: "Change the address",
  test: "Send a test",
  tested: {
    email: (address: string) => `A test is on its way to ${address}. If you don't see it within a few minutes, look among your junk mail.`,
    push: "A test is on its way. If you don't see it within a minute, check that the browser may show notifications.",
  },
  which: "What we tell you about",
  which_text: "Choose for each kind of post how you want to know that it has come. It is always in the inbox, whatever you choose.",
  category: "Kind of post",
  channels: { email: "E-mail", push: "Push" },
  categories: {
    letters: ["Letters", "From authorities, companies and associations"],
    salary: ["Payslips", "From your employer"],
    invoices: ["Invoices", "Credit notes too"],
    bookings: ["Bookings", "Appointments and tickets"],
    tasks: ["To fill in or sign", "Forms, agreements and questions"],
    registered: ["Registered letters", "To be received within a certain time"],
    offers: ["Offers", "Invitations, gifts and vouchers"],
  } as Record<string, [string, string]>,
  silent_registered: "You are not told of registered letters. They go back to the sender if you don't receive them in time.",
};
