// What the accessibility statement says, in both languages. It is true of the app as it is: change it together with the app.

/** The day on which every sentence below was last held against the app. */
export const REVIEWED = "2026-11-21";

export interface Part {
  title: string;
  text: string[];
  list?: string[];
}

export const sv = {
  reviewed: "Senast granskad",
  parts: (operator: string): Part[] => [
    { title: "Vårt mål",
      text: [`Alla ska kunna läsa sin post i ${operator}, hur man än ser, hör, rör sig eller tänker. Vårt mål är att webbappen ska följa WCAG 2.2 på nivå AA. Våra tester hittar inga avvikelser i appen själv, men alla går inte att hitta så. Det vi vet brister står längre ner.`] },
    { title: "Så är appen gjord",
      text: [],
      list: [
        "Appen är gjord för att kunna skötas helt med tangentbord. Kortkommandon finns, och de går att stänga av under Inställningar.",
        "Rubriker, knappar, fält och besked är märkta så att skärmläsare kan säga vad de är.",
        "Appen går att läsa på en skärm som är 320 punkter bred, utan att rulla i sidled, och i ljust eller mörkt utseende.",
        "Det man trycker på med fingret är minst 44 gånger 44 punkter. Undantaget är länkar inne i en mening.",
        "Väljer du själv färger i systemet (ett kontrasttema) syns ändå vad som är oläst, valt och påslaget, och koder är mörka på vitt.",
        "Det som rör sig gör det inte om du har bett din enhet om mindre rörelse.",
        "Du loggas ut efter en kvart utan att något händer. Du får en varning i god tid och kan förlänga med ett tryck.",
      ] },
    { title: "Så har vi testat",
      text: ["Testen nedan görs av program, i webbläsaren Chromium, varje gång appen ändras:"],
      list: [
        "Alla sidor och lägen (öppna dialoger, fel, varningar, tomma listor) granskas med axe-core mot WCAG 2.0, 2.1 och 2.2, nivå A och AA. Inga fel får finnas. En del av granskningen görs på svenska, en del på engelska, i ljust och mörkt, på dator och telefon.",
        "Att öppna ett konto, läsa och sortera posten, fylla i ett formulär, välja avsändare, ändra inställningar och hämta hem sin post prövas med enbart tangentbord. Det som har fokus får inte ligga dolt.",
        "Bredden 320 punkter, dubbelt så stor text, på dator och på telefon, och storleken på det man trycker på mäts på varje sida och i ett brev. Bredden och texten mäts också i ett lönebesked, en bokad tid, ett formulär och ett brev med flera dokument.",
      ] },
    { title: "Det här har vi inte testat",
      text: [],
      list: [
        "Ingen utomstående har granskat appen.",
        "Människor som använder skärmläsare, förstoring eller talstyrning har inte prövat den åt oss.",
        "Testen görs inte i Firefox eller Safari, fast appen är gjord för dem också.",
      ] },
    { title: "Det här brister",
      text: [],
      list: [
        "Dokumenten i breven kommer från avsändarna. Många PDF:er saknar märkning av rubriker, tabeller och bilder, och vi kan inte lägga till den. Be avsändaren om dokumentet i en annan form.",
        "På telefoner och andra enheter där webbläsaren inte visar PDF ritar appen dokumentet. Då läses texten upp i den ordning som den ligger i filen, utan rubriker och tabeller, och texten på sidor längre ner finns först när du har rullat dit. Öppna eller ladda ner dokumentet för att läsa det i ett annat program.",
        "QR-koden för BankID byts varje sekund och måste läsas av med en kamera. Har du BankID på samma enhet slipper du koden.",
        "Informationen finns inte på teckenspråk och inte i lättläst form.",
      ] },
  ],
  tell: "Säg till oss",
  tell_text: "Fungerar något dåligt för dig, eller behöver du något på ett annat sätt? Skriv eller ring, så hjälper vi dig och rättar felet.",
  complain: "Är du inte nöjd med hur vi svarar kan du anmäla oss till Post- och telestyrelsen (PTS), som har tillsyn över att digitala tjänster till konsumenter är tillgängliga.",
};

export const en: typeof sv = {
  reviewed: "Last reviewed",
  parts: (operator) => [
    { title: "Our aim",
      text: [`Everybody should be able to read their post in ${operator}, however they see, hear, move or think. Our aim is that the web app follows WCAG 2.2 at level AA. Our tests find no deviations in the app itself, but not all can be found that way. What we know falls short is told below.`] },
    { title: "How the app is made",
      text: [],
      list: [
        "The app is made to be used with a keyboard alone. There are shortcuts, and they can be turned off under Settings.",
        "Headings, buttons, fields and messages are marked so that screen readers can say what they are.",
        "The app can be read on a screen 320 points wide without scrolling sideways, and in light or dark looks.",
        "What is pressed with a finger is at least 44 by 44 points. The exception is links inside a sentence.",
        "If you choose the colours yourself in the system (a contrast theme), what is unread, chosen and switched on still shows, and codes are dark on white.",
        "What moves does not if you have asked your device for less motion.",
        "You are logged out after a quarter of an hour without anything happening. You are warned in good time and can go on with one press.",
      ] },
    { title: "How we have tested",
      text: ["The tests below are made by programs, in the browser Chromium, each time that the app is changed:"],
      list: [
        "All pages and states (open dialogs, errors, warnings, empty lists) are examined with axe-core against WCAG 2.0, 2.1 and 2.2, levels A and AA. There may be no errors. Some of it is done in Swedish, some in English, in light and dark, on computer and phone.",
        "Opening an account, reading and sorting the post, filling in a form, choosing senders, changing settings and taking one's post home are tried with a keyboard alone. What has the focus may not lie hidden.",
        "The width of 320 points, text twice as large, on a computer and on a phone, and the size of what is pressed are measured on each page and in a letter. The width and the text are measured in a payslip, an appointment, a form and a letter of several documents too.",
      ] },
    { title: "What we have not tested",
      text: [],
      list: [
        "Nobody from outside has reviewed the app.",
        "People who use screen readers, magnification or voice control have not tried it for us.",
        "The tests are not made in Firefox or Safari, though the app is made for them too.",
      ] },
    { title: "What falls short",
      text: [],
      list: [
        "The documents in letters come from their senders. Many PDFs lack the marking of headings, tables and pictures, and we cannot add it. Ask the sender for the document in another form.",
        "On phones and other devices where the browser does not show PDFs, the app draws the document. The text is then read out in the order in which it lies in the file, without headings and tables, and the text of pages further down is there only when you have scrolled to them. Open or download the document to read it in another program.",
        "The QR code for BankID changes every second and has to be read with a camera. With BankID on the same device you do without the code.",
        "The information is not available in sign language or in easy-to-read form.",
      ] },
  ],
  tell: "Tell us",
  tell_text: "Does something work badly for you, or do you need something in another way? Write or call, and we help you and mend the fault.",
  complain: "If you are not satisfied with how we answer you can report us to the Swedish Post and Telecom Authority (PTS), which supervises that digital services for consumers are accessible.",
};
