// The questions people ask, and the answers, in both languages.

export interface Question {
  id: string;
  question: string;
  answer: string[];
  steps?: string[];
}

export const sv = (operator: string): Question[] => [
  { id: "open", question: "Hur öppnar jag ett konto?",
    answer: ["Du behöver ett svenskt personnummer, BankID, en e-postadress och ett mobilnummer. Det är gratis och tar några minuter."],
    steps: [
      "Gå till inloggningen och välj Ny här.",
      "Skriv ditt personnummer med tolv siffror och fortsätt med BankID.",
      "Öppna BankID-appen på telefonen och läs av koden på skärmen.",
      "Läs och godkänn villkoren.",
      "Skriv din e-postadress, och sedan koden som vi mejlar dig. Den gäller i 30 minuter. Hittar du inte mejlet, titta i skräpposten.",
      "Skriv ditt mobilnummer, och sedan koden som vi skickar i ett sms.",
      "Klart! Tryck Ok så är du inne.",
    ] },
  { id: "free", question: "Kostar det något?",
    answer: ["Nej. Det är avsändarna som betalar för att skicka post hit. För dig är det gratis."] },
  { id: "who", question: "Vilka avsändare får jag post från?",
    answer: ["Från dem som skickar post via oss och som har något att skicka just till dig. Du behöver inte anmäla dig hos var och en. Under Avsändare ser du vilka de är."] },
  { id: "paper", question: "Får jag posten på papper också?",
    answer: ["Nej, en avsändare som skickar ett brev hit skickar normalt inte samma brev på papper. Vill du hellre ha papper från någon, stäng av den avsändaren."] },
  { id: "miss", question: "Kan jag missa ett brev?",
    answer: [
      "Vi mejlar dig när du får post, och du kan få en notis i webbläsaren också. Under Inställningar väljer du vad du vill ha besked om, och kan skicka ett prov. Oläst post är markerad i inkorgen tills du har öppnat den, och inget raderas av sig självt.",
      "Kommer våra mejl tillbaka till oss ser du det överst på sidan när du loggar in. Byt då adress under Inställningar. Titta gärna in själv ibland, för mejl kan fastna på vägen.",
    ] },
  { id: "find", question: "Hur hittar jag ett brev?",
    answer: [
      "Sök på avsändare eller ämne ovanför listan. Du kan avgränsa med från:, typ:, före: och efter:, till exempel från:kommunen typ:lönebesked efter:2026-03.",
      "Finns det träffar i arkivet eller papperskorgen står det under listan. Vill du sortera själv, ge breven etiketter.",
    ] },
  { id: "arrived", question: "Hur ser jag om ett brev har kommit fram?",
    answer: ["Ligger det i inkorgen, arkivet eller papperskorgen har det kommit. Hittar du inte ett brev du väntar på, fråga avsändaren: den ser om brevet togs emot här eller gick på papper."] },
  { id: "pay", question: "Kan jag betala här?",
    answer: ["Nej, inte än. Fakturor och avier läser du här och betalar hos din bank, som vanligt."] },
  { id: "joining", question: "Kan en avsändare öppna kontot åt mig?",
    answer: ["Nej. Bara du kan öppna ditt konto, med ditt BankID. Det tar några minuter, och vår support hjälper dig om du kör fast."] },
  { id: "off", question: "Hur slutar jag få post från en avsändare?",
    answer: [
      "Öppna ett brev från avsändaren och tryck på länken under rubriken, eller gå till Avsändare. Slå av den du inte vill ha digital post från.",
      "Brev som redan är på väg kan komma i upp till tio dagar. Sedan får avsändaren skicka på papper. Breven du har ligger kvar, och du kan slå på avsändaren igen när du vill.",
    ] },
  { id: "keep", question: "Hur länge finns breven kvar?",
    answer: ["Så länge du vill. Vi rensar inte. Det du slänger ligger i papperskorgen i 30 dagar och raderas sedan."] },
  { id: "close", question: "Hur avslutar jag kontot?",
    answer: [
      "Gå till Inställningar och Avsluta kontot, och bekräfta med BankID. Dina avsändare ser direkt att du inte längre tar emot post här. Post på väg kan komma i tio dagar.",
      "Efter 20 dagar raderas allt. Fram till dess kan du logga in, ladda ner det du vill ha kvar, och ångra dig.",
    ] },
  { id: "protected", question: "Fungerar det med skyddade personuppgifter?",
    answer: ["Ja. Posten skickas till ditt personnummer, och vi visar inte din adress för någon."] },
  { id: "young", question: "Kan den som är under 18 ha ett konto?",
    answer: ["Inte än. Vårdnadshavarna behöver godkänna det, och det går inte att göra här ännu."] },
  { id: "phishing", question: "Så här skriver vi till dig",
    answer: [
      `Mejl och notiser från ${operator} säger vem du har fått post från och ibland vilket slags post det är, men aldrig vad som står i den.`,
      "I våra meddelanden finns inga länkar, varken till brev eller till inloggningen, och inga bifogade filer. Gå till brevlådan som du brukar.",
      "Vi ringer, mejlar eller sms:ar aldrig för att be dig om en kod, om lösenord eller om att logga in med BankID. Koder skickar vi bara när du själv just har bett om en.",
      "Ser ett mejl inte ut så, tryck inte på något i det. Skicka det gärna till vår support så att vi kan varna andra.",
    ] },
];

export const en = (operator: string): Question[] => [
  { id: "open", question: "How do I open an account?",
    answer: ["You need a Swedish personal identity number, BankID, an e-mail address and a mobile number. It is free and takes a few minutes."],
    steps: [
      "Go to the login page and choose New here.",
      "Write your personal identity number with twelve digits and continue with BankID.",
      "Open the BankID app on your phone and scan the code on the screen.",
      "Read and accept the terms.",
      "Write your e-mail address, and then the code that we e-mail you. It is valid for 30 minutes. If you cannot find the e-mail, look in your spam folder.",
      "Write your mobile number, and then the code that we send in a text message.",
      "Done! Press OK and you are in.",
    ] },
  { id: "free", question: "Does it cost anything?",
    answer: ["No. The senders pay for sending post here. For you it is free."] },
  { id: "who", question: "Which senders do I get post from?",
    answer: ["From those that send through us and have something to send to you. You do not need to sign up with each of them. Under Senders you see which they are."] },
  { id: "paper", question: "Do I get the post on paper too?",
    answer: ["No, a sender that sends a letter here does not normally send the same letter on paper. If you would rather have paper from somebody, switch that sender off."] },
  { id: "miss", question: "Can I miss a letter?",
    answer: [
      "We e-mail you when you get post, and you can have a notification in the browser too. Under Settings you choose what you are told of, and can send a test. Unread post is marked in the inbox until you have opened it, and nothing is erased by itself.",
      "If our e-mails come back to us you see that at the top of the page when you log in. Change the address under Settings. Do look in now and then too, as e-mails can get lost.",
    ] },
  { id: "find", question: "How do I find a letter?",
    answer: [
      "Search for a sender or a subject above the list. You can narrow it with from:, type:, before: and after:, for instance from:council type:payslip after:2026-03.",
      "If there is something in the archive or the trash it says so below the list. To sort by yourself, give the letters labels.",
    ] },
  { id: "arrived", question: "How do I see whether a letter has arrived?",
    answer: ["If it is in the inbox, the archive or the trash, it has. If you cannot find a letter that you expect, ask the sender: they see whether it was received here or went on paper."] },
  { id: "pay", question: "Can I pay here?",
    answer: ["Not yet. Read your invoices here and pay them at your bank as usual."] },
  { id: "joining", question: "Can a sender open the account for me?",
    answer: ["No. Only you can open your account, with your BankID. It takes a few minutes, and our support helps you if you get stuck."] },
  { id: "off", question: "How do I stop getting post from a sender?",
    answer: [
      "Open a letter from the sender and press the link under the heading, or go to Senders. Switch off the one you do not want digital post from.",
      "Letters already under way may arrive for up to ten days. After that the sender may send on paper. The letters you have stay, and you can switch the sender on again whenever you like.",
    ] },
  { id: "keep", question: "How long are the letters kept?",
    answer: ["As long as you like. We do not clear anything out. What you throw away stays in the trash for 30 days and is then erased."] },
  { id: "close", question: "How do I close the account?",
    answer: [
      "Go to Settings and Close the account, and confirm with BankID. Your senders see at once that you no longer receive post here. Post under way may arrive for ten days.",
      "After 20 days everything is erased. Until then you can log in, download what you want to keep, and change your mind.",
    ] },
  { id: "protected", question: "Does it work with protected personal data?",
    answer: ["Yes. The post is sent to your personal identity number, and we show your address to nobody."] },
  { id: "young", question: "Can somebody under 18 have an account?",
    answer: ["Not yet. The guardians need to approve it, and that cannot be done here so far."] },
  { id: "phishing", question: "How we write to you",
    answer: [
      `E-mails and notifications from ${operator} say who you have post from and sometimes what kind of post it is, but never what it says.`,
      "Our messages hold no links, neither to letters nor to the login page, and no attached files. Go to your mailbox as you usually do.",
      "We never call, e-mail or text to ask you for a code, a password or to log in with BankID. We only send codes when you have just asked for one.",
      "If an e-mail does not look like that, press nothing in it. Do send it to our support, so that we can warn others.",
    ] },
];
