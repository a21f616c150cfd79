// The terms as a page of their own.
import { t } from "../i18n";
import { site } from "../session";
import { useStore } from "../store";
import { Page } from "../ui/Page";
import { TermsText } from "./TermsText";

export function Terms() {
  const version = useStore(site)?.terms_version;
  return (
    <Page title={t.nav.terms}>
      {version && <p class="hint">Version {version}</p>}
      <TermsText level={2} />
    </Page>
  );
}
