// Drafts save themselves: a moment after the last change, one at a time, and again when it did not go.
import { useEffect, useRef, useState } from "preact/hooks";
import { api, Problem } from "../../../api";
import type { Moment } from "../../../api-types";
import type { Answers, Draft } from "./types";

const PAUSE = 700;
const AGAIN = 5000;

export interface Saving {
  state: "saved" | "saving" | "failed";
  at: Moment | undefined;
  /** What is filled in has changed. */
  change: (answers: Answers) => void;
  /** No more drafts: wait for the one under way. */
  stop: () => Promise<void>;
}

/** `refused` is called when the server takes no more drafts: answered elsewhere, or expired. */
export function useSaving(letterKey: string, draft: Draft | undefined, refused: () => void): Saving {
  const [shown, show] = useState<{ state: Saving["state"]; at: Moment | undefined }>({ state: "saved", at: draft?.saved_at });
  const unsaved = useRef<Answers | null>(null);
  const timer = useRef(0);
  const stopped = useRef(false);
  const underway = useRef<Promise<void>>(Promise.resolve());
  const busy = useRef(false);

  const send = async (answers: Answers) => {
    busy.current = true;
    unsaved.current = null;
    show((now) => ({ ...now, state: "saving" }));
    try {
      const { saved_at } = await api.saveForm(letterKey, answers);
      show({ state: "saved", at: saved_at });
    } catch (error) {
      if (error instanceof Problem && (error.status === 409 || error.status === 410)) return refused();
      if (stopped.current) return;
      unsaved.current ??= answers;
      show((now) => ({ ...now, state: "failed" }));
      later(AGAIN);
    } finally {
      busy.current = false;
    }
    if (unsaved.current && !timer.current) later(PAUSE);
  };
  const flush = () => {
    clearTimeout(timer.current);
    timer.current = 0;
    if (unsaved.current && !busy.current) underway.current = send(unsaved.current);
  };
  const later = (pause: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, pause);
  };

  useEffect(() => {
    const away = () => void (document.visibilityState === "hidden" && flush());
    document.addEventListener("visibilitychange", away);
    return () => {
      document.removeEventListener("visibilitychange", away);
      flush();
    };
  }, []);

  return {
    ...shown,
    change(answers) {
      stopped.current = false;
      unsaved.current = answers;
      show((now) => ({ ...now, state: "saving" }));
      later(PAUSE);
    },
    async stop() {
      stopped.current = true;
      clearTimeout(timer.current);
      timer.current = 0;
      unsaved.current = null;
      await underway.current;
    },
  };
}
