// The frame of every page outside the mailbox: the mark, one card, and the language, help, terms and support below.
import type { ComponentChildren } from "preact";
import { Brand } from "./Brand";
import { Foot } from "./Foot";

export function Door({ children, wide, steps }: { children: ComponentChildren; wide?: boolean; steps?: ComponentChildren }) {
  return (
    <div class={`door${wide ? " wide" : ""}`}>
      <header class="door-head"><Brand href="/login" /></header>
      <main id="main" class="door-card" tabIndex={-1}>
        {steps}
        {children}
      </main>
      <Foot outside />
    </div>
  );
}
