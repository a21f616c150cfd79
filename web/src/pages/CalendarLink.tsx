// A private link by which one's own calendar reads one's appointments: made, shown once, ended.
import { useRef, useState } from "preact/hooks";
import { api } from "../api";
import { longDate } from "../dates";
import { useFetched } from "../fetched";
import { t } from "../i18n";
import { words } from "../i18n/todo";
import { say } from "../toasts";
import { Dialog } from "../ui/Dialog";
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
  const [asking, ask] = useState<"another" | "end" | null>(null);
  const acts = useRef<HTMLDivElement>(null);
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
    requestAnimationFrame(() => acts.current?.querySelector("button")?.focus()); // the button that was pressed is gone
  });
  const sure = (what: "another" | "end") => {
    ask(null);
    void (what === "end" ? end() : make());
  };
  if (error) return <Failed error={error} retry={again} />;
  if (!value) return <Loading />;
  return (
    <>
      {url && <Shown url={url} />}
      {value.made_at && !url && <p>{words().calendar.there_is(longDate(value.made_at))}</p>}
      {sending.error && <p class="field-error" role="alert">{sending.error}</p>}
      <div class="acts" ref={acts}>
        <Button busy={sending.busy} icon="appointment" onPress={() => (value.made_at ? ask("another") : void make())}>
          {value.made_at ? words().calendar.another : words().calendar.make}
        </Button>
        {value.made_at && <Button look="away" busy={sending.busy} onPress={() => ask("end")}>{words().calendar.end}</Button>}
      </div>
      {asking && <Sure what={asking} go={() => sure(asking)} close={() => ask(null)} />}
    </>
  );
}

/** A calendar that reads the link goes blank without a word, so it is asked about once. */
function Sure({ what, go, close }: { what: "another" | "end"; go: () => void; close: () => void }) {
  const { sure, [what]: act } = words().calendar;
  return (
    <Dialog title={sure[what]} alarm onClose={close}>
      <p>{sure.text}</p>
      <div class="dialog-acts">
        <Button onPress={close}>{t.dialog.keep}</Button>
        <Button look="away" onPress={go}>{act}</Button>
      </div>
    </Dialog>
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
      <Button icon="copy" onPress={() => void copy()}>{words().calendar.copy}</Button>
    </div>
  );
}
