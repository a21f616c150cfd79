// The words of the list, the letter and what is done with it, in English.
import type * as sv from "./mailbox.sv";

const letters = (n: number) => (n === 1 ? "1 letter" : `${n} letters`);
const days = (n: number) => (n === 1 ? "1 day" : `${n} days`);

export const list: typeof sv.list = {
  search: "Search your post",
  search_hint: "Narrow with from:, type:, before: and after:, for example after:2026-11 or after:november",
  misread: (asked: string) => {
    const [word] = asked.split(":");
    return `We did not understand ${asked}. Write it like this: ${word}:2026-11, ${word}:2026-11-20 or ${word}:november.`;
  },
  filters: "Show",
  kind: "More kinds", all_kinds: "All kinds",
  elsewhere: (folder: string, count: string) => `In ${folder}: ${count} more`,
  found: (n: number) => letters(n),
  hits: (n: number) => (n === 1 ? "1 match" : `${n} matches`),
  no_unread_hits: "No unread letters match your search", no_hits_of_kind: "No such letter matches your search",
  show_hits: (n: number) => (n === 1 ? "Show the one that matches" : `Show all ${n} that match`),
  unread: "Unread",
  more: (n: number) => `Show more (${n} left)`,
  come: (n: number) => (n === 1 ? "1 new letter" : `${n} new letters`),
  partly: "Not all letters could be fetched.",
  trash_hint: "What lies here is erased after 30 days.",
  gone_in: (n: number) => `Gone in ${days(n)}`,
  due: {
    answer: (day: string) => `Answer by ${day}`, sign: (day: string) => `Sign by ${day}`,
    collect: (day: string) => `Fetch by ${day}`,
  },
  corrected: "Corrected by a newer letter",
  no_hits: "No letters match your search",
  no_hits_do: "The search looks at sender and subject, in this folder.",
  narrow: "You can narrow it like this: from:council type:payslip after:2026-03",
  clear_search: "Clear the search",
  all_read: "Everything is read",
  none_of_kind: "No letters of that kind",
  show_all: "Show all",
  mailed: "We e-mail you then.",
  empty: {
    inbox: { title: "No post yet", text: "When somebody sends you post it lands here." },
    archive: { title: "The archive is empty", text: "Archive letters that you are done with but want to keep." },
    trash: { title: "The trash is empty", text: "What you throw away stays here for 30 days." },
  },
};

export const letter: typeof sv.letter = {
  title: "Letter",
  none_open: "Choose a letter in the list",
  to_list: "To the list",
  previous: "Previous letter",
  next: "Next letter",
  from: "From", to: "To",
  dated: (date: string) => `dated ${date}`,
  switch_off: (sender: string) => `Don't want digital post from ${sender}?`,
  switched_off: (sender: string) => `You have switched off digital post from ${sender}`,
  corrected: "The sender has sent a newer letter that corrects this one.",
  corrected_link: "Read the newer letter",
  fetching: "Fetching the letter …",
  missing: "The letter is not here",
  missing_text: "It may have been erased, or the address is wrong.",
  no_documents: "The letter has no documents",
  signed_for: (who: string) => `Signed for ${who}`,
  show_document: "Show the document",
  not_here: (size: string) => `${size}. Your browser cannot show the document here on the page.`,
  open_document: "Open the document",
  no_document: "The document could not be fetched. Try again.",
  print_there: "The document opens in a tab of its own. Print it from there.",
  gone_in: (n: number) => `The letter is in the trash and will be erased in ${days(n)}.`,
};

export const acts: typeof sv.acts = {
  bar: "The letter",
  archive: "Archive", unarchive: "To the inbox", trash: "Trash", restore: "Restore", remove: "Erase",
  mark_unread_name: "Mark as unread", mark_unread: "Unread", download: "Download", print: "Print",
  archived: "The letter is archived", unarchived: "The letter is in the inbox", trashed: "The letter is in the trash",
  restored: "The letter is restored", unread: "Marked as unread", removed: "The letter is erased",
  failed: (subject: string) => `That did not work. “${subject}” is as it was.`,
  remove_title: "Erase for good?",
  remove_text: (subject: string) => `“${subject}” is erased now and cannot be brought back.`,
};
