// A private link by which one's own calendar reads one's appointments: made, shown once, ended.
import { useState } from "preact/hooks";
import { api } from "../api";
import { longDate } from "../dates";
import { useFetched } from "../fetched";
import { t } from "../i18n";
import { say } from "../toasts";
import { Button } from "../ui/Button";
import { useSending } from "../ui/Form";
import { Section } from "../ui/Page";
import { Failed, Loading } from "../ui/States";

export const CalendarLink = () => (
  <Section id="calendar" title={t.calendar.title}>
    <p>{t.calendar.text}</p>
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
    say(t.calendar.ended);
  });
  if (error) return <Failed error={error} retry={again} />;
  if (!value) return <Loading />;
  return (
    <>
      {url && <Shown url={url} />}
      {value.made_at && !url && <p>{t.calendar.there_is(longDate(value.made_at))}</p>}
      {sending.error && <p class="field-error" role="alert">{sending.error}</p>}
      <div class="acts">
        <Button busy={sending.busy} icon="appointment" onPress={() => void make()}>{value.made_at ? t.calendar.another : t.calendar.make}</Button>
        {value.made_at && <Button look="away" busy={sending.busy} onPress={() => void end()}>{t.calendar.end}</Button>}
      </div>
    </>
  );
}

/** The link, this once: it cannot be shown again, because we do not keep it. */
function Shown({ url }: { url: string }) {
  const copy = () => navigator.clipboard.writeText(url).then(() => say(t.calendar.copied), () => {});
  return (
    <div class="field">
      <label for="calendar-url">{t.calendar.label}</label>
      <input id="calendar-url" readOnly value={url} onFocus={(event) => event.currentTarget.select()} />
      <p class="hint" role="status">{t.calendar.once}</p>
      <Button icon="check" onPress={() => void copy()}>{t.calendar.copy}</Button>
    </div>
  );
}
