// The terms as a page of their own; who has accepted others accepts these at its end.
import { api } from "../api";
import { t } from "../i18n";
import { words } from "../i18n/accepting";
import { refreshSession, session } from "../session";
import { useStore } from "../store";
import { say } from "../toasts";
import { Button } from "../ui/Button";
import { useSending } from "../ui/Form";
import { Page } from "../ui/Page";
import { NoTerms, TermsText, useTerms } from "./TermsText";

export function Terms() {
  const terms = useTerms();
  const here = useStore(session);
  return (
    <Page title={t.nav.terms}>
      {terms.value
        ? <><p class="hint">Version {terms.value.version}</p><TermsText terms={terms.value} /></>
        : <NoTerms {...terms} />}
      {terms.value && here?.new_terms && <Accept version={terms.value.version} />}
    </Page>
  );
}

/** What is accepted is the version that can be read above. */
function Accept({ version }: { version: string }) {
  const w = words();
  const { error, busy, send } = useSending();
  const accept = () => send(async () => {
    await api.acceptNewTerms(version);
    await refreshSession();
    say(w.done);
  });
  return (
    <section class="section">
      <h2>{w.title}</h2>
      <p>{w.text} <a href="/settings/close">{w.leave}</a></p>
      {error && <p class="field-error" role="alert">{error}</p>}
      <Button look="go" busy={busy} onPress={() => void accept()}>{w.accept(version)}</Button>
    </section>
  );
}
