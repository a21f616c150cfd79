// Everything a member can choose, on one page.
import { useEffect } from "preact/hooks";
import { api } from "../../api";
import type { Settings as Values, SettingsChange } from "../../api-types";
import { plainDate } from "../../dates";
import { useFetched } from "../../fetched";
import { words as noticeWords } from "../../i18n/notices";
import { words } from "../../i18n/settings";
import { LinkButton } from "../../ui/Button";
import { Page, Section } from "../../ui/Page";
import { Failed, Loading, explain } from "../../ui/States";
import { say } from "../../toasts";
import { Contact } from "./Contact";
import { Devices } from "./Devices";
import { Export } from "./Export";
import { Looks } from "./Looks";
import { Notices } from "./Notices";

export interface SettingsProps {
  values: Values;
  put: (values: Values) => void;
  /** Change a choice: shown at once, taken back if the server says no. */
  choose: (change: SettingsChange) => Promise<boolean>;
}

export function Settings() {
  const { value, error, again, put } = useFetched(api.settings, []);
  return (
    <Page title={words().settings.title}>
      {error ? <Failed error={error} retry={again} /> : value ? <Sections values={value} put={put} /> : <Loading />}
    </Page>
  );
}

/** The settings as they will be when the change is made. */
function changed(values: Values, { notices, ...rest }: SettingsChange): Values {
  const { categories: told = {}, quiet, ...on } = notices ?? {};
  const cells = Object.entries(values.notices.categories).map(([name, before]) => [name, { ...before, ...told[name] }]);
  const { quiet: before, ...others } = values.notices;
  const hours = quiet === "none" ? undefined : (quiet ?? before);
  return { ...values, ...rest, notices: { ...others, ...on, ...(hours && { quiet: hours }), categories: Object.fromEntries(cells) } };
}

function Sections({ values, put }: Pick<SettingsProps, "values" | "put">) {
  const choose = async (change: SettingsChange) => {
    put(changed(values, change));
    try {
      put(await api.changeSettings(change));
      return true;
    } catch (error) {
      put(values);
      say(explain(error));
      return false;
    }
  };
  const props = { values, put, choose };
  useEffect(() => document.getElementById(location.hash.slice(1))?.scrollIntoView(), []);
  return (
    <>
      <Contents />
      <Contact {...props} />
      <Notices {...props} />
      <Looks {...props} />
      <Devices />
      <Section id="accesses" title={words().accesses.title}>
        <p>{words().accesses.short}</p>
        <LinkButton href="/settings/accesses">{words().accesses.go}</LinkButton>
      </Section>
      <Export />
      <Section id="terms" title={words().settings.terms}>
        <p>{words().settings.terms_accepted(values.terms.version, plainDate(values.terms.accepted_at))}</p>
        {values.terms.earlier.map(({ version, accepted_at }) => (
          <p key={accepted_at} class="hint">{words().settings.terms_earlier(version, plainDate(accepted_at))}</p>
        ))}
        <p><a class="alone" href="/terms">{words().settings.read_terms}</a></p>
      </Section>
      <Section id="close" title={words().settings.close}>
        <p>{words().settings.close_text}</p>
        <LinkButton href="/settings/close">{words().settings.close_go}</LinkButton>
      </Section>
    </>
  );
}

/** What is on this long page, and the way to each. */
function Contents() {
  const { settings, accesses, takeHome } = words();
  const parts = [
    ["contact", settings.contact_title], ["notices", noticeWords().title], ["looks", settings.looks], ["devices", settings.devices],
    ["accesses", accesses.title], ["export", takeHome.title], ["terms", settings.terms], ["close", settings.close],
  ];
  return (
    <nav class="contents" aria-label={settings.contents}>
      {parts.map(([id, title]) => <a key={id} class="chip" href={`#${id}`}>{title}</a>)}
    </nav>
  );
}
