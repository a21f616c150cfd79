// Who has looked: every login and every letter that was opened, the latest first.
import { useState } from "preact/hooks";
import { api } from "../../api";
import type { Access } from "../../api-types";
import { longWhen } from "../../dates";
import { useFetched } from "../../fetched";
import { words } from "../../i18n/settings";
import { index } from "../../letters";
import { addressOf } from "../../lists";
import { useStore } from "../../store";
import { Button, LinkButton } from "../../ui/Button";
import { useSending } from "../../ui/Form";
import { Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";

export const Accesses = () => (
  <Page title={words().accesses.title} lead={words().accesses.text}>
    <Log />
    <div class="acts"><LinkButton href="/settings">{words().settings.title}</LinkButton></div>
  </Page>
);

interface Look extends Omit<Access, "act"> {
  act: keyof ReturnType<typeof words>["accesses"]["acts"];
}

const ONE_LOOK = 60_000;

/** What is read when a letter is opened, in the same breath: that is one look. */
const WITH: Partial<Record<Look["act"], Look["act"]>> = { inline: "read", responsive: "read", form: "form" };

/** The latest comes first. */
function folded(accesses: readonly Access[]): Look[] {
  const looks: Look[] = [];
  for (const access of accesses) {
    const after = looks.at(-1);
    const both = after && WITH[after.act];
    const same = both && access.act === "open"
      && after.letter === access.letter && after.who === access.who && after.device === access.device
      && Date.parse(after.at) - Date.parse(access.at) < ONE_LOOK;
    if (same) looks[looks.length - 1] = { ...access, act: both };
    else looks.push(access);
  }
  return looks;
}

function Log() {
  const { value, error, again } = useFetched(() => api.accesses(null), []);
  if (error) return <Failed error={error} retry={again} />;
  return value ? <List first={value.accesses} next={value.next ?? null} /> : <Loading />;
}

function List({ first, next }: { first: Access[]; next: string | null }) {
  const [shown, show] = useState({ accesses: first, next });
  const { error, busy, send } = useSending();
  const more = () => send(async () => {
    const page = await api.accesses(shown.next);
    show({ accesses: [...shown.accesses, ...page.accesses], next: page.next ?? null });
  });
  return (
    <>
      <ol class="log">{folded(shown.accesses).map((access) => <Line key={`${access.at} ${access.act} ${access.part}`} access={access} />)}</ol>
      {error && <p class="field-error" role="alert">{error}</p>}
      {shown.next && <Button busy={busy} onPress={() => void more()}>{words().accesses.more}</Button>}
    </>
  );
}

const Line = ({ access }: { access: Look }) => (
  <li>
    <p>
      <b>{words().accesses.who[access.who]}</b> {words().accesses.acts[access.act]}
      {access.letter && <> <LetterName letterKey={access.letter} /></>}
      {access.device && <> {words().accesses.from} {access.device}</>}
    </p>
    <time class="hint" dateTime={access.at}>{longWhen(access.at)}</time>
  </li>
);

/** The log knows letters by key only; what they are about is found in this page's own index. */
function LetterName({ letterKey }: { letterKey: string }) {
  const letter = useStore(index).byKey.get(letterKey);
  const href = letter && addressOf(letter);
  return href ? <a href={href}>{letter.subject}</a> : <>{words().accesses.gone}</>;
}
