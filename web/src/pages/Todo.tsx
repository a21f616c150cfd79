// To do: everything to attend, answer, sign or fetch, under the day it is for.
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

const ICONS: Record<Act, IconName> = {
  attend: "appointment", go: "ticket", answer: "form", sign: "signing", collect: "gift", receive: "registered",
};

type Open = keyof ReturnType<typeof words>["todo"]["whenever"];

const DAYS_END = "23:59";

/** What is to be done, and until what time of the day it stands under; the whole day is not said by the clock. */
function told({ act, at }: Task): string {
  const { acts, whenever, that_day } = words().todo;
  if (!at) return whenever[act as Open];
  const time = clockTime(at);
  return (time === DAYS_END && that_day[act as Open | "receive"]) || acts[act](time);
}

const dayOf = ({ at }: Task): string => (at ? dayAhead(at) : words().todo.any_day);
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
  const days = [...new Set(tasks.map(dayOf))];
  return (
    <>
      {days.map((day) => (
        <Fragment key={day}>
          <h2 class="todo-day">{day}</h2>
          <ul class="places">
            {tasks.filter((task) => dayOf(task) === day).map((task) => <TaskRow key={task.letter.key} task={task} />)}
          </ul>
        </Fragment>
      ))}
    </>
  );
}

const TaskRow = ({ task, task: { letter, act } }: { task: Task }) => (
  <li>
    <a href={addressOf(letter) ?? "/inbox"}>
      <Icon name={ICONS[act]} />
      <span>
        <b>{subjectOf(letter)}</b>
        <small>{senderOf(letter)} · {told(task)}</small>
      </span>
      <Icon name="next" />
    </a>
  </li>
);
