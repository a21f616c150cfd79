// A sender's mark: its initials on a colour that is always the same for that sender.
const HUES = 8;

export function initials(name: string): string {
  const words = name.split(/[\s\-/]+/).filter((word) => /^[\p{L}\d]/u.test(word) && !/^(ab|och|i|the|of)$/i.test(word));
  const [first = "?", second] = words;
  return (second ? first[0]! + second[0]! : first.slice(0, 2)).toLocaleUpperCase("sv");
}

const hue = (key: string): number => [...key].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 9973, 7) % HUES;

export const Avatar = ({ sender }: { sender: { key: string; name: string } }) => (
  <span class={`avatar hue-${hue(sender.key)}`} aria-hidden="true">{initials(sender.name)}</span>
);
