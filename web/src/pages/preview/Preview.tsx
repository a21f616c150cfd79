// What a sender's dry run shows: the letter as its recipient would see it, to whoever has the link, for an hour.
import { api, isProblem } from "../../api";
import type { Preview as Previewed } from "../../api-types";
import { clockTime } from "../../dates";
import { useFetched } from "../../fetched";
import { language, t } from "../../i18n";
import { Documents, Facts } from "../../letter/LetterView";
import { Sealed } from "../../letter/Receive";
import { subjectOf } from "../../registered";
import { usePlace } from "../../router";
import { chooseLanguage } from "../../session";
import { useStore } from "../../store";
import { Foot } from "../../ui/Foot";
import { Heading } from "../../ui/Heading";
import { Empty, Failed, Loading, Note } from "../../ui/States";
import { Toast } from "../../ui/Toast";
import { words } from "./words";

export function Preview() {
  usePlace(); // another link in the same tab shows another preview
  const preview = useFetched(api.preview, [location.hash]);
  return (
    <div class="preview">
      <Band until={preview.value?.expires_at} />
      <main id="main" tabIndex={-1}>
        {preview.error ? <Gone error={preview.error} retry={preview.again} /> : preview.value ? <Shown preview={preview.value} /> : <Loading />}
      </main>
      <Foot />
      <Toast />
    </div>
  );
}

function Band({ until }: { until: string | undefined }) {
  const other = useStore(language) === "sv" ? "en" : "sv";
  return (
    <header class="preview-band">
      {until && <p>{words().band(clockTime(until))}</p>}
      <button class="link" type="button" lang={other} onClick={() => chooseLanguage(other)}>{t.door.other_language}</button>
    </header>
  );
}

function Gone({ error, retry }: { error: unknown; retry: () => void }) {
  if (!isProblem(error, "not_found")) return <Failed error={error} retry={retry} />;
  return <Empty icon="letter" title={<Heading title={words().title}>{words().over}</Heading>}><p>{words().over_text}</p></Empty>;
}

const Shown = ({ preview: { letter } }: { preview: Previewed }) => (
  <article class="letter" aria-labelledby="subject">
    <Heading title={words().title} id="subject">{subjectOf(letter)}</Heading>
    <Facts letter={letter} />
    {letter.registered
      ? <Sealed letter={letter}><Note icon="registered">{words().signs_here}</Note></Sealed>
      : <Documents page={letter} />}
  </article>
);
