// To do: everything to attend, answer or sign, under the day it is for.
import { Fragment } from "preact";
import { useMemo } from "preact/hooks";
import { useNow } from "../clock";
import { clockTime, dayAhead } from "../dates";
import { words } from "../i18n/todo";
import { index, loadLetters } from "../letters";
import { addressOf } from "../lists";
import { senderOf, subjectOf } from "../registered";
import { useStore } from "../store";
import { todo, type Act, type Task } from "../todo";
import { Icon, type IconName } from "../ui/Icon";
import { Page } from "../ui/Page";
import { Empty, Failed, Loading } from "../ui/States";
import { CalendarLink } from "./CalendarLink";

const ICONS: Record<Act, IconName> = { attend: "appointment", go: "ticket", answer: "form", sign: "registered" };
const MINUTE = 60_000;

export const Todo = () => (
  <Page title={words().todo.title} lead={words().todo.lead}>
    <Tasks />
    <CalendarLink />
  </Page>
);

function Tasks() {
  const { letters, state } = useStore(index);
  const minute = Math.floor(useNow(MINUTE) / MINUTE); // what has begun leaves the list by itself
  const tasks = useMemo(() => todo(letters), [letters, minute]);
  if (state === "failed") return <Failed error={null} retry={() => void loadLetters()} />;
  if (state === "first" || (state === "more" && !tasks.length)) return <Loading />;
  if (!tasks.length) return <Empty icon="check" title={words().todo.none}><p>{words().todo.none_text}</p></Empty>;
  const days = [...new Set(tasks.map(({ at }) => dayAhead(at)))];
  return (
    <>
      {days.map((day) => (
        <Fragment key={day}>
          <h2 class="todo-day">{day}</h2>
          <ul class="places">
            {tasks.filter(({ at }) => dayAhead(at) === day).map((task) => <TaskRow key={task.letter.key} task={task} />)}
          </ul>
        </Fragment>
      ))}
    </>
  );
}

const TaskRow = ({ task: { letter, act, at } }: { task: Task }) => (
  <li>
    <a href={addressOf(letter) ?? "/inbox"}>
      <Icon name={ICONS[act]} />
      <span>
        <b>{subjectOf(letter)}</b>
        <small>{senderOf(letter)} · {words().todo.acts[act](clockTime(at))}</small>
      </span>
      <Icon name="next" />
    </a>
  </li>
);
