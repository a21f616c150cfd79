// The terms as a page of their own.
import { t } from "../i18n";
import { Page } from "../ui/Page";
import { NoTerms, TermsText, useTerms } from "./TermsText";

export function Terms() {
  const terms = useTerms();
  return (
    <Page title={t.nav.terms}>
      {terms.value
        ? <><p class="hint">Version {terms.value.version}</p><TermsText terms={terms.value} /></>
        : <NoTerms {...terms} />}
    </Page>
  );
}
