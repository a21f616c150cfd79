// The words of labels and of what is done with many letters at once, in English.
const letters = (n: number) => (n === 1 ? "1 letter" : `${n} letters`);

export const labels = {
  title: "Labels",
  lead: "Sort your post into piles of your own. A letter can have several labels.",
  new: "New label", make: "Create", rename: "Rename", save: "Save", remove: "Remove", manage: "Manage labels",
  none: "You have no labels yet.",
  set: "Label", set_title: "Choose a label",
  on: (name: string, n: number) => `${letters(n)} labelled ${name}`,
  off: (name: string, n: number) => `${letters(n)} no longer labelled ${name}`,
  removed: (name: string) => `The label ${name} is removed. The letters are still here.`,
  full: "You have 40 labels, and there can be no more. Searching is often quicker.",
  many: (n: number) => `You have ${n} of 40 possible labels.`,
  longest: (n: number) => `The name can have at most ${n} characters, and no more have room.`,
  taken: "There is a label with that name already.",
  failed: "That did not work. The label is as it was; try again.",
  empty: "No letters have this label",
};

export const bulk = {
  start: "Select several", stop: "Cancel", bar: "The selection",
  chosen: (n: number) => `${n} selected`,
  all: (n: number) => `Select all ${n}`, all_of_them: "Select all",
  pick: (sender: string, subject: string) => `Select ${sender}: ${subject}`,
  read: "Read", read_name: "Mark as read", none: "Select none",
  archived: (n: number) => `${letters(n)} archived`, unarchived: (n: number) => `${letters(n)} moved to the inbox`,
  trashed: (n: number) => `${letters(n)} moved to the trash`, restored: (n: number) => `${letters(n)} restored`,
  marked_read: (n: number) => `${letters(n)} marked as read`, marked_unread: (n: number) => `${letters(n)} marked as unread`,
  saves: "Saving", saving: (done: string, of: string) => `Saving … ${done} of ${of}`, collecting: (n: string) => `Fetching the list … ${n} so far`,
  failed: (n: number) => `That did not work for ${letters(n)}. They are as before.`,
};
