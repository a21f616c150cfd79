// The mark (an envelope with its seal) and the operator's name.
import { t } from "../i18n";
import { site, unreachable } from "../session";
import { useStore } from "../store";

export const Mark = () => (
  <svg class="mark" viewBox="0 0 30 22" aria-hidden="true" focusable="false">
    <rect x="1" y="1" width="28" height="20" rx="3" />
    <path d="M2 3l13 10L28 3" />
    <circle cx="15" cy="13" r="3.4" />
  </svg>
);

export function Brand({ href = "/" }: { href?: string }) {
  const away = useStore(unreachable);
  const name = useStore(site)?.operator.name ?? (away ? t.product : " "); // who runs it is told by the server
  return (
    <a class="brand" href={href}>
      <Mark />
      <span>{name}</span>
    </a>
  );
}
