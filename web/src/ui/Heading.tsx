// The heading of a page; it takes the focus when one has moved there, so that it is read out first.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { operator } from "../operator";
import { place, usePlace } from "../router";
import { useStore } from "../store";

let path = place.get().path;
let moved = false;
place.watch(() => {
  if (place.get().path !== path) moved = true;
  path = place.get().path;
});

/** A new page inside the same address: its heading is read out too. */
export function markMove(): void {
  moved = true;
}

/** True once after each move to another page. */
export function takeMove(): boolean {
  const was = moved;
  moved = false;
  return was;
}

export function useTitle(title: string): void {
  const { name } = useStore(operator);
  useEffect(() => {
    document.title = [title, name].join(" – ");
  }, [title, name]);
}

export function Heading({ children, title, id }: { children: ComponentChildren; title: string; id?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { path: here } = usePlace();
  useTitle(title);
  useLayoutEffect(() => { // at once: after the painting it might take the focus from where the next key has put it
    if (takeMove()) heading.current?.focus({ preventScroll: true });
  }, [here, title]);
  return <h1 ref={heading} tabIndex={-1} id={id}>{children}</h1>;
}
