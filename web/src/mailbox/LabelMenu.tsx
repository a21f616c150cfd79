// The menu of labels for one letter or many: pressing one puts it on, or takes it off where all have it.
import { useState } from "preact/hooks";
import { setLabel } from "../acts";
import { isProblem } from "../api";
import type { Label, Letter } from "../api-types";
import { t } from "../i18n";
import { MANY_LABELS, MOST_LABELS, labels, putLabel } from "../labels";
import { useStore } from "../store";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { Form } from "../ui/Form";
import { Note, explain } from "../ui/States";

export function LabelMenu({ letters, close, done }: { letters: Letter[]; close: () => void; done?: () => void }) {
  const known = useStore(labels);
  const choose = (label: Label, on: boolean) => {
    close();
    done?.();
    void setLabel(letters, label, on);
  };
  return (
    <Dialog title={t.labels.set_title} onClose={close}>
      <ul class="label-menu">
        {known.map((label) => {
          const on = letters.every((letter) => letter.labels.includes(label.id));
          return (
            <li key={label.id}>
              <button type="button" class="place" aria-pressed={on} onClick={() => choose(label, !on)}>
                <i class={`pile ${label.colour}`} aria-hidden="true" /><span>{label.name}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <NewLabel made={(label) => choose(label, true)} />
    </Dialog>
  );
}

export function NewLabel({ made }: { made: (label: Label) => void }) {
  const [name, setName] = useState("");
  const [error, setError] = useState<string | null>(null);
  const count = useStore(labels).length;
  const make = async () => {
    if (!name.trim()) return;
    try {
      made(await putLabel(name));
      setName("");
      setError(null);
    } catch (problem) {
      setError(labelProblem(problem));
    }
  };
  if (count >= MOST_LABELS) return <Note kind="due" icon="warning">{t.labels.full}</Note>;
  return (
    <Form onSend={make}>
      {count >= MANY_LABELS && <p class="hint">{t.labels.many(count)}</p>}
      <NameField label={t.labels.new} value={name} onValue={setName} error={error} />
      <Button type="submit">{t.labels.make}</Button>
    </Form>
  );
}

const LONGEST = 40;

/** The name of a label; that no more of it has room is told, not only seen by who looks at the keys. */
export const NameField = (props: { label: string; value: string; onValue: (value: string) => void; error: string | null; first?: boolean }) => (
  <>
    <Field {...props} maxLength={LONGEST} />
    <p class="hint" role="status">{props.value.length >= LONGEST && t.labels.longest(LONGEST)}</p>
  </>
);

export const labelProblem = (problem: unknown): string =>
  isProblem(problem, "too_many_labels") ? t.labels.full : isProblem(problem, "conflict") ? t.labels.taken : explain(problem);
