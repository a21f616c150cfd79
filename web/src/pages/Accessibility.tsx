// The accessibility statement (tillgänglighetsredogörelse): what holds, how that was found out, what does not hold, and whom to tell.
import { language, t } from "../i18n";
import { site } from "../session";
import { useStore } from "../store";
import { Page } from "../ui/Page";
import { REVIEWED, en, sv, type Part } from "./accessibility-text";

export function Accessibility() {
  const operator = useStore(site)?.operator;
  const words = useStore(language) === "sv" ? sv : en;
  return (
    <Page title={t.nav.accessibility}>
      <p class="hint">{words.reviewed} <time dateTime={REVIEWED}>{REVIEWED}</time></p>
      <div class="prose">
        {words.parts(operator?.name ?? t.product).map((part) => <Told key={part.title} {...part} />)}
        <section>
          <h2>{words.tell}</h2>
          <p>{words.tell_text}</p>
          {operator && (
            <ul class="contacts">
              <li><a href={`mailto:${operator.support_email}`}>{operator.support_email}</a></li>
              <li><a href={`tel:${operator.support_phone.replace(/[^+\d]/g, "")}`}>{operator.support_phone}</a></li>
            </ul>
          )}
          <p>{words.complain}</p>
        </section>
      </div>
    </Page>
  );
}

const Told = ({ title, text, list }: Part) => (
  <section>
    <h2>{title}</h2>
    {text.map((paragraph) => <p key={paragraph}>{paragraph}</p>)}
    {list && <ul>{list.map((item) => <li key={item}>{item}</li>)}</ul>}
  </section>
);
