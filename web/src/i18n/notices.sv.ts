// The words of what tells one of which post, in Swedish.

export const notices = {
  title: "Besked om ny post",
  by_email: "Mejla mig när jag får post",
  by_email_hint: (address: string) => `Till ${address}. Mejlet säger vem brevet är från, aldrig vad som står i det.`,
  nothing: "Du får inget besked när det kommer post. Logga in ofta så att du inte missar något.",
  bounced: (address: string) => `Vi når dig inte på ${address}.`,
  bounced_do: "Våra mejl kommer tillbaka.",
  change_address: "Ändra adressen",
  test: "Skicka ett prov",
  tested: {
    email: (address: string) => `Ett prov är på väg till ${address}. Ser du det inte inom några minuter, titta i skräpposten.`,
    push: "Ett prov är på väg. Ser du det inte inom en minut, kontrollera att webbläsaren får visa notiser.",
  },
  which: "Vad vi berättar om",
  which_text: "Välj för varje slags post hur du vill få veta att den har kommit. Den ligger alltid i inkorgen, vad du än väljer.",
  category: "Slags post",
  channels: { email: "Mejl", push: "Notis" },
  categories: {
    letters: ["Brev", "Från myndigheter, företag och föreningar"],
    salary: ["Lönebesked", "Från din arbetsgivare"],
    invoices: ["Fakturor", "Kreditnotor också"],
    bookings: ["Bokningar", "Tider och biljetter"],
    tasks: ["Att fylla i eller signera", "Formulär, avtal och frågor"],
    registered: ["Rekommenderade brev", "Ska tas emot inom en viss tid"],
    offers: ["Erbjudanden", "Inbjudningar, gåvor och värdecheckar"],
  } as Record<string, [string, string]>,
  silent_registered: "Du får inget besked om rekommenderade brev. De går tillbaka till avsändaren om du inte tar emot dem i tid.",
};
