// To the search field, from wherever one is.
import { options } from "preact";
import { go } from "../router";
import { takeMove } from "../ui/Heading";

/** What is changed in here is drawn before it ends. */
export function atOnce(change: () => void): void {
  const before = options.debounceRendering;
  options.debounceRendering = (draw) => draw();
  try {
    change();
  } finally {
    if (before) options.debounceRendering = before;
    else delete options.debounceRendering;
  }
}

const seen = (where: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>(`${where} input[type=search]`)].find((field) => field.checkVisibility());

/** One's post is searched in the list that is here, or else in the inbox. All in the press: phones show a keyboard for no other focus. */
export function searchPost(): void {
  if (!seen(".list")) {
    atOnce(() => go("/inbox"));
    takeMove(); // the focus is the field's
  }
  seen(".list")?.focus();
}

/** What is here is searched, when it can be. */
export function searchHere(): void {
  const field = seen("main");
  if (field) field.focus();
  else searchPost();
}
