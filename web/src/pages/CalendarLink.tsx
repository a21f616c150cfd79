// A private link by which one's own calendar reads one's appointments: made, shown once, ended.
import { useState } from "preact/hooks";
import { api } from "../api";
import { longDate } from "../dates";
import { useFetched } from "../fetched";
import { words } from "../i18n/todo";
import { say } from "../toasts";
import { Button } from "../ui/Button";
import { useSending } from "../ui/Form";
import { Section } from "../ui/Page";
import { Failed, Loading } from "../ui/States";

export const CalendarLink = () => (
  <Section id="calendar" title={words().calendar.title}>
    <p>{words().calendar.text}</p>
    <Link />
  </Section>
);

function Link() {
  const { value, error, again, put } = useFetched(api.calendarLink, []);
  const [url, show] = useState<string | null>(null);
  const sending = useSending();
  const make = () => sending.send(async () => {
    const { url: made, made_at } = await api.makeCalendarLink();
    show(made);
    put({ made_at });
  });
  const end = () => sending.send(async () => {
    await api.endCalendarLink();
    show(null);
    put({});
    say(words().calendar.ended);
  });
  if (error) return <Failed error={error} retry={again} />;
  if (!value) return <Loading />;
  return (
    <>
      {url && <Shown url={url} />}
      {value.made_at && !url && <p>{words().calendar.there_is(longDate(value.made_at))}</p>}
      {sending.error && <p class="field-error" role="alert">{sending.error}</p>}
      <div class="acts">
        <Button busy={sending.busy} icon="appointment" onPress={() => void make()}>{value.made_at ? words().calendar.another : words().calendar.make}</Button>
        {value.made_at && <Button look="away" busy={sending.busy} onPress={() => void end()}>{words().calendar.end}</Button>}
      </div>
    </>
  );
}

/** The link, this once: it cannot be shown again, because we do not keep it. */
function Shown({ url }: { url: string }) {
  const copy = () => navigator.clipboard.writeText(url).then(() => say(words().calendar.copied), () => {});
  return (
    <div class="field">
      <label for="calendar-url">{words().calendar.label}</label>
      <input id="calendar-url" readOnly value={url} onFocus={(event) => event.currentTarget.select()} />
      <p class="hint" role="status">{words().calendar.once}</p>
      <Button icon="check" onPress={() => void copy()}>{words().calendar.copy}</Button>
    </div>
  );
}
