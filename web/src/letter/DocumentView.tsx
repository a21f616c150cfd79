// One document in the page: PDF and web page in a frame, text and image as they are.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import type { DocumentLink, LetterDocument } from "../api-types";
import { fileSize } from "../dates";
import { isNarrow, showsPdf } from "../device";
import { useFetched } from "../fetched";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { lazy } from "../ui/lazy";
import { Failed, Loading } from "../ui/States";
import { DocumentActs } from "./Acts";
import { download, formOf, openAlone } from "./documents";

const PdfPages = lazy(() => import("./pdf/PdfPages").then((file) => file.PdfPages));

interface DocumentProps {
  letterKey: string;
  part: LetterDocument;
  several: boolean;
  unfolded: boolean;
}

export function DocumentView({ letterKey, part, several, unfolded }: DocumentProps) {
  const [shown, show] = useState(unfolded);
  return (
    <section class="document" aria-label={part.name}>
      {several && (
        <header class="document-head">
          <h2><Icon name="document" />{part.name}</h2>
          <p class="hint">{fileSize(part.size)}</p>
          <div class="document-acts"><DocumentActs letterKey={letterKey} part={part} /></div>
        </header>
      )}
      {shown
        ? <Shown letterKey={letterKey} part={part} />
        : <Button icon="down" onPress={() => show(true)}>{t.letter.show_document}</Button>}
    </section>
  );
}

type ShownProps = Pick<DocumentProps, "letterKey" | "part">;

export function Shown({ letterKey, part }: ShownProps) {
  const form = formOf(part);
  if (form === "other") return <Aside letterKey={letterKey} part={part} />;
  if (form === "pdf" && !showsPdf()) return <Drawn letterKey={letterKey} part={part} />;
  return <Linked letterKey={letterKey} part={part} />;
}

function Linked({ letterKey, part }: ShownProps) {
  const form = formOf(part);
  const use = form === "html" && part.has_responsive && isNarrow() ? "responsive" : "inline";
  const link = useFetched(() => api.documentLink(letterKey, part.n, use), [letterKey, part.n, use]);
  if (link.error) return <Failed error={link.error} retry={link.again} />;
  if (!link.value) return <Loading label={t.letter.fetching} />;
  switch (form) {
    case "pdf": return <Framed><iframe class="paper pdf" title={part.name} src={`${link.value.url}#navpanes=0&view=FitH`} /></Framed>;
    case "html": return (
      <Framed>
        <iframe class="paper html" title={part.name} src={link.value.url} sandbox="allow-popups allow-popups-to-escape-sandbox" referrerPolicy="no-referrer" />
      </Framed>
    );
    case "image": return <Picture link={link.value} name={part.name} />;
    default: return <PlainText link={link.value} />;
  }
}

const PATIENCE = 10_000;

/** Until a frame has something in it, it is said that it is on its way; some frames never tell. */
function Framed({ children }: { children: ComponentChildren }) {
  const [waiting, wait] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => wait(false), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="framed" onLoadCapture={() => wait(false)}>
      {children}
      {waiting && <Loading label={t.letter.fetching} />}
    </div>
  );
}

const useFile = <T,>(link: DocumentLink, read: (file: Blob) => Promise<T>) =>
  useFetched(async () => {
    const response = await fetch(link.url);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return read(await response.blob());
  }, [link.url]);

function PlainText({ link }: { link: DocumentLink }) {
  const text = useFile(link, (file) => file.text());
  if (text.error) return <Failed error={text.error} retry={text.again} />;
  return text.value === undefined ? <Loading label={t.letter.fetching} /> : <div class="paper text" tabIndex={0}>{text.value}</div>;
}

const asData = (file: Blob) => new Promise<string>((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result as string);
  reader.onerror = () => reject(reader.error ?? new Error("unreadable"));
  reader.readAsDataURL(file);
});

/** Pictures may come from here only (the page's own rules), so the file is fetched and shown from memory. */
function Picture({ link, name }: { link: DocumentLink; name: string }) {
  const picture = useFile(link, asData);
  const [broken, setBroken] = useState(false);
  useEffect(() => setBroken(false), [picture.value]);
  if (picture.error || broken) return <Failed error={picture.error} retry={picture.again} />;
  if (!picture.value) return <Loading label={t.letter.fetching} />;
  return <img class="paper picture" src={picture.value} alt={name} onError={() => setBroken(true)} />;
}

/** A PDF where the browser has no viewer for it. */
const Drawn = ({ letterKey, part }: ShownProps) => (
  <PdfPages file={() => fetched(letterKey, part)} name={part.name} onOpen={() => void openAlone(letterKey, part)} />
);

async function fetched(letterKey: string, part: LetterDocument): Promise<Blob> {
  const response = await fetch((await api.documentLink(letterKey, part.n, "inline")).url);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.blob();
}

/** What this browser cannot show in a page. */
const Aside = ({ letterKey, part }: ShownProps) => (
  <div class="aside">
    <span class="state-icon"><Icon name="document" /></span>
    <p class="aside-name">{part.name}</p>
    <p class="hint">{t.letter.not_here(fileSize(part.size))}</p>
    <Button look="go" icon="open" wide onPress={() => void openAlone(letterKey, part)}>{t.letter.open_document}</Button>
    <Button icon="download" wide onPress={() => void download(letterKey, part)}>{t.acts.download}</Button>
  </div>
);
