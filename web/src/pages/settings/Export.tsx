// Everything in the mailbox as one file: ordered with BankID, made in the background, fetched within a week.
import { useEffect } from "preact/hooks";
import { api } from "../../api";
import type { ExportOut } from "../../api-schema";
import { fileSize, longWhen, number } from "../../dates";
import { useFetched } from "../../fetched";
import { words } from "../../i18n/settings";
import { save } from "../../letter/documents";
import { confirmed, confirmedAnew } from "../../step-up";
import { Button } from "../../ui/Button";
import { useSending } from "../../ui/Form";
import { Section } from "../../ui/Page";
import { Failed, Loading, Note } from "../../ui/States";

const LOOK_EVERY = 3_000;

export const Export = () => (
  <Section id="export" title={words().takeHome.title}>
    <p>{words().takeHome.text}</p>
    <Latest />
  </Section>
);

function Latest() {
  const { value, error, again, put } = useFetched(api.export, []);
  useEffect(() => {
    if (value?.state !== "ordered" && value?.state !== "making") return;
    const timer = setTimeout(() => void api.export().then(put, () => put({ ...value })), LOOK_EVERY);
    return () => clearTimeout(timer);
  }, [value]);
  if (error) return <Failed error={error} retry={again} />;
  return value ? <Standing value={value} put={put} /> : <Loading />;
}

function Standing({ value, put }: { value: ExportOut; put: (value: ExportOut) => void }) {
  const { error, busy, send } = useSending();
  const order = () => send(async () => put(await confirmedAnew(api.orderExport)));
  const fetchIt = () => send(async () => save(await confirmed(api.exportLink)));
  const { state } = value;
  const ready = state === "ready";
  return (
    <>
      <div role="status"><Told value={value} /></div>
      {error && <p class="field-error" role="alert">{error}</p>}
      <div class="acts">
        {ready && <Button look="go" icon="download" busy={busy} onPress={() => void fetchIt()}>{words().takeHome.fetch}</Button>}
        {state !== "ordered" && state !== "making" && (
          <Button busy={busy} onPress={() => void order()}>{state === "none" ? words().takeHome.order : words().takeHome.again}</Button>
        )}
      </div>
    </>
  );
}

function Told({ value: { state, ordered_at, letters, size, ready_until } }: { value: ExportOut }) {
  const say = words().takeHome;
  const until = ready_until ? longWhen(ready_until) : "";
  if (state === "ordered") return <Loading patient label={say.ordered(longWhen(ordered_at ?? ""))} />;
  if (state === "making") return <Loading patient label={say.making(number(letters ?? 0))} />;
  if (state === "ready") return <Note kind="ok" icon="check">{say.ready(number(letters ?? 0), fileSize(size ?? 0))} {say.until(until)}</Note>;
  if (state === "expired") return <p class="hint">{say.expired(until)}</p>;
  return state === "failed" ? <Note kind="due" icon="warning">{say.failed}</Note> : null;
}
