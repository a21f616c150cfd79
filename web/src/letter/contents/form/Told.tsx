// The heading of each step of a form; when one has come there by a press, it takes the focus, so that it is read out.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

export function Told({ children, focus, id }: { children: ComponentChildren; focus: boolean; id?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => { // at once: a quick hand is at the next field before anything is painted
    if (!focus) return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest("section")?.scrollIntoView({ block: "nearest" });
  }, []);
  return <h3 ref={heading} tabIndex={-1} id={id}>{children}</h3>;
}
