// The steps before the answers are given: the beginning, each question on the path, and all answers once more.
import { useRef, useState } from "preact/hooks";
import { api, isProblem } from "../../../api";
import { clockTime, lastDay, longWhen } from "../../../dates";
import { goToStep, leaveSteps, usePlace } from "../../../router";
import { Button } from "../../../ui/Button";
import { Form, useSending } from "../../../ui/Form";
import { Icon } from "../../../ui/Icon";
import { Note } from "../../../ui/States";
import { Lines } from "../parts";
import { useSaving, type Saving } from "./draft";
import { AnswerField } from "./Fields";
import { Given } from "./Given";
import { Told } from "./Told";
import { after, lengths, problemOf, questionOf, walk, type Problem as Wrong } from "./path";
import type { Answers, Draft, Filling, Question, Value } from "./types";
import { words } from "./words";

/** Where one is: at the beginning, at a question, or at the review. It is kept with the browser's history. */
type Step = { at: "start" } | { at: "review" } | { at: "question"; id: string };

const stepOf = (kept: string): Step =>
  kept.startsWith("?") ? { at: "question", id: kept.slice(1) } : { at: kept === "review" ? "review" : "start" };

const kept = (step: Step): string => (step.at === "question" ? `?${step.id}` : step.at === "review" ? "review" : "");

export function Asking({ letterKey, form, answered, refused }: {
  letterKey: string; form: Filling; answered: (receipt: Draft) => void; refused: () => void;
}) {
  const [answers, setAnswers] = useState<Answers>(form.draft?.answers ?? {});
  const { memory, move } = usePlace();
  const first = useRef(move);
  const moved = move !== first.current;
  const step = stepOf((moved && memory.step) || ""); // what is opened anew is told from its beginning
  const [reviewed, setReviewed] = useState(false);
  const [wrong, setWrong] = useState<{ id: string; problem: Wrong } | null>(null);
  const saving = useSaving(letterKey, form.draft, refused);
  const sending = useSending();

  const go = (to: Step, problem: typeof wrong = null) => {
    setWrong(problem);
    sending.refuse(null);
    if (to.at === "review") setReviewed(true);
    goToStep(kept(to));
  };
  const answer = (id: string, value: Value) => {
    const now = { ...answers, [id]: value };
    setAnswers(now);
    setWrong(null);
    saving.change(now);
  };
  /** To the first question that wants an answer, or to the review. */
  const onward = () => {
    const { stuck } = walk(form, answers);
    go(stuck ? { at: "question", id: stuck.id } : { at: "review" });
  };
  const next = (question: Question) => {
    const problem = problemOf(question, answers[question.id]);
    if (problem) return setWrong({ id: question.id, problem });
    if (reviewed) return onward();
    const following = after(question, answers[question.id]);
    go(following ? { at: "question", id: following } : { at: "review" });
  };
  const back = (question: Question) => {
    const { path } = walk(form, answers);
    const before = path[path.findIndex(({ id }) => id === question.id) - 1];
    go(before ? { at: "question", id: before.id } : { at: "start" });
  };
  const give = () => sending.send(async () => {
    await saving.stop();
    try {
      answered(await api.answerForm(letterKey, answers));
      leaveSteps();
    } catch (error) {
      if (isProblem(error, "already_answered") || isProblem(error, "form_expired")) return refused();
      const { stuck } = walk(form, answers);
      if (isProblem(error, "invalid_answers") && stuck) return go({ at: "question", id: stuck.id });
      saving.change(answers);
      throw error;
    }
  });

  const question = step.at === "question" ? questionOf(form, step.id) : undefined;
  if (question) {
    return (
      <OneQuestion key={question.id} form={form} question={question} answers={answers} saving={saving}
        wrong={wrong?.id === question.id ? wrong.problem : null}
        onValue={(value) => answer(question.id, value)} next={() => next(question)} back={() => back(question)} />
    );
  }
  if (step.at === "review") {
    const { path, stuck } = walk(form, answers);
    return (
      <>
        <Told focus={moved}>{words().review}</Told>
        <p class="hint">{words().review_do}</p>
        <Given path={path} answers={answers} change={({ id }) => go({ at: "question", id })} />
        <Note icon="warning">{words().only_once}</Note>
        {sending.error && <Note kind="late" icon="warning" live>{sending.error}</Note>}
        <div class="acts">
          <Button look="go" busy={sending.busy} onPress={() => (stuck ? onward() : void give())}>{words().send}</Button>
          <Saved saving={saving} />
        </div>
      </>
    );
  }
  return <Beginning form={form} answers={answers} saving={saving} moved={moved} begin={onward} />;
}

function Beginning({ form, answers, saving, moved, begin }: {
  form: Filling; answers: Answers; saving: Saving; moved: boolean; begin: () => void;
}) {
  const [least, most] = lengths(form, form.start_question);
  const begun = Object.keys(answers).length > 0;
  return (
    <>
      <Told focus={moved}>{words().answer_by(lastDay(form.expires_at))}</Told>
      {form.description && <Lines>{form.description}</Lines>}
      <p class="hint">{words().how_many(least, most)} {words().saves_itself}</p>
      {begun && saving.at && <p><Icon name="check" /> {words().draft_from(longWhen(saving.at))}</p>}
      <p><Button look="go" onPress={begin}>{begun ? words().go_on : words().begin}</Button></p>
    </>
  );
}

function OneQuestion({ form, question, answers, wrong, saving, onValue, next, back }: {
  form: Filling; question: Question; answers: Answers; wrong: Wrong | null; saving: Saving;
  onValue: (value: Value) => void; next: () => void; back: () => void;
}) {
  const { path } = walk(form, answers);
  const before = Math.max(0, path.findIndex(({ id }) => id === question.id));
  const [least, most] = lengths(form, question.id);
  const hint = [question.help_text, words().bounds(question)].filter(Boolean).join("\n");
  const described = [hint && "answer-hint", wrong && "answer-wrong"].filter(Boolean).join(" ") || undefined;
  return (
    <Form onSend={next}>
      <div class="form-progress">
        <progress max={before + most} value={before} aria-label={words().progress} />
        <p>{words().question_of(before + 1, before + most, least !== most)}</p>
      </div>
      <Told focus id="question">{question.label}</Told>
      {hint && <p class="hint lines" id="answer-hint">{hint}</p>}
      {wrong && <p class="field-error" id="answer-wrong" role="alert"><Icon name="warning" />{words().wrong(wrong, question)}</p>}
      <AnswerField question={question} value={answers[question.id]} onValue={onValue} named="question" described={described} wrong={wrong !== null} />
      <div class="acts">
        <Button look="go" type="submit">{words().next}</Button>
        <Button onPress={back}>{words().back}</Button>
        <Saved saving={saving} />
      </div>
    </Form>
  );
}

/** Whether what is filled in is kept. */
const Saved = ({ saving: { state, at } }: { saving: Saving }) => (
  <p class="saved" data-state={state} role="status">
    {state === "failed" ? words().not_saved : state === "saving" ? words().saving : at ? words().saved(clockTime(at)) : ""}
  </p>
);
