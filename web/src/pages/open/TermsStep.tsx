// The second step: what one agrees to, in short and in full.
import { useState } from "preact/hooks";
import { api } from "../../api";
import { t } from "../../i18n";
import { site } from "../../session";
import { useStore } from "../../store";
import { Button } from "../../ui/Button";
import { Form, useSending } from "../../ui/Form";
import { Heading } from "../../ui/Heading";
import { Icon } from "../../ui/Icon";
import { TermsText } from "../TermsText";
import type { StepProps } from "./Open";

export function TermsStep({ enrolment, show }: StepProps) {
  const [agreed, agree] = useState(false);
  const version = useStore(site)?.terms_version ?? "";
  const { error, busy, send, refuse } = useSending();
  const accept = () =>
    agreed ? send(async () => show(await api.acceptTerms({ version }))) : refuse(t.open.must_agree);
  return (
    <>
      <Heading title={t.open.terms_title}>{t.open.hello(enrolment.name)}</Heading>
      <p class="lead">{t.open.terms_lead}</p>
      <ul class="promises">
        {t.open.promises.map((promise) => <li key={promise}><Icon name="check" />{promise}</li>)}
      </ul>
      <details class="full-terms">
        <summary>{t.open.read_terms}</summary>
        <TermsText level={2} />
      </details>
      <Form onSend={accept}>
        <label class="check">
          <input type="checkbox" checked={agreed} aria-invalid={error && !agreed ? "true" : undefined}
            aria-describedby={error ? "terms-error" : undefined} onChange={(event) => agree(event.currentTarget.checked)} />
          <span>{t.open.agree}</span>
        </label>
        {error && <p class="field-error" id="terms-error" role="alert">{error}</p>}
        <Button type="submit" look="go" wide busy={busy}>{t.actions.continue}</Button>
      </Form>
    </>
  );
}
