// The words of the settings and of closing the account, in English.
import type * as sv from "./settings.sv";

export const settings: typeof sv.settings = {
  title: "Settings", contents: "On this page",
  contact_title: "Contact details",
  contact: {
    email: {
      label: "E-mail", change: "Change e-mail address", new_label: "New e-mail address",
      change_text: "We send a code to the new address. The old one stays until you have written the code.",
      changed: "The e-mail address is changed",
    },
    mobile: {
      label: "Mobile", change: "Change mobile number", new_label: "New mobile number",
      change_text: "We send a code to the new number. The old one stays until you have written the code.",
      changed: "The mobile number is changed",
    },
  },
  bounced: (address: string) => `We cannot reach you at ${address}.`,
  bounced_do: "Our e-mails come back, so you are not told when post arrives. Change the address, or change to the same one again if it works now.",
  looks: "Language and appearance",
  language: "Language",
  theme: "Appearance",
  themes: { system: "As the device", light: "Light", dark: "Dark" },
  devices: "You are logged in here",
  devices_text: "Something you do not recognise? Log it out.",
  this_device: "This one",
  logged_in: (when: string) => `Logged in ${when}`,
  last_seen: (when: string) => `last active ${when}`,
  out_of: (device: string) => `Log out ${device}`,
  device_out: (device: string) => `${device} is logged out`,
  everywhere: "Log out everywhere",
  terms: "Terms",
  terms_accepted: (version: string, date: string) => `You accepted version ${version} on ${date}.`,
  terms_earlier: (version: string, date: string) => `Before that version ${version}, on ${date}.`,
  read_terms: "Read the terms",
  close: "Close the account",
  close_text: "Post then stops coming here, and everything you have here is erased after 20 days.",
  close_go: "How it works",
};

export const accesses: typeof sv.accesses = {
  title: "Who has looked",
  short: "Each time somebody logs in, reads or fetches something in your mailbox is written down.",
  go: "See who has looked",
  text: "Every time somebody has logged in to your mailbox, opened a letter, fetched a document or taken everything home stands here. Your calendar link stands here on the days that it is used. Something you do not recognise? Log out everywhere and get in touch with us.",
  who: { you: "You", link: "Your calendar link", other: "Somebody else" },
  acts: {
    login: "logged in", open: "opened", read: "opened and read", inline: "read a document in", responsive: "read a document in",
    download: "downloaded a document in", export: "ordered everything in the mailbox", export_fetched: "fetched everything in the mailbox",
    form: "opened the form in", appointment: "fetched the time in", signed: "signed for",
    calendar_made: "made a calendar link", calendar_ended: "ended the calendar link", calendar_read: "was used to read your appointments",
  },
  from: "with",
  gone: "a letter that is no longer here",
  more: "Show older",
};

const letters = (n: string) => (n === "1" ? "1 letter" : `${n} letters`);

export const takeHome: typeof sv.takeHome = {
  title: "Take your post home",
  text: "Get everything in the mailbox as one file: the letters with their documents in folders, a list that opens in Excel, and an extract that says what we know of you, why and for how long. You confirm with BankID. We e-mail when it is ready. Then you can fetch it for seven days.",
  order: "Order", again: "Order a new one", fetch: "Fetch the file",
  ordered: (when: string) => `Ordered ${when}. We begin shortly.`,
  making: (n: string) => `We are making the file now. ${letters(n)} so far. You can leave the page, we e-mail when it is ready.`,
  ready: (n: string, size: string) => `The file is ready: ${letters(n)}, ${size}.`,
  until: (when: string) => `It can be fetched until ${when}.`,
  expired: (when: string) => `Your last file could be fetched until ${when}.`,
  failed: "Your last order was never finished. Try once more, and get in touch with us if that does not help.",
};

export const closing: typeof sv.closing = {
  title: "Close the account",
  lead: "This is what happens, and when:",
  day_now: "Your senders see that you no longer receive post here. You can still log in and read.",
  day_accepts: "The last day that post under way may arrive here. After that your post comes on paper.",
  day_erased: "Everything is erased: your letters, your details and the account. Until then you can change your mind.",
  save_first: "First take home what you want to keep. After the erasure we cannot bring anything back.",
  take_home: "Take your post home",
  instead: "Just want to stop post from somebody? Switch it off under",
  close: "Close the account",
  close_now: "Yes, close it",
  stay: "No, go back",
  sure: "Close the account?",
  sure_text: (date: string) => `You confirm with BankID. After that you can change your mind until ${date}.`,
  under_way: "The account is being closed",
  under_way_lead: (date: string) => `Everything is erased on ${date}. Until then you can change your mind.`,
};
