// What a page shows when there is nothing to show: empty, waiting, or something went wrong.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { NoAnswer, Problem } from "../api";
import { t } from "../i18n";
import { NotConfirmed } from "../step-up";
import { Button } from "./Button";
import { Icon, type IconName } from "./Icon";

export const Empty = ({ icon, title, children }: { icon: IconName; title: ComponentChildren; children?: ComponentChildren }) => (
  <div class="state">
    <span class="state-icon"><Icon name={icon} /></span>
    <div class="state-title">{title}</div>
    {children && <div class="state-text">{children}</div>}
  </div>
);

const LONG = 8_000;

/** Something is on its way; `patient` when it is known to take its time. */
export function Loading({ label = t.states.loading, patient }: { label?: string; patient?: boolean }) {
  const [long, tell] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => tell(!patient), LONG);
    return () => clearTimeout(timer);
  }, [patient]);
  return (
    <p class="state loading" role="status">
      <span class="spinner" aria-hidden="true" />
      {long ? t.states.slow : label}
    </p>
  );
}

/** What went wrong, and what to do about it; `page` when there is nothing else on the page. */
export function Failed({ error, retry, page }: { error: unknown; retry?: () => void; page?: boolean }) {
  const away = error instanceof NoAnswer;
  const offline = away && !navigator.onLine;
  const title = offline ? t.states.offline : away ? t.states.no_answer : t.states.failed;
  useEffect(() => {
    if (!away || !retry) return;
    addEventListener("online", retry); // the network is back: no need to ask
    return () => removeEventListener("online", retry);
  }, [away, retry]);
  return (
    <div class="state" role="alert">
      <span class="state-icon"><Icon name={away ? "offline" : "warning"} /></span>
      <div class="state-title">{page ? <h1>{title}</h1> : title}</div>
      <div class="state-text">
        <p>{offline ? t.states.offline_do : away ? t.states.no_answer_do : t.states.failed_do}</p>
        <Reference error={error} />
      </div>
      {retry && <Button onPress={retry} icon="restore">{t.states.retry}</Button>}
    </div>
  );
}

/** The number that lets support find what happened. */
const Reference = ({ error }: { error: unknown }) =>
  error instanceof Problem && error.status >= 500 && error.reference
    ? <p class="quiet-text">{t.states.reference(error.reference)}</p>
    : null;

/** A strip with something to know, in the page. */
export const Note = ({ kind = "info", icon, children, live }: {
  kind?: "info" | "ok" | "due" | "late"; icon?: IconName; children: ComponentChildren; live?: boolean;
}) => (
  <div class={`note ${kind}`} role={live ? "alert" : undefined}>
    {icon && <Icon name={icon} />}
    <div>{children}</div>
  </div>
);

/** In words for people, in their language: what happened, and what to do about it. */
export function explain(error: unknown): string {
  if (error instanceof NotConfirmed) return t.step_up.needed;
  if (error instanceof NoAnswer) return `${t.states.no_answer}. ${t.states.no_answer_do}`;
  const failed = `${t.states.failed}. ${t.states.failed_do}`;
  if (!(error instanceof Problem)) return failed;
  const known = t.problems[error.code as keyof typeof t.problems];
  if (known) return typeof known === "function" ? known(error.triesLeft) : known;
  return error.reference ? `${failed} ${t.states.reference(error.reference)}` : failed;
}
