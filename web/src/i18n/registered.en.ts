// English words for registered letters.
import type { registered as swedish } from "./registered.sv";

export const registered: typeof swedish = {
  title: "Sign for the letter",
  hidden_sender: "Hidden sender",
  hidden_subject: "Registered letter",
  waiting: "This letter is opened when you have signed for it with BankID. Then you also see whom it is from and what it is about, if that is hidden.",
  until: (day) => `Sign for it by ${day}. After that it cannot be opened.`,
  told: "The sender is told that you have received the letter, and when.",
  expired: (day) => `The letter was to be signed for by ${day}. It can no longer be opened.`,
  signed: (when) => `Signed for ${when}`,
  tag: (day) => `Sign for it by ${day}`,
  tag_expired: "Time is up",
};
