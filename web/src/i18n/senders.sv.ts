// The words about senders, in Swedish.

export const senders = {
  title: "Avsändare",
  lead: "Här väljer du vilka som får skicka digital post till dig.",
  search: "Sök avsändare",
  yours: "Dina avsändare",
  others: "Andra som kan skicka till dig",
  others_found: (beginning: string) => `Andra vars namn börjar på ”${beginning}”`,
  no_others: "Inga fler avsändare med det namnet. Sökningen går på hur namnet börjar.",
  more: "Visa fler",
  found: (n: number) => (n === 1 ? "1 avsändare" : `${n} avsändare`),
  none: "Inga avsändare än",
  none_text: "Här dyker de upp som har skickat post till dig.",
  last_letter: (date: string) => `Senaste brevet ${date}`,
  off_soon: (date: string) => `Avstängd. Post kan komma till och med ${date}, sedan på papper.`,
  off_now: "Avstängd. Posten kommer på papper.",
  turned_on: (name: string) => `Du får digital post från ${name}`,
  turned_off: (name: string) => `Digital post från ${name} är avstängd`,
  what_happens: "Vad händer när jag stänger av en avsändare?",
  explained: [
    "Avsändaren får veta att du inte längre tar emot dess post här och får skicka den på papper i stället.",
    "Brev som redan är på väg kan komma hit i upp till tio dagar. Sedan kommer inget mer från den avsändaren.",
    "Breven du redan har fått ligger kvar. Du kan slå på avsändaren igen när du vill.",
  ],
};
