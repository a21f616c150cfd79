// A form that sends itself once, tells what went wrong at the right field, and puts focus there.
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { explain } from "./States";

export interface Sending {
  error: string | null;
  busy: boolean;
  /** Run the act; its error is put into words. True when it went well. */
  send: (act: () => Promise<unknown>) => Promise<boolean>;
  refuse: (error: string | null) => void;
}

export function useSending(): Sending {
  const [error, refuse] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (act: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await act();
      refuse(null);
      return true;
    } catch (problem) {
      refuse(explain(problem));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { error, busy, send, refuse };
}

export function Form({ onSend, children }: { onSend: () => void | Promise<unknown>; children: ComponentChildren }) {
  const form = useRef<HTMLFormElement>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    await onSend();
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus());
  };
  return <form ref={form} noValidate onSubmit={submit}>{children}</form>;
}
