// The words around a PDF that the app shows itself, in Swedish.
export const pdf = {
  page: (n: number, of: number) => `Sida ${n} av ${of}`,
  tools: "Dokumentets storlek",
  smaller: "Förminska", larger: "Förstora",
  open: "Öppna",
  broken: "Dokumentet går inte att visa här. Öppna eller ladda ner det i stället.",
};
