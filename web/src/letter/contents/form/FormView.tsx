// A form to fill in: what it is and until when, one question at a time, all answers once more, and the receipt.
import { useState } from "preact/hooks";
import { api } from "../../../api";
import { useNow } from "../../../clock";
import { lastDay, longWhen } from "../../../dates";
import { useFetched } from "../../../fetched";
import { Failed, Loading, Note } from "../../../ui/States";
import { Lines, Title } from "../parts";
import { Asking } from "./Asking";
import { Given } from "./Given";
import { Told } from "./Told";
import { walk } from "./path";
import type { Draft, Filling } from "./types";
import { words } from "./words";

export function FormView({ letterKey, subject }: { letterKey: string; subject: string }) {
  const form = useFetched(() => api.form(letterKey), [letterKey]);
  const [sent, setSent] = useState(false);
  const time = useNow(30_000);
  const { value } = form;
  if (form.error) return <Failed error={form.error} retry={form.again} />;
  if (!value) return <Loading />;
  const receipt = value.draft?.responded_at ? value.draft : undefined;
  const over = value.expired || Date.parse(value.expires_at) <= time;
  const answered = (draft: Draft) => {
    setSent(true);
    form.put({ ...value, draft });
  };
  return (
    <section class="content-card filling" aria-labelledby="form">
      <Title id="form" icon="form" subject={subject}>{value.title}</Title>
      {receipt
        ? <Receipt form={value} receipt={receipt} sent={sent} />
        : over
          ? <Note kind="due" icon="warning">{words().expired(lastDay(value.expires_at))}</Note>
          : <Asking key={letterKey} letterKey={letterKey} form={value} answered={answered} refused={form.again} />}
    </section>
  );
}

function Receipt({ form, receipt, sent }: { form: Filling; receipt: Draft; sent: boolean }) {
  const at = longWhen(receipt.responded_at ?? receipt.saved_at);
  return (
    <>
      <Told focus={sent}>{sent ? words().thanks : words().your_answers}</Told>
      <Note kind="ok" icon="check">{words().sent_at(at)}</Note>
      <Given path={walk(form, receipt.answers).path} answers={receipt.answers} />
      {form.description && <details><summary>{words().about}</summary><Lines>{form.description}</Lines></details>}
    </>
  );
}
