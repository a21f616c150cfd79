// The words about senders, in English.
import type * as sv from "./senders.sv";

export const senders: typeof sv.senders = {
  title: "Senders",
  lead: "Here you choose who may send you digital post.",
  yours: "Your senders",
  others: "Others that can send to you",
  others_found: (beginning: string) => `Other senders with “${beginning}”`,
  no_others: "No more senders of that name. The search goes by how the words of the name begin.",
  more: "Show more",
  search: "Search senders",
  found: (n: number) => (n === 1 ? "1 sender" : `${n} senders`),
  none: "No senders yet",
  none_text: "Those who have sent you post will show up here.",
  last_letter: (date: string) => `Latest letter ${date}`,
  off_soon: (date: string) => `Switched off. Post may come until ${date}, then on paper.`,
  off_now: "Switched off. The post comes on paper.",
  turned_on: (name: string) => `You get digital post from ${name}`,
  turned_off: (name: string) => `Digital post from ${name} is switched off`,
  parts: "Choose what they may send",
  parts_text: "Switch off what you don't want from this sender.",
  without: (parts: string) => `Without: ${parts}`,
  what_happens: "What happens when I switch off a sender?",
  explained: [
    "The sender is told that you no longer receive its post here, and may send it on paper instead.",
    "Letters already under way may arrive here for up to ten days. After that nothing more comes from that sender.",
    "If you switch off only a part, such as offers, the same holds for that part. The sender still sees that you can be reached, and the rest of its post comes as usual.",
    "The letters you already have stay. You can switch the sender on again whenever you like.",
  ],
};
