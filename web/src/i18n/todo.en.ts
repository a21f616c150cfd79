// The words about what there is to do, in English.
import type * as sv from "./todo.sv";

export const todo: typeof sv.todo = {
  title: "To do",
  lead: "What you are to attend, answer, sign, fetch or sign for, by date.",
  any_day: "Without a last day",
  none: "Nothing to do",
  none_text: "When you get an appointment, a form or something to sign, fetch or sign for it stands here.",
  acts: {
    attend: (time: string) => `Appointment at ${time}`,
    go: (time: string) => `Starts at ${time}`,
    receive: (time: string) => `Sign for it by ${time}`,
    answer: (time: string) => `Answer by ${time}`,
    sign: (time: string) => `Sign by ${time}`,
    collect: (time: string) => `Fetch by ${time}`,
  },
  that_day: {
    answer: "Last day to answer", sign: "Last day to sign", collect: "Last day to fetch",
    receive: "Last day to sign for it",
  },
  whenever: {
    answer: "Answer, and archive when done", sign: "Sign, and archive when done",
    collect: "Fetch, and archive when done",
  },
};

export const calendar: typeof sv.calendar = {
  title: "In your own calendar",
  text: "Make a private link and add it as a subscription in your calendar, and your appointments and last days follow along. The calendar learns when and with whom, never what it is about. Whoever has the link can read it, so do not share it.",
  there_is: (date: string) => `You made a link on ${date}. It is only shown when it is made; if you have lost it, make a new one.`,
  make: "Make a link", another: "Make a new link", end: "Remove the link",
  sure: {
    another: "Make a new link?", end: "Remove the link?",
    text: "The link you have stops working. A calendar that reads it no longer shows your appointments, and does not say so.",
  },
  label: "Your private link",
  once: "Copy it now, it is only shown this once.",
  copy: "Copy the link", copied: "The link is copied", ended: "The link is removed and no longer works",
};
