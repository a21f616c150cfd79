// The frame of every page outside the mailbox: the mark, one card, and the language, help and terms below.
import type { ComponentChildren } from "preact";
import { language, t } from "../i18n";
import { chooseLanguage, site } from "../session";
import { useStore } from "../store";
import { Brand } from "./Brand";

export function Door({ children, wide, steps }: { children: ComponentChildren; wide?: boolean; steps?: ComponentChildren }) {
  return (
    <div class={`door${wide ? " wide" : ""}`}>
      <header class="door-head"><Brand href="/login" /></header>
      <main id="main" class="door-card" tabIndex={-1}>
        {steps}
        {children}
      </main>
      <Foot />
    </div>
  );
}

function Foot() {
  const operator = useStore(site)?.operator;
  const other = useStore(language) === "sv" ? "en" : "sv";
  return (
    <footer class="foot">
      <button class="link" type="button" lang={other} onClick={() => chooseLanguage(other)}>{t.door.other_language}</button>
      <a href="/help">{t.nav.help}</a>
      <a href="/terms">{t.nav.terms}</a>
      <a href="/accessibility">{t.nav.accessibility}</a>
      {operator && <a href={`tel:${operator.support_phone.replace(/[^+\d]/g, "")}`}>{operator.support_phone}</a>}
    </footer>
  );
}
