// The words of the list, the letter and what is done with it, in Swedish.
const letters = (n: number) => (n === 1 ? "1 brev" : `${n} brev`);
const days = (n: number) => (n === 1 ? "1 dag" : `${n} dagar`);

export const list = {
  search: "Sök i posten",
  search_hint: "Avgränsa med från:, typ:, före: och efter:, till exempel efter:2026-11 eller efter:november",
  misread: (asked: string) => {
    const [word] = asked.split(":");
    return `Vi förstod inte ${asked}. Skriv så här: ${word}:2026-11, ${word}:2026-11-20 eller ${word}:november.`;
  },
  filters: "Visa",
  kind: "Fler slag", all_kinds: "Alla slag",
  elsewhere: (folder: string, count: string) => `I ${folder}: ${count} till`,
  found: (n: number) => letters(n),
  hits: (n: number) => (n === 1 ? "1 träff" : `${n} träffar`),
  no_unread_hits: "Inga olästa brev matchar sökningen", no_hits_of_kind: "Inget sådant brev matchar sökningen",
  show_hits: (n: number) => (n === 1 ? "Visa det som matchar" : `Visa alla ${n} som matchar`),
  unread: "Oläst",
  more: (n: number) => `Visa fler (${n} till)`,
  come: (n: number) => (n === 1 ? "1 nytt brev" : `${n} nya brev`),
  partly: "Alla brev kunde inte hämtas.",
  trash_hint: "Det som ligger här raderas efter 30 dagar.",
  gone_in: (n: number) => `Borta om ${days(n)}`,
  due: {
    answer: (day: string) => `Svara senast ${day}`, sign: (day: string) => `Signera senast ${day}`,
    collect: (day: string) => `Hämta senast ${day}`,
  },
  corrected: "Rättat av ett nyare brev",
  no_hits: "Inga brev matchar sökningen",
  no_hits_do: "Sökningen går i avsändare och ämne, i den här mappen.",
  narrow: "Du kan avgränsa så här: från:kommunen typ:lönebesked efter:2026-03",
  clear_search: "Rensa sökningen",
  all_read: "Allt är läst",
  none_of_kind: "Inga brev av det slaget",
  show_all: "Visa alla",
  mailed: "Vi mejlar dig då.",
  empty: {
    inbox: { title: "Ingen post än", text: "När någon skickar post till dig hamnar den här." },
    archive: { title: "Arkivet är tomt", text: "Arkivera brev som du är klar med men vill ha kvar." },
    trash: { title: "Papperskorgen är tom", text: "Det du slänger ligger kvar här i 30 dagar." },
  },
};

export const letter = {
  title: "Brev",
  none_open: "Välj ett brev i listan",
  to_list: "Till listan",
  previous: "Föregående brev",
  next: "Nästa brev",
  from: "Från", to: "Till",
  dated: (date: string) => `daterat ${date}`,
  switch_off: (sender: string) => `Vill du inte ha post från ${sender} digitalt?`,
  switched_off: (sender: string) => `Du har stängt av digital post från ${sender}`,
  corrected: "Avsändaren har skickat ett nyare brev som rättar det här.",
  corrected_link: "Läs det nyare brevet",
  fetching: "Hämtar brevet …",
  missing: "Brevet finns inte här",
  missing_text: "Det kan vara raderat, eller så är adressen fel.",
  no_documents: "Brevet har inga dokument",
  signed_for: (who: string) => `Signerat för ${who}`,
  show_document: "Visa dokumentet",
  not_here: (size: string) => `${size}. Din webbläsare kan inte visa dokumentet här på sidan.`,
  open_document: "Öppna dokumentet",
  no_document: "Dokumentet gick inte att hämta. Försök igen.",
  print_there: "Dokumentet öppnas i en egen flik. Skriv ut därifrån.",
  gone_in: (n: number) => `Brevet ligger i papperskorgen och raderas om ${days(n)}.`,
};

export const acts = {
  bar: "Brevet",
  archive: "Arkivera", unarchive: "Till inkorgen", trash: "Släng", restore: "Återställ", remove: "Radera",
  mark_unread_name: "Markera som oläst", mark_unread: "Oläst", download: "Ladda ner", print: "Skriv ut",
  archived: "Brevet är arkiverat", unarchived: "Brevet ligger i inkorgen", trashed: "Brevet ligger i papperskorgen",
  restored: "Brevet är återställt", unread: "Markerat som oläst", removed: "Brevet är raderat",
  failed: (subject: string) => `Det gick inte. ”${subject}” är som förut.`,
  remove_title: "Radera för gott?",
  remove_text: (subject: string) => `”${subject}” raderas nu och går inte att få tillbaka.`,
};
