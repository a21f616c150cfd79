// One letter: what it is, from whom, when, what can be done with it, and the documents as on paper.
import { useEffect, useRef } from "preact/hooks";
import { isProblem } from "../api";
import type { Letter, LetterPage } from "../api-types";
import { markRead } from "../acts";
import { longDate, longWhen } from "../dates";
import { takesTurns } from "../device";
import { useFetched } from "../fetched";
import { t } from "../i18n";
import { forgetLetter, index, loadLetters } from "../letters";
import { api } from "../api";
import { address, addressOf } from "../lists";
import { isSealed, senderOf, subjectOf } from "../registered";
import { goUp } from "../router";
import { session } from "../session";
import { useStore } from "../store";
import { Button } from "../ui/Button";
import { useCovered } from "../ui/covered";
import { Foot } from "../ui/Foot";
import { Heading } from "../ui/Heading";
import { lazy } from "../ui/lazy";
import { Empty, Failed, Loading, Note } from "../ui/States";
import type { View } from "../mailbox/view";
import { Acts } from "./Acts";
import { Contents, documentsOf, hasContents } from "./contents/Contents";
import { DocumentView } from "./DocumentView";

const Receive = lazy(() => import("./Receive").then((file) => file.Receive));

export function LetterView({ letterKey, view }: { letterKey: string; view: View }) {
  const known = useStore(index).byKey.get(letterKey);
  const page = useFetched(() => api.letter(letterKey), [letterKey]);
  const letter = known ?? page.value;
  const reader = useRef<HTMLElement>(null);
  const up = () => goUp(address(view));
  const narrow = takesTurns(); // there the letter itself comes first

  const opened = () => {
    page.again();
    void loadLetters();
  };

  useEffect(() => scrollTo(0, 0), []);
  useCovered(reader, ".bar", letter !== undefined);
  useEffect(() => {
    if (isProblem(page.error, "not_found")) forgetLetter(letterKey); // gone since the list was made
  }, [page.error]);
  useEffect(() => {
    if (page.value?.unread) markRead(page.value);
  }, [page.value]);

  if (!letter) {
    return (
      <section class="reader">
        {page.error && !isSealed(page.error) ? <Missing error={page.error} retry={page.again} up={up} /> : <Loading />}
        <Foot />
      </section>
    );
  }
  const switchOff = <SwitchOff letter={letter} switchedOff={page.value?.switched_off ?? false} />;
  return (
    <article ref={reader} class="reader" aria-labelledby="subject">
      <Acts letter={letter} documents={page.value ? documentsOf(page.value) : []} printable={isPrintable(page.value)} view={view} up={up} />
      <div class="letter">
        <Heading title={t.letter.title} id="subject">{subjectOf(letter)}</Heading>
        <Facts letter={letter} />
        <Whose />
        {!narrow && switchOff}
        {letter.corrected_by && <Corrected by={letter.corrected_by} />}
        {isSealed(page.error) ? <Receive letter={letter} opened={opened} /> : page.error ? <Failed error={page.error} retry={page.again} /> : <Documents page={page.value} />}
        {narrow && switchOff}
      </div>
      <Foot />
    </article>
  );
}

function Corrected({ by }: { by: string }) {
  const newer = useStore(index).byKey.get(by);
  const to = newer && addressOf(newer);
  return <Note kind="due" icon="warning">{t.letter.corrected}{to && <> <a href={to}>{t.letter.corrected_link}</a></>}</Note>;
}

function Missing({ error, retry, up }: { error: unknown; retry: () => void; up: () => void }) {
  if (!isProblem(error, "not_found")) return <Failed error={error} retry={retry} />;
  return (
    <Empty icon="letter" title={<Heading title={t.letter.missing}>{t.letter.missing}</Heading>}>
      <p>{t.letter.missing_text}</p>
      <Button onPress={up}>{t.letter.to_list}</Button>
    </Empty>
  );
}

export const Facts = ({ letter, letter: { received_at, generated_at, registered } }: { letter: Letter }) => (
  <>
    <p class="facts">
      {t.letter.from} <b>{senderOf(letter)}</b>, <time dateTime={received_at}>{longWhen(received_at)}</time>
      {generated_at && longDate(generated_at) !== longDate(received_at) && <>, {t.letter.dated(longDate(generated_at))}</>}
    </p>
    {registered?.signed_at && <p class="facts">{t.registered.signed(longWhen(registered.signed_at))}</p>}
  </>
);

/** On paper nothing else tells whose it is. */
const Whose = () => <p class="facts on-paper">{t.letter.to} <b>{useStore(session)?.name}</b></p>;

const SwitchOff = ({ letter: { sender }, switchedOff }: { letter: Letter; switchedOff: boolean }) =>
  sender.key ? (
    <p class="facts-more">
      <a href={`/senders#${sender.key}`}>{switchedOff ? t.letter.switched_off(sender.name) : t.letter.switch_off(sender.name)}</a>
    </p>
  ) : null;

/** What is told on the page and in no document; a form is to be answered, not printed. */
const isPrintable = (page: LetterPage | undefined): boolean =>
  page !== undefined && !documentsOf(page).length && hasContents(page) && !page.context.form;

export function Documents({ page }: { page: LetterPage | undefined }) {
  if (!page) return <Loading label={t.letter.fetching} />;
  const documents = documentsOf(page);
  if (documents.length === 0 && !hasContents(page)) return <Empty icon="document" title={t.letter.no_documents} />;
  const several = documents.length > 1;
  return (
    <div class="documents">
      {hasContents(page) && <Contents page={page} />}
      {documents.map((part, place) => (
        <DocumentView key={part.n} letterKey={page.key} part={part} several={several} unfolded={place === 0} />
      ))}
    </div>
  );
}
