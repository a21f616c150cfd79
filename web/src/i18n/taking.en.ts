// The words about taking selected letters home as one file, in English.
const letters = (n: number) => (n === 1 ? "1 letter" : `${n} letters`);
const documents = (n: number) => (n === 1 ? "1 document" : `${n} documents`);

export const taking = {
  title: "Download letters",
  under_way: (done: number, of: number) => `Fetching letter ${done} of ${of} …`,
  stop: "Cancel",
  done: (n: number, name: string) => `${documents(n)} saved in ${name}.`,
  nothing: "There were no documents to download.",
  too_many: (most: number, n: number) => `You have selected ${n} letters. At most ${most} can be downloaded at a time.`,
  whole: "Take the whole mailbox home instead",
  left: {
    empty: (n: number) => `${letters(n)} without documents left out. Open and print what you want to keep.`,
    sealed: (n: number) => `${letters(n)} left out: registered and not signed for yet.`,
    failed: (n: number) => `${letters(n)} could not be fetched and left out. Try again.`,
    full: (n: number) => `The file is full: no room for ${letters(n)}. Download them by themselves.`,
  },
};
