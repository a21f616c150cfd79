// The second step: what one agrees to, in short and in full.
import { useState } from "preact/hooks";
import { api } from "../../api";
import type { TermsText as Text } from "../../api-types";
import { t } from "../../i18n";
import { words } from "../../i18n/open";
import { Button } from "../../ui/Button";
import { Form, useSending } from "../../ui/Form";
import { Heading } from "../../ui/Heading";
import { Icon } from "../../ui/Icon";
import { Note } from "../../ui/States";
import { NoTerms, TermsText, useTerms } from "../TermsText";
import type { Way } from "./way";

export function TermsStep({ way: { enrolment, show, onward } }: { way: Way }) {
  const terms = useTerms();
  return (
    <>
      <Heading title={words().open.terms_title}>{words().open.hello(enrolment.name)}</Heading>
      <p class="lead">{words().open.terms_lead}</p>
      <ul class="promises">
        {words().open.promises.map((promise) => <li key={promise}><Icon name="check" />{promise}</li>)}
      </ul>
      {!terms.value ? <NoTerms {...terms} />
        : enrolment.step === "terms" ? <Agreeing terms={terms.value} show={show} /> : <Agreed terms={terms.value} onward={onward} />}
      <p class="door-foot"><button type="button" class="link" onClick={() => void api.leaveEnrolment().finally(() => show(null))}>{words().open.not_me}</button></p>
    </>
  );
}

const Whole = ({ terms }: { terms: Text }) => (
  <details class="full-terms">
    <summary>{words().open.read_terms}</summary>
    <TermsText terms={terms} />
  </details>
);

/** Looked at once more. */
const Agreed = ({ terms, onward }: { terms: Text; onward: () => void }) => (
  <>
    <Whole terms={terms} />
    <Note kind="ok" icon="check">{words().open.agreed}</Note>
    <Button look="go" wide onPress={onward}>{t.actions.continue}</Button>
  </>
);

/** What is accepted is the version that can be read here. */
function Agreeing({ terms, show }: { terms: Text; show: Way["show"] }) {
  const [agreed, agree] = useState(false);
  const { error, busy, send, refuse } = useSending();
  const accept = () =>
    agreed ? send(async () => show(await api.acceptTerms({ version: terms.version }))) : refuse(words().open.must_agree);
  return (
    <>
      <Whole terms={terms} />
      <Form onSend={accept}>
        <label class="check">
          <input type="checkbox" checked={agreed} aria-invalid={error && !agreed ? "true" : undefined}
            aria-describedby={error ? "terms-error" : undefined} onChange={(event) => agree(event.currentTarget.checked)} />
          <span>{words().open.agree}</span>
        </label>
        {error && <p class="field-error" id="terms-error" role="alert">{error}</p>}
        <Button type="submit" look="go" wide busy={busy}>{t.actions.continue}</Button>
      </Form>
    </>
  );
}
