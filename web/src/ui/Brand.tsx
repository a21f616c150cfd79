// The mark (an envelope with its seal) and the operator's name.
import { operator } from "../operator";
import { useStore } from "../store";

export const Mark = () => (
  <svg class="mark" viewBox="0 0 30 22" aria-hidden="true" focusable="false">
    <rect x="1" y="1" width="28" height="20" rx="3" />
    <path d="M2 3l13 10L28 3" />
    <circle cx="15" cy="13" r="3.4" />
  </svg>
);

export function Brand({ href = "/" }: { href?: string }) {
  return (
    <a class="brand" href={href}>
      <Mark />
      <span>{useStore(operator).name}</span>
    </a>
  );
}
