// The words about taking selected letters home as one file, in Swedish.
const letters = (n: number) => (n === 1 ? "1 brev" : `${n} brev`);
const documents = (n: number) => (n === 1 ? "1 dokument" : `${n} dokument`);

export const taking = {
  title: "Ladda ner brev",
  under_way: (done: number, of: number) => `Hämtar brev ${done} av ${of} …`,
  stop: "Avbryt",
  done: (n: number, name: string) => `${documents(n)} har sparats i ${name}.`,
  nothing: "Det fanns inga dokument att ladda ner.",
  too_many: (most: number, n: number) => `Du har markerat ${n} brev. Det går att ladda ner högst ${most} åt gången.`,
  whole: "Ta hem hela brevlådan i stället",
  left: {
    empty: (n: number) => `${letters(n)} har inga dokument och är inte med. Öppna och skriv ut det som du vill ha kvar.`,
    sealed: (n: number) => `${letters(n)} är rekommenderade och inte kvitterade, och är inte med.`,
    failed: (n: number) => `${letters(n)} gick inte att hämta och är inte med. Försök igen.`,
    full: (n: number) => `Filen blev full: ${letters(n)} fick inte plats. Ladda ner dem för sig.`,
  },
};
