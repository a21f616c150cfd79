// What is done less often: beside the rest on a computer, behind one button on a phone.
import { toChildArray, type ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { Button } from "./Button";

export function Rest({ children }: { children: ComponentChildren }) {
  const [open, show] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = () => place.current?.querySelector<HTMLElement>(".bar-more button");
  useEffect(() => {
    if (!open) return;
    const outside = ({ target }: Event) => place.current?.contains(target as Node) || show(false);
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const close = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault(); // it closes this and nothing else
    show(false);
    button()?.focus();
  };
  if (!toChildArray(children).length) return null;
  return (
    <div ref={place} class="bar-place" onKeyDown={close}>
      <span class="bar-more"><Button icon="more" expanded={open} onPress={() => show(!open)}>{t.nav.more}</Button></span>
      <div class="bar-rest" data-open={open ? "" : undefined} onClick={() => show(false)}>{children}</div>
    </div>
  );
}
