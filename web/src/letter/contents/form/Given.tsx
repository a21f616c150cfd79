// What has been answered, question by question: before it is sent, with a way to change, and afterwards as a receipt.
import { decimal } from "../../../dates";
import { Button } from "../../../ui/Button";
import { optionsOf } from "./path";
import type { Account, Answers, Question, Value } from "./types";
import { words } from "./words";

function inWords(question: Question, value: Value | undefined): string {
  if (question.type === "number") return decimal(String(value));
  if (question.type === "verified_account") {
    const { bank_name, clearing_number, account_number } = value as Account;
    return [bank_name, [clearing_number, account_number].filter(Boolean).join(", ")].join("\n");
  }
  if (question.type === "free_text") return String(value ?? "").trim();
  const chosen = Array.isArray(value) ? value : [value];
  return optionsOf(question).filter(({ id }) => chosen.includes(id)).map(({ label }) => label).join("\n");
}

export function Given({ path, answers, change }: {
  path: readonly Question[]; answers: Answers; change?: (question: Question) => void;
}) {
  return (
    <dl class="given">
      {path.map((question) => (
        <div key={question.id}>
          <dt>{question.label}</dt>
          <dd class="lines">{inWords(question, answers[question.id]) || <span class="quiet-text">{words().left_empty}</span>}</dd>
          {change && (
            <dd class="given-change">
              <Button look="quiet" name={words().change_this(question.label)} onPress={() => change(question)}>{words().change}</Button>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
