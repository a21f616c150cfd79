// The words of opening an account, in English.
import type * as sv from "./open.sv";

const tries = (n: number) => (n === 1 ? "one try" : `${n} tries`);

export const open: typeof sv.open = {
  title: "Open your account",
  lead: "It is free and takes a few minutes.",
  steps: "Steps to open an account",
  step: (now: number, of: number) => `Step ${now} of ${of}`,
  step_names: { identify: "BankID", terms: "Terms", email: "E-mail", mobile: "Mobile", done: "Done" },
  needs_title: "What you need",
  needs: ["A Swedish personal identity number", "BankID on your phone or computer", "An e-mail address", "A Swedish mobile number"],
  personnummer: "Your personal identity number",
  personnummer_hint: "Twelve digits, for example 191212121212",
  have_account: "Already have an account? Log in",
  wrong: {
    short: "Write all twelve digits, starting with 19 or 20.",
    length: "Write twelve digits: year, month, day and the last four.",
    checksum: "That is not a valid personal identity number. Check the digits.",
  },
  scan_title: "Identify yourself",
  scan: ["Open the BankID app on your phone and choose to scan a QR code.", "Point the camera at the code here.", "Finish in the app."],
  terms_title: "Terms",
  hello: (name: string) => `Hello ${name}!`,
  terms_lead: "Before you get your mailbox you need to accept the terms. In short:",
  promises: [
    "You get your post digitally from all the senders you have here.",
    "You can switch off a sender, or leave altogether, whenever you like.",
    "The post is yours. We do not read it, and we sell nothing about you.",
  ],
  not_me: "Not you? Start over",
  read_terms: "Read the full terms",
  agree: "I accept the terms, and how you may handle my post (the data processing agreement)",
  agreed: "You have accepted the terms.",
  must_agree: "Tick the box to continue.",
  email: {
    title: "Your e-mail address",
    lead: "This is where we write when you have new post.",
    label: "E-mail address",
    wrong: "Write a full e-mail address, for example name@example.com.",
    code_title: "Write the code from the e-mail",
    code_sent: "We have sent a six-digit code to",
    code_hint: "Can't find the e-mail after a minute? Look in your spam folder.",
    change: "Wrong address? Change it",
  },
  mobile: {
    title: "Your mobile number",
    lead: "We need it to reach you if our e-mails do not arrive.",
    label: "Mobile number",
    hint: "A Swedish number, for example 070-123 45 67",
    wrong: "Write a Swedish mobile number, for example 070-123 45 67.",
    code_title: "Write the code from the text message",
    code_sent: "We have sent a text message with six digits to",
    code_hint: "The text message usually arrives within a minute.",
    change: "Wrong number? Change it",
  },
  done_title: "Done!",
  done_lead: "Your mailbox is open.",
  done_text: "Post will come here by itself from the senders you have. You get an e-mail when there is something new, but do look in now and then.",
  ok: "OK",
  back: "Back",
};

export const code: typeof sv.code = {
  label: "Code",
  six: "Write all six digits.",
  valid_until: (time: string) => `The code is valid for 30 minutes, until ${time}.`,
  tries_left: (n: number) => `You have ${tries(n)} left.`,
  resend: "Send a new code",
  wait: (seconds: number) => `You can ask for a new code in ${seconds} s.`,
  resent: "A new code is on its way. The old one no longer works.",
};
