// The accessibility statement (tillgänglighetsredogörelse): what holds, how that was found out, what does not hold, and whom to tell.
import { language, t } from "../i18n";
import { operator } from "../operator";
import { useStore } from "../store";
import { Contacts } from "../ui/Foot";
import { Page } from "../ui/Page";
import { REVIEWED, en, sv, type Part } from "./accessibility-text";

export function Accessibility() {
  const words = useStore(language) === "sv" ? sv : en;
  const { name } = useStore(operator);
  return (
    <Page title={t.nav.accessibility}>
      <p class="hint">{words.reviewed} <time dateTime={REVIEWED}>{REVIEWED}</time></p>
      <div class="prose">
        {words.parts(name).map((part) => <Told key={part.title} {...part} />)}
        <section>
          <h2>{words.tell}</h2>
          <p>{words.tell_text}</p>
          <Contacts />
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
