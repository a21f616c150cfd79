// The app's words in Swedish: plain, kind, and always with what to do.
import * as kinds from "./kinds";
import * as mailbox from "./mailbox.sv";
import * as piles from "./piles.sv";
import { registered } from "./registered.sv";

const days = (n: number) => (n === 1 ? "1 dag" : `${n} dagar`);
const tries = (n: number) => (n === 1 ? "ett försök" : `${n} försök`);

export const sv = {
  actions: { continue: "Fortsätt", undo: "Ångra", change: "Ändra", on: "På", off: "Av" },
  dialog: { close: "Stäng", keep: "Nej, behåll" },
  dates: {
    today: "i\u00a0dag", yesterday: "i\u00a0går",
    group_today: "I\u00a0dag", group_tomorrow: "I\u00a0morgon", group_yesterday: "I\u00a0går", group_week: "Senaste veckan",
  },
  nav: {
    menu: "Huvudmeny", skip: "Hoppa till innehållet", my_mailbox: "Min brevlåda", unread: "olästa", letters: "brev",
    inbox: "Inkorg", senders: "Avsändare", settings: "Inställningar", help: "Hjälp", terms: "Villkor", accessibility: "Tillgänglighet",
    todo: "Att göra", to_do: "att göra", search: "Sök", more: "Mer", log_out: "Logga ut",
  },
  folders: { inbox: "Inkorg", archive: "Arkiv", trash: "Papperskorg" },
  ...kinds.sv,
  ...mailbox,
  ...piles,
  door: { other_language: "In English" },
  foot: { support: "Support", status: "Driftstatus" },

  bankid: {
    same_device: "BankID på den här enheten",
    other_device: "BankID på en annan enhet",
    starting: "Startar BankID …",
    qr: "QR-kod att läsa av med BankID-appen",
    cancel: "Avbryt",
    busy: "BankID svarar inte just nu. Vänta en minut och försök igen.",
    demo: "Demo: öppna den låtsade BankID-appen",
  },
  login: {
    title: "Logga in",
    lead: "Läs din post med BankID.",
    new_here: "Ny här? Så öppnar du ditt konto",
    again: "Till inloggningen",
    open: "Öppna ett konto",
    no_account: {
      title: "Du har inget konto här än",
      text: "Din legitimering gick bra, men det finns ingen brevlåda för dig. Det är gratis att öppna en och tar några minuter. Du behöver inte legitimera dig igen.",
    },
    underage: {
      title: "Du behöver ha fyllt 18",
      text: "Den som är under 18 år behöver sina vårdnadshavares godkännande för att ha en brevlåda här. Det går inte att ge här än, så vi kan inte öppna något konto åt dig nu. Din post kommer på papper som vanligt.",
    },
    why: {
      idle: "Du loggades ut för att det gått en kvart utan att något hände. Logga in igen så fortsätter du där du var.",
      gone: "Din inloggning har gått ut. Logga in igen så fortsätter du där du var.",
      left: "Du är utloggad. Ha det fint!",
      everywhere: "Du är utloggad överallt.",
      closed: "Ditt konto är avslutat.",
    },
  },

  registered,

  banners: {
    title: "Viktigt just nu",
    newer: "Det finns en nyare version av appen.",
    change_over: "Läs in den",
    offline: "Du är inte uppkopplad. Det du redan ser går att läsa, men inget nytt kan hämtas.",
    closing: (date: string, left: number) => `Kontot avslutas. Allt raderas ${date}, om ${days(left)}.`,
    bounced: "Vi når dig inte på din e-postadress.",
    bounced_do: "Kontrollera den",
    new_terms: "Vi har nya villkor.",
    new_terms_do: "Läs och godkänn dem",
    undo: "Ångra avslutet",
    undone: "Kontot är kvar. Välkommen tillbaka!",
  },
  idle: {
    title: "Är du kvar?",
    text: "För säkerhets skull loggas du ut när det går en kvart utan att något händer.",
    left: (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`,
    stay: "Ja, jag är kvar",
  },
  step_up: {
    title: "Bekräfta med BankID",
    text: "Det här är känsligt, så vi vill vara säkra på att det är du.",
    needed: "Bekräfta med BankID för att fortsätta.",
  },
  keys: {
    title: "Kortkommandon",
    use: "Kortkommandon",
    use_hint: "Styr med tangentbordet. Tryck ? för att se hur. Gäller den här webbläsaren.",
    does: {
      "j": "Nästa brev", "k": "Föregående brev", "o": "Öppna brevet", "u": "Tillbaka till listan", "e": "Arkivera",
      "#": "Släng", "x": "Markera", "/": "Sök", "?": "Visa den här listan",
      "l": "Etikett", "s": "Till avsändaren", "g i": "Till inkorgen", "g t": "Till Att göra", "g a": "Till arkivet", "g s": "Till avsändarna", "z": "Ångra (eller Ctrl+Z)",
    },
  },

  help: { contact: "Hör av dig till oss", contact_text: "Hittade du inte svaret? Vi hjälper gärna till. Skriv aldrig personnummer eller koder i ett mejl." },
  states: {
    loading: "Hämtar …",
    slow: "Det tar längre tid än vanligt …",
    retry: "Försök igen",
    failed: "Något gick fel hos oss",
    failed_do: "Försök igen om en stund. Hjälper det inte, hör av dig till oss.",
    no_answer: "Vi får ingen kontakt",
    no_answer_do: "Kontrollera att du är uppkopplad och försök igen.",
    offline: "Du är inte uppkopplad",
    offline_do: "Din post finns inte på den här enheten. Den hämtas så snart du är uppkopplad igen.",
    reference: (id: string) => `Uppge numret ${id} om du hör av dig.`,
  },
  problems: {
    code_wrong: (left?: number) => (left === undefined ? "Fel kod. Kontrollera siffrorna." : left > 0 ? `Fel kod. Du har ${tries(left)} kvar.` : "Fel kod. Be om en ny kod."),
    code_expired: "Koden gäller inte längre. Be om en ny.",
    code_too_many: "Det har blivit för många koder eller försök. Vänta en stund och be om en ny kod.",
    email_taken: "Adressen används redan av ett annat konto. Välj en annan.",
    mobile_not_swedish: "Vi kan bara skicka sms till svenska mobilnummer.",
    undeliverable: "Det går inte att skicka dit. Kontrollera vad du har skrivit, eller välj något annat.",
    invalid_personnummer: "Personnumret stämmer inte. Kontrollera siffrorna.",
    underage: "Du behöver ha fyllt 18.",
    bankid_unavailable: "BankID svarar inte just nu. Vänta en minut och försök igen.",
    too_many: "Det blev många försök på kort tid. Vänta en stund och försök igen.",
    export_under_way: "Din fil görs redan.",
    too_many_exports: "Du har beställt tre i dag. Beställ nästa i morgon.",
    not_found: "Det finns inte längre.",
    too_many_tests: "Du har skickat fem prov den senaste timmen. Vänta en stund innan du skickar nästa.",
    invalid_email: "E-postadressen stämmer inte. Kontrollera att den är rätt skriven.",
    already_member: "Du har redan ett konto. Logga in i stället.",
    out_of_turn: "Det steget är redan gjort. Läs in sidan igen, så fortsätter du där du var.",
    forbidden: "Det går bara att göra i appen. Läs in sidan igen och försök en gång till.",
    bankid_already_in_progress: "Ditt BankID användes redan någon annanstans, och båda försöken avbröts. Försök igen.",
    unknown_push_service: "Vi kan inte skicka notiser till den här webbläsaren. Prova en annan.",
    conflict: "Något ändrades samtidigt. Läs in sidan igen och försök en gång till.",
    unauthenticated: "Din inloggning har gått ut. Logga in igen.",
  },
};
