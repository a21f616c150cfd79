// The words of the settings and of closing the account, in Swedish.

export const settings = {
  title: "Inställningar", contents: "På den här sidan",
  contact_title: "Kontaktuppgifter",
  contact: {
    email: {
      label: "E-post", change: "Ändra e-postadress", new_label: "Ny e-postadress",
      change_text: "Vi skickar en kod till den nya adressen. Den gamla gäller tills du har skrivit koden.",
      changed: "E-postadressen är ändrad",
    },
    mobile: {
      label: "Mobil", change: "Ändra mobilnummer", new_label: "Nytt mobilnummer",
      change_text: "Vi skickar en kod till det nya numret. Det gamla gäller tills du har skrivit koden.",
      changed: "Mobilnumret är ändrat",
    },
  },
  bounced: (address: string) => `Vi når dig inte på ${address}.`,
  bounced_do: "Våra mejl kommer tillbaka, så du får inget besked när det kommer post. Byt adress, eller ändra till samma adress igen om den fungerar nu.",
  looks: "Språk och utseende",
  language: "Språk",
  theme: "Utseende",
  themes: { system: "Som enheten", light: "Ljust", dark: "Mörkt" },
  devices: "Här är du inloggad",
  devices_text: "Känner du inte igen något? Logga ut det.",
  this_device: "Den här",
  logged_in: (when: string) => `Inloggad ${when}`,
  last_seen: (when: string) => `senast aktiv ${when}`,
  out_of: (device: string) => `Logga ut ${device}`,
  device_out: (device: string) => `${device} är utloggad`,
  everywhere: "Logga ut överallt",
  terms: "Villkor",
  terms_accepted: (version: string, date: string) => `Du godkände version ${version} den ${date}.`,
  terms_earlier: (version: string, date: string) => `Före det version ${version}, den ${date}.`,
  read_terms: "Läs villkoren",
  close: "Avsluta kontot",
  close_text: "Då slutar posten komma hit och allt du har här raderas efter 20 dagar.",
  close_go: "Så går det till",
};

export const accesses = {
  title: "Vem har tittat",
  short: "Varje gång någon har loggat in, läst eller hämtat något i din brevlåda skrivs det upp.",
  go: "Se vem som har tittat",
  text: "Här står varje gång någon har loggat in i din brevlåda, öppnat ett brev, hämtat ett dokument eller tagit hem allt. Din kalenderlänk står här de dagar den används. Känner du inte igen något? Logga ut överallt och hör av dig till oss.",
  who: { you: "Du", link: "Din kalenderlänk", other: "Någon annan" },
  acts: {
    login: "loggade in", open: "öppnade", read: "öppnade och läste", inline: "läste ett dokument i", responsive: "läste ett dokument i",
    download: "laddade ner ett dokument i", export: "beställde allt i brevlådan", export_fetched: "hämtade allt i brevlådan",
    form: "öppnade formuläret i", appointment: "hämtade tiden i", signed: "kvitterade",
    calendar_made: "skapade en kalenderlänk", calendar_ended: "avslutade kalenderlänken", calendar_read: "användes för att läsa dina tider",
  },
  from: "med",
  gone: "ett brev som inte finns kvar",
  more: "Visa äldre",
};

export const takeHome = {
  title: "Ta hem din post",
  text: "Få allt i brevlådan som en fil: breven med sina dokument i mappar, en lista som öppnas i Excel, och ett registerutdrag som säger vad vi vet om dig, varför och hur länge. Du bekräftar med BankID. Vi mejlar när den är klar. Sedan kan du hämta den i sju dagar.",
  order: "Beställ", again: "Beställ en ny", fetch: "Hämta filen",
  ordered: (when: string) => `Beställd ${when}. Vi börjar strax.`,
  making: (n: string) => `Vi gör filen nu. ${n} brev hittills. Du kan lämna sidan, vi mejlar när den är klar.`,
  ready: (n: string, size: string) => `Filen är klar: ${n} brev, ${size}.`,
  until: (when: string) => `Den kan hämtas till ${when}.`,
  expired: (when: string) => `Din senaste fil kunde hämtas till ${when}.`,
  failed: "Din senaste beställning blev aldrig klar. Försök en gång till, och hör av dig till oss om det inte hjälper.",
};

export const closing = {
  title: "Avsluta kontot",
  lead: "Det här händer, och när:",
  day_now: "Dina avsändare ser att du inte längre tar emot post här. Du kan fortfarande logga in och läsa.",
  day_accepts: "Sista dagen som post på väg kan komma hit. Efter det kommer din post på papper.",
  day_erased: "Allt raderas: dina brev, dina uppgifter och kontot. Fram till dess kan du ångra dig.",
  save_first: "Ta först hem det du vill ha kvar. Efter raderingen kan vi inte ta fram något.",
  take_home: "Ta hem din post",
  instead: "Vill du bara slippa post från någon? Stäng av den under",
  close: "Avsluta kontot",
  close_now: "Ja, avsluta",
  stay: "Nej, tillbaka",
  sure: "Avsluta kontot?",
  sure_text: (date: string) => `Du bekräftar med BankID. Sedan kan du ångra dig fram till ${date}.`,
  under_way: "Kontot är på väg att avslutas",
  under_way_lead: (date: string) => `Allt raderas ${date}. Fram till dess kan du ångra dig.`,
};
