// The words about what there is to do, in Swedish.

export const todo = {
  title: "Att göra",
  lead: "Det du ska gå på, svara på, signera, hämta eller kvittera, efter datum.",
  any_day: "Utan sista dag",
  none: "Inget att göra",
  none_text: "När du får en bokad tid, ett formulär eller något att signera, hämta eller kvittera står det här.",
  acts: {
    attend: (time: string) => `Bokad tid kl.\u00a0${time}`,
    go: (time: string) => `Börjar kl.\u00a0${time}`,
    receive: (time: string) => `Kvittera senast kl.\u00a0${time}`,
    answer: (time: string) => `Svara senast kl.\u00a0${time}`,
    sign: (time: string) => `Signera senast kl.\u00a0${time}`,
    collect: (time: string) => `Hämta senast kl.\u00a0${time}`,
  },
  that_day: {
    answer: "Sista dagen att svara", sign: "Sista dagen att signera", collect: "Sista dagen att hämta",
    receive: "Sista dagen att kvittera",
  },
  whenever: {
    answer: "Svara, och arkivera när du är klar", sign: "Signera, och arkivera när du är klar",
    collect: "Hämta, och arkivera när du är klar",
  },
};

export const calendar = {
  title: "I din egen kalender",
  text: "Gör en privat länk och lägg in den som prenumeration i din kalender, så följer dina bokade tider och sista dagar med dit. Kalendern får veta när och hos vem, aldrig vad det gäller. Den som har länken kan läsa den, så dela den inte.",
  there_is: (date: string) => `Du gjorde en länk ${date}. Den visas bara när den görs; har du tappat bort den gör du en ny.`,
  make: "Gör en länk", another: "Gör en ny länk", end: "Ta bort länken",
  sure: {
    another: "Göra en ny länk?", end: "Ta bort länken?",
    text: "Länken du har slutar gälla. En kalender som läser den visar inte längre dina tider, och säger inte till om det.",
  },
  label: "Din privata länk",
  once: "Kopiera den nu, den visas bara den här gången.",
  copy: "Kopiera länken", copied: "Länken är kopierad", ended: "Länken är borttagen och slutar gälla nu",
};
