// Help: short answers, how to tell our mails from others', and how to reach a person.
import { useEffect } from "preact/hooks";
import { language, t } from "../i18n";
import { site } from "../session";
import { useStore } from "../store";
import { LinkButton } from "../ui/Button";
import { Page } from "../ui/Page";
import { en, sv, type Question } from "./help-text";

export function Help() {
  const operator = useStore(site)?.operator;
  const questions = (useStore(language) === "sv" ? sv : en)(operator?.name ?? t.product);
  useEffect(() => document.getElementById(location.hash.slice(1))?.setAttribute("open", ""), []);
  return (
    <Page title={t.nav.help}>
      <div class="questions">{questions.map((one) => <Answer key={one.id} {...one} />)}</div>
      {operator && (
        <section class="section" aria-labelledby="contact">
          <h2 id="contact">{t.help.contact}</h2>
          <p>{t.help.contact_text}</p>
          <ul class="contacts">
            <li><a href={`mailto:${operator.support_email}`}>{operator.support_email}</a></li>
            <li><a href={`tel:${operator.support_phone.replace(/[^+\d]/g, "")}`}>{operator.support_phone}</a></li>
          </ul>
        </section>
      )}
      <div class="acts"><LinkButton href="/accessibility">{t.nav.accessibility}</LinkButton></div>
    </Page>
  );
}

const Answer = ({ id, question, answer, steps }: Question) => (
  <details id={id} class="question">
    <summary><h2>{question}</h2></summary>
    <div>
      {answer.map((text) => <p key={text}>{text}</p>)}
      {steps && <ol>{steps.map((step) => <li key={step}>{step}</li>)}</ol>}
    </div>
  </details>
);
