// A sender's mark: its own icon, or its initials on a colour that is always the same for that sender.
import { useState } from "preact/hooks";
import { index, type Index } from "../letters";
import { useStore } from "../store";
import { Icon } from "./Icon";

const HUES = 8;

export function initials(name: string): string {
  const words = name.split(/[\s\-/]+/).filter((word) => /^[\p{L}\d]/u.test(word) && !/^(ab|och|i|the|of)$/i.test(word));
  const [first = "?", second] = words;
  return (second ? first[0]! + second[0]! : first.slice(0, 2)).toLocaleUpperCase("sv");
}

const hue = (key: string): number => [...key].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 9973, 7) % HUES;

const known = new WeakMap<Index["letters"], Set<string>>();

/** The senders of whom any letter says that they have an icon: older letters, sent before it was set, show it too. */
function withIcons({ letters }: Index): Set<string> {
  let keys = known.get(letters);
  if (!keys) {
    keys = new Set(letters.filter(({ sender }) => sender.icon).map(({ sender }) => sender.key));
    known.set(letters, keys);
  }
  return keys;
}

export function Avatar({ sender }: { sender: { key: string; name: string } }) {
  const [broken, setBroken] = useState(false);
  const hasIcon = withIcons(useStore(index)).has(sender.key);
  if (!sender.key) return <span class="avatar hue-0" aria-hidden="true"><Icon name="registered" /></span>;
  if (hasIcon && !broken) {
    return <img class="avatar" src={`/img/tenant/${sender.key}/icon.png`} alt="" width="44" height="44" onError={() => setBroken(true)} />;
  }
  return <span class={`avatar hue-${hue(sender.key)}`} aria-hidden="true">{initials(sender.name)}</span>;
}
