// The app's words in English: the same in content as the Swedish ones.
import * as kinds from "./kinds";
import * as mailbox from "./mailbox.en";
import * as piles from "./piles.en";
import type { sv } from "./sv";
import { registered } from "./registered.en";

const days = (n: number) => (n === 1 ? "1 day" : `${n} days`);
const tries = (n: number) => (n === 1 ? "one try" : `${n} tries`);

export const en: typeof sv = {
  actions: { continue: "Continue", undo: "Undo", change: "Change", on: "On", off: "Off" },
  dialog: { close: "Close", keep: "No, keep it" },
  dates: {
    today: "today", yesterday: "yesterday",
    group_today: "Today", group_tomorrow: "Tomorrow", group_yesterday: "Yesterday", group_week: "The last week",
  },
  nav: {
    menu: "Main menu", skip: "Skip to the content", my_mailbox: "My mailbox", unread: "unread", letters: "letters",
    inbox: "Inbox", senders: "Senders", settings: "Settings", help: "Help", terms: "Terms", accessibility: "Accessibility",
    todo: "To do", to_do: "to do", search: "Search", more: "More", log_out: "Log out",
  },
  folders: { inbox: "Inbox", archive: "Archive", trash: "Trash" },
  ...kinds.en,
  ...mailbox,
  ...piles,
  door: { other_language: "På svenska" },
  foot: { support: "Support", status: "Service status" },

  bankid: {
    same_device: "BankID on this device",
    other_device: "BankID on another device",
    starting: "Starting BankID …",
    qr: "QR code to scan with the BankID app",
    cancel: "Cancel",
    busy: "BankID is not answering right now. Wait a minute and try again.",
    demo: "Demo: open the pretend BankID app",
  },
  login: {
    title: "Log in",
    lead: "Read your post with BankID.",
    new_here: "New here? How to open your account",
    again: "To the login page",
    open: "Open an account",
    no_account: {
      title: "You have no account here yet",
      text: "You identified yourself correctly, but there is no mailbox for you. Opening one is free and takes a few minutes. You need not identify yourself again.",
    },
    underage: {
      title: "You need to be 18",
      text: "Anyone under 18 needs the approval of their guardians to have a mailbox here. That cannot be given here yet, so we cannot open an account for you now. Your post will come on paper as usual.",
    },
    why: {
      idle: "You were logged out because nothing happened for fifteen minutes. Log in again to carry on where you were.",
      gone: "Your login has expired. Log in again to carry on where you were.",
      left: "You are logged out. Have a good day!",
      everywhere: "You are logged out everywhere.",
      closed: "Your account is closed.",
    },
  },

  registered,

  banners: {
    title: "Important right now",
    newer: "There is a newer version of the app.",
    change_over: "Load it",
    offline: "You are not connected. What you see can be read, but nothing new can be fetched.",
    closing: (date: string, left: number) => `The account is closing. Everything is erased on ${date}, in ${days(left)}.`,
    bounced: "We cannot reach you at your e-mail address.",
    bounced_do: "Check it",
    new_terms: "We have new terms.",
    new_terms_do: "Read and accept them",
    undo: "Keep the account",
    undone: "The account stays. Welcome back!",
  },
  idle: {
    title: "Are you still there?",
    text: "To be on the safe side you are logged out when nothing happens for fifteen minutes.",
    left: (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`,
    stay: "Yes, I am here",
  },
  step_up: {
    title: "Confirm with BankID",
    text: "This is sensitive, so we want to be sure that it is you.",
    needed: "Confirm with BankID to continue.",
  },
  keys: {
    title: "Keyboard shortcuts",
    use: "Keyboard shortcuts",
    use_hint: "Use the keyboard. Press ? to see how. Applies to this browser.",
    does: {
      "j": "Next letter", "k": "Previous letter", "o": "Open the letter", "u": "Back to the list", "e": "Archive",
      "#": "Trash", "x": "Select", "/": "Search", "?": "Show this list",
      "l": "Label", "s": "To the sender", "g i": "To the inbox", "g t": "To To do", "g a": "To the archive", "g s": "To the senders", "z": "Undo (or Ctrl+Z)",
    },
  },

  help: { contact: "Get in touch", contact_text: "Did you not find the answer? We are glad to help. Never write personal identity numbers or codes in an e-mail." },
  states: {
    loading: "Fetching …",
    slow: "This takes longer than usual …",
    retry: "Try again",
    failed: "Something went wrong on our side",
    failed_do: "Try again in a while. If that does not help, get in touch with us.",
    no_answer: "We get no answer",
    no_answer_do: "Check that you are connected and try again.",
    offline: "You are not connected",
    offline_do: "Your post is not on this device. It is fetched as soon as you are connected again.",
    reference: (id: string) => `Give the number ${id} if you get in touch.`,
  },
  problems: {
    code_wrong: (left?: number) => (left === undefined ? "Wrong code. Check the digits." : left > 0 ? `Wrong code. You have ${tries(left)} left.` : "Wrong code. Ask for a new one."),
    code_expired: "The code is no longer valid. Ask for a new one.",
    code_too_many: "There have been too many codes or tries. Wait a while and ask for a new code.",
    email_taken: "The address is already used by another account. Choose another one.",
    mobile_not_swedish: "We can only send text messages to Swedish mobile numbers.",
    undeliverable: "We cannot send there. Check what you typed, or choose another one.",
    invalid_personnummer: "That is not a valid personal identity number. Check the digits.",
    underage: "You need to be 18.",
    bankid_unavailable: "BankID is not answering right now. Wait a minute and try again.",
    too_many: "Many tries in a short time. Wait a while and try again.",
    export_under_way: "Your file is being made already.",
    too_many_exports: "You have ordered three today. Order the next one tomorrow.",
    not_found: "It is no longer there.",
    too_many_tests: "You have sent five tests in the last hour. Wait a while before you send the next one.",
    invalid_email: "The e-mail address is not right. Check how it is written.",
    already_member: "You have an account already. Log in instead.",
    out_of_turn: "That step is done already. Load the page again and go on where you were.",
    forbidden: "That can be done in the app only. Load the page again and try once more.",
    bankid_already_in_progress: "Your BankID was being used elsewhere already, and both attempts were ended. Try again.",
    unknown_push_service: "We cannot send notices to this browser. Try another one.",
    conflict: "Something was changed at the same time. Load the page again and try once more.",
    unauthenticated: "Your login has expired. Log in again.",
  },
};
