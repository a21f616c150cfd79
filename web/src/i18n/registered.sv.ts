// Swedish words for registered letters.

export const registered = {
  title: "Kvittera brevet",
  hidden_sender: "Dold avsändare",
  hidden_subject: "Rekommenderat brev",
  waiting: "Det här brevet öppnas när du har kvitterat det med BankID. Är avsändaren eller ämnet dolt ser du det då.",
  until: (day: string) => `Kvittera senast ${day}. Därefter går brevet inte att öppna.`,
  told: "Avsändaren får veta att du har tagit emot brevet, och när.",
  expired: (day: string) => `Brevet skulle ha kvitterats senast ${day}. Det går inte längre att öppna.`,
  signed: (when: string) => `Kvitterat ${when}`,
  tag: (day: string) => `Kvittera senast ${day}`,
  tag_expired: "Tiden gick ut",
};
