// The mailbox: the list of a folder and, beside it or in its place, the letter that is open.
import { t } from "../i18n";
import { LetterView } from "../letter/LetterView";
import type { Folder } from "../lists";
import { Empty } from "../ui/States";
import { ListPane } from "./ListPane";
import { useView } from "./view";

export function Mailbox({ folder, open }: { folder: Folder; open: string | null }) {
  const view = useView(folder, open);
  return (
    <main id="main" class="panes" data-open={open ? "" : undefined} tabIndex={-1}>
      <ListPane view={view} />
      {open
        ? <LetterView key={open} letterKey={open} view={view} />
        : <section class="reader nothing"><Empty icon="letter" title={t.letter.none_open} /></section>}
    </main>
  );
}
