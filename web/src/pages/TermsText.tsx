// The terms and the processor agreement, as the operator has written them.
import { api } from "../api";
import type { TermsText as Text } from "../api-types";
import { useFetched, type Fetched } from "../fetched";
import { language } from "../i18n";
import { useStore } from "../store";
import { Failed, Loading } from "../ui/States";

/** In the language chosen, and fetched anew in another. */
export function useTerms(): Fetched<Text> {
  const chosen = useStore(language);
  return useFetched(api.terms, [chosen]);
}

export const TermsText = ({ terms: { sections, language: spoken } }: { terms: Text }) => (
  <div class="prose" lang={spoken}>
    {sections.map(({ title, paragraphs }) => (
      <section key={title}>
        <h2>{title}</h2>
        {paragraphs.map((text) => <p key={text}>{text}</p>)}
      </section>
    ))}
  </div>
);

/** While they are not here: on their way, or why not. */
export const NoTerms = ({ error, again }: Fetched<Text>) => error ? <Failed error={error} retry={again} /> : <Loading />;
