// Help: short answers, how to tell our mails from others', and how to reach a person.
import { useEffect } from "preact/hooks";
import { language, t } from "../i18n";
import { operator } from "../operator";
import { useStore } from "../store";
import { LinkButton } from "../ui/Button";
import { Contacts } from "../ui/Foot";
import { Page } from "../ui/Page";
import { en, sv, type Question } from "./help-text";

export function Help() {
  const questions = (useStore(language) === "sv" ? sv : en)(useStore(operator).name);
  useEffect(() => document.getElementById(location.hash.slice(1))?.setAttribute("open", ""), []);
  return (
    <Page title={t.nav.help}>
      <div class="questions">{questions.map((one) => <Answer key={one.id} {...one} />)}</div>
      <section class="section" aria-labelledby="contact">
        <h2 id="contact">{t.help.contact}</h2>
        <p>{t.help.contact_text}</p>
        <Contacts />
      </section>
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
