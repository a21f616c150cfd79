// The field of one question, of the kind that it asks for; the question's heading is its name.
import { useState } from "preact/hooks";
import { language } from "../../../i18n";
import { Icon } from "../../../ui/Icon";
import { LONGEST_TEXT, optionsOf, read } from "./path";
import type { Account, Question, Value } from "./types";
import { words } from "./words";

interface FieldProps {
  question: Question;
  value: Value | undefined;
  onValue: (value: Value) => void;
  /** The ids of what is read out with the field. */
  named: string;
  described: string | undefined;
  wrong: boolean;
}

const NO_ACCOUNT: Account = { bank_name: "", clearing_number: "", account_number: "" };

const typed = (value: Value | undefined): string =>
  typeof value === "number" ? String(value).replace(".", language.get() === "sv" ? "," : ".") : typeof value === "string" ? value : "";

export function AnswerField(props: FieldProps) {
  switch (props.question.type) {
    case "free_text": return <Text {...props} />;
    case "number": return <Numeric {...props} />;
    case "verified_account": return <AccountFields {...props} />;
    default: return <Options {...props} />;
  }
}

function Text({ question, value, onValue, named, described, wrong }: FieldProps) {
  const shared = {
    value: typed(value), "aria-labelledby": named, "aria-describedby": described, autoComplete: "off",
    "aria-invalid": wrong ? "true" as const : undefined,
  };
  const short = question.max !== undefined && question.max <= 100;
  return (
    <div class="field">
      {short
        ? <input type="text" {...shared} onInput={(event) => onValue(event.currentTarget.value)} />
        : <textarea rows={5} maxLength={LONGEST_TEXT} {...shared} onInput={(event) => onValue(event.currentTarget.value)} />}
    </div>
  );
}

function Numeric({ value, onValue, named, described, wrong }: FieldProps) {
  const [text, show] = useState(typed(value));
  return (
    <div class="field">
      <input type="text" inputMode="decimal" autoComplete="off" value={text} aria-labelledby={named} aria-describedby={described}
        aria-invalid={wrong ? "true" : undefined}
        onInput={(event) => { show(event.currentTarget.value); onValue(read(event.currentTarget.value)); }} />
    </div>
  );
}

function Options({ question, value, onValue, named, described, wrong }: FieldProps) {
  const several = question.type === "multi_options";
  const chosen = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const choose = (id: string, on: boolean) => {
    if (!several) return onValue(id);
    onValue(on ? [...chosen as string[], id] : (chosen as string[]).filter((each) => each !== id));
  };
  return (
    <div class="choices down" role={several ? "group" : "radiogroup"} aria-labelledby={named} aria-describedby={described}>
      {optionsOf(question).map(({ id, label }, n) => (
        <label key={id}>
          <input type={several ? "checkbox" : "radio"} name={`answer-${question.id}`} checked={chosen.includes(id)}
            aria-invalid={wrong && n === 0 ? "true" : undefined} onChange={(event) => choose(id, event.currentTarget.checked)} />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}

function AccountFields({ value, onValue, named, described, wrong }: FieldProps) {
  const account = { ...NO_ACCOUNT, ...(value as Account | undefined) };
  const said = words().account;
  const field = (name: keyof Account, numeric: boolean) => (
    <div class="field">
      <label for={`account-${name}`}>{said[name]}</label>
      <input id={`account-${name}`} type="text" inputMode={numeric ? "numeric" : "text"} autoComplete="off" spellcheck={false}
        value={account[name]} aria-invalid={wrong ? "true" : undefined}
        onInput={(event) => onValue({ ...account, [name]: event.currentTarget.value })} />
    </div>
  );
  return (
    <div role="group" aria-labelledby={named} aria-describedby={described}>
      {field("bank_name", false)}
      {field("clearing_number", true)}
      {field("account_number", true)}
      <p class="hint account-hint"><Icon name="warning" />{said.hint}</p>
    </div>
  );
}
