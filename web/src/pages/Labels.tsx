// One's own labels: made, renamed and removed, each with how many letters carry it.
import { useState } from "preact/hooks";
import type { Label } from "../api-types";
import { t } from "../i18n";
import { deleteLabel, labels, putLabel } from "../labels";
import { NameField, NewLabel, labelProblem } from "../mailbox/LabelMenu";
import { useStore } from "../store";
import { say } from "../toasts";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import { Page } from "../ui/Page";

export function Labels() {
  const known = useStore(labels);
  return (
    <Page title={t.labels.title} lead={t.labels.lead}>
      {known.length === 0 && <p>{t.labels.none}</p>}
      <ul class="cards">{known.map((label) => <LabelCard key={label.id} label={label} />)}</ul>
      <NewLabel made={() => {}} />
    </Page>
  );
}

function LabelCard({ label }: { label: Label }) {
  const [name, setName] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const rename = () => putLabel(name ?? "", label).then(() => setName(null), (problem) => setError(labelProblem(problem)));
  const remove = () => deleteLabel(label).then(
    () => say(t.labels.removed(label.name), () => void putLabel(label.name, label).catch(() => say(t.labels.failed))),
    () => say(t.labels.failed),
  );
  return (
    <li class="card label-card">
      {name === null ? (
        <>
          <a class="label-link" href={`/inbox?label=${label.id}`}><i class={`pile ${label.colour}`} aria-hidden="true" />{label.name}</a>
          <span class="document-acts">
            <Button name={`${t.labels.rename}: ${label.name}`} onPress={() => setName(label.name)}>{t.labels.rename}</Button>
            <Button icon="trash" name={`${t.labels.remove}: ${label.name}`} onPress={() => void remove()}>{t.labels.remove}</Button>
          </span>
        </>
      ) : (
        <Form onSend={rename}>
          <NameField label={t.labels.rename} value={name} onValue={setName} error={error} first />
          <Button type="submit">{t.labels.save}</Button>
        </Form>
      )}
    </li>
  );
}
