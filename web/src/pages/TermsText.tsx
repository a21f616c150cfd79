// The terms and the processor agreement: short, honest, with the operator's name from the settings.
import { language } from "../i18n";
import { site } from "../session";
import { useStore } from "../store";

type Part = [title: string, ...paragraphs: string[]];

const sv = (operator: string, email: string): Part[] => [
  ["Vad tjänsten är",
    `${operator} är en digital brevlåda. Vi tar emot post till dig från avsändare som har avtal med oss, förvarar den och visar den för dig när du har legitimerat dig. Det kostar dig inget.`],
  ["Vem kan ha ett konto",
    "Du som har fyllt 18 år, har svenskt personnummer och BankID. Kontot är personligt."],
  ["Din post",
    "När ett brev ligger i din brevlåda är det ditt. Det ligger kvar tills du raderar det eller avslutar kontot. Det du slänger ligger 30 dagar i papperskorgen och raderas sedan.",
    "Du får post från alla avsändare som skickar via oss och som har dig som kund, medlem eller motsvarande. Du kan stänga av en avsändare när du vill. Post som redan är på väg kan då komma i upp till tio dagar."],
  ["Besked om ny post",
    "Vi mejlar dig när du får post, så länge du inte stänger av det. Mejl kan försenas eller fastna på vägen, så titta också in själv ibland. Det är du som svarar för att läsa din post i tid."],
  ["Så sköter du ditt konto",
    "Låt ingen annan använda ditt BankID. Håll din e-postadress och ditt mobilnummer aktuella. Misstänker du att någon annan har varit inne, logga ut överallt och hör av dig till oss."],
  ["Avsluta kontot",
    "Du kan avsluta när du vill under Inställningar. Post på väg kan komma i upp till tio dagar, och efter 20 dagar raderar vi allt. Fram till dess kan du ångra dig."],
  ["Personuppgifter",
    `För ditt konto (namn, personnummer, kontaktuppgifter, inloggningar) är ${operator} personuppgiftsansvarig. Vi behandlar dem för att kunna ge dig tjänsten och visar dem inte för någon annan än de avsändare som frågar om du kan få post här.`,
    "Medan ett brev är på väg är avsändaren ansvarig för uppgifterna i det. När det ligger i din brevlåda är de dina."],
  ["Personuppgiftsbiträdesavtal",
    `För innehållet i din brevlåda är ${operator} ditt personuppgiftsbiträde. Det betyder att vi bara behandlar det på dina instruktioner: tar emot, förvarar, visar och raderar det. Vi läser det inte och använder det inte för något eget ändamål.`,
    "Innehållet förvaras krypterat i Sverige. Den som arbetar hos oss har tystnadsplikt. Händer det något med dina uppgifter berättar vi det för dig utan dröjsmål. När kontot avslutas raderas innehållet enligt ovan."],
  ["Ändringar och fel",
    "Ändrar vi villkoren får du veta det i förväg och kan avsluta kontot om du inte vill vara kvar. Svensk lag gäller. Är du missnöjd, hör av dig till oss först; du kan också vända dig till Allmänna reklamationsnämnden, och i frågor om personuppgifter till Integritetsskyddsmyndigheten."],
  ["Kontakt", `${operator}, ${email}`],
];

const en = (operator: string, email: string): Part[] => [
  ["What the service is",
    `${operator} is a digital mailbox. We receive post for you from senders that have an agreement with us, keep it, and show it to you when you have identified yourself. It costs you nothing.`],
  ["Who can have an account",
    "Anyone who is 18 or older and has a Swedish personal identity number and BankID. The account is personal."],
  ["Your post",
    "Once a letter is in your mailbox it is yours. It stays until you erase it or close the account. What you throw away stays 30 days in the trash and is then erased.",
    "You get post from all senders that send through us and that have you as a customer, member or the like. You can switch off a sender whenever you like. Post already under way may then arrive for up to ten days."],
  ["Notices of new post",
    "We e-mail you when you get post, as long as you do not switch that off. E-mails can be delayed or get lost, so look in now and then too. Reading your post in time is your own responsibility."],
  ["Looking after your account",
    "Let nobody else use your BankID. Keep your e-mail address and mobile number up to date. If you suspect that somebody else has been here, log out everywhere and get in touch with us."],
  ["Closing the account",
    "You can close it whenever you like under Settings. Post under way may arrive for up to ten days, and after 20 days we erase everything. Until then you can change your mind."],
  ["Personal data",
    `For your account (name, personal identity number, contact details, logins) ${operator} is the controller. We process the data to give you the service, and show it to nobody but the senders that ask whether you can get post here.`,
    "While a letter is under way its sender is responsible for the data in it. Once it is in your mailbox the data is yours."],
  ["Data processing agreement",
    `For the contents of your mailbox ${operator} is your processor. That means that we only process them on your instructions: receive, keep, show and erase them. We do not read them and do not use them for any purpose of our own.`,
    "The contents are kept encrypted in Sweden. Those who work for us are bound to secrecy. If something happens to your data we tell you without delay. When the account is closed the contents are erased as described above."],
  ["Changes and faults",
    "If we change the terms we tell you beforehand, and you can close the account if you do not want to stay. Swedish law applies. If you are not satisfied, get in touch with us first; you can also turn to the National Board for Consumer Disputes, and about personal data to the Swedish Authority for Privacy Protection."],
  ["Contact", `${operator}, ${email}`],
];

export function TermsText({ level }: { level: 2 | 3 }) {
  const operator = useStore(site)?.operator;
  const words = useStore(language) === "sv" ? sv : en;
  const Title = `h${level}` as const;
  return (
    <div class="prose">
      {words(operator?.name ?? "", operator?.support_email ?? "").map(([title, ...paragraphs]) => (
        <section key={title}>
          <Title>{title}</Title>
          {paragraphs.map((text) => <p key={text}>{text}</p>)}
        </section>
      ))}
    </div>
  );
}
