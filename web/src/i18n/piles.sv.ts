// The words of labels and of what is done with many letters at once, in Swedish.
const letters = (n: number) => (n === 1 ? "1 brev" : `${n} brev`);

export const labels = {
  title: "Etiketter",
  lead: "Sortera posten i egna högar. Ett brev kan ha flera etiketter.",
  new: "Ny etikett", make: "Skapa", rename: "Byt namn", save: "Spara", remove: "Ta bort", manage: "Hantera etiketter",
  none: "Du har inga etiketter än.",
  set: "Etikett", set_title: "Välj etikett",
  on: (name: string, n: number) => `${letters(n)} har fått etiketten ${name}`,
  off: (name: string, n: number) => `${letters(n)} har inte längre etiketten ${name}`,
  removed: (name: string) => `Etiketten ${name} är borttagen. Breven ligger kvar.`,
  full: "Du har 40 etiketter, och fler går det inte att ha. Sökningen hittar oftast snabbare.",
  many: (n: number) => `Du har ${n} av 40 möjliga etiketter.`,
  longest: (n: number) => `Namnet kan ha högst ${n} tecken, och fler får inte plats.`,
  taken: "Det finns redan en etikett med det namnet.",
  failed: "Det gick inte. Etiketten är som förut; försök igen.",
  empty: "Inga brev har den här etiketten",
};

export const bulk = {
  start: "Markera flera", stop: "Avbryt", bar: "Det markerade",
  chosen: (n: number) => (n === 1 ? "1 markerat" : `${n} markerade`),
  all: (n: number) => `Markera alla ${n}`, all_of_them: "Markera alla",
  pick: (sender: string, subject: string) => `Markera ${sender}: ${subject}`,
  read: "Läst", read_name: "Markera som läst", none: "Avmarkera alla",
  archived: (n: number) => `${letters(n)} arkiverade`, unarchived: (n: number) => `${letters(n)} ligger i inkorgen`,
  trashed: (n: number) => `${letters(n)} ligger i papperskorgen`, restored: (n: number) => `${letters(n)} återställda`,
  marked_read: (n: number) => `${letters(n)} markerade som lästa`, marked_unread: (n: number) => `${letters(n)} markerade som olästa`,
  saves: "Sparar", saving: (done: string, of: string) => `Sparar … ${done} av ${of}`, collecting: (n: string) => `Hämtar listan … ${n} hittills`,
  failed: (n: number) => `Det gick inte för ${letters(n)}. De är som förut.`,
};
