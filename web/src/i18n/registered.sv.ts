// Swedish words for registered letters.

export const registered = {
  title: "Kvittera brevet",
  hidden_sender: "Dold avsändare",
  hidden_subject: "Rekommenderat brev",
  waiting: "Det här brevet öppnas när du har kvitterat det med BankID. Då ser du också vem det är från och vad det gäller, om det är dolt.",
  until: (day: string) => `Kvittera senast ${day}. Därefter går brevet inte att öppna.`,
  told: "Avsändaren får veta att du har tagit emot brevet, och när.",
  expired: (day: string) => `Brevet skulle ha kvitterats senast ${day}. Det går inte längre att öppna.`,
  signed: (when: string) => `Kvitterat ${when}`,
  tag: (day: string) => `Kvittera senast ${day}`,
  tag_expired: "Tiden gick ut",
};
