// What a list shows while it waits, and when there is nothing in it.
import { NoAnswer } from "../api";
import { t } from "../i18n";
import { loadLetters } from "../letters";
import { address } from "../lists";
import { go } from "../router";
import { session } from "../session";
import { useOnline } from "../ui/Banners";
import { Button } from "../ui/Button";
import { Empty, Failed } from "../ui/States";
import { searchFor, type View } from "./view";

/** Rows without words, as high as real ones, so that nothing moves when they come. */
export const Skeleton = () => (
  <div class="rows skeleton" role="status">
    <span class="sr">{t.states.loading}</span>
    {Array.from({ length: 7 }, (_, place) => <div key={place} class="row" aria-hidden="true"><i /><b /><span /></div>)}
  </div>
);

export function Nothing({ view }: { view: View }) {
  const { folder, show, label, state, wanted, counts } = view;
  const online = useOnline();
  if (state === "failed") {
    return <Failed error={online ? view.error : new NoAnswer()} retry={() => void loadLetters()} />;
  }
  if (wanted && counts.all) {
    return (
      <Empty icon="search" title={show === "unread" ? t.list.no_unread_hits : t.list.no_hits_of_kind}>
        <Button onPress={() => go(address({ ...view, show: "all" }))}>{t.list.show_hits(counts.all)}</Button>
      </Empty>
    );
  }
  if (wanted) {
    return (
      <Empty icon="search" title={t.list.no_hits}>
        <p>{t.list.no_hits_do}</p>
        <p>{t.list.narrow}</p>
        <Button onPress={() => searchFor(view, "", null)}>{t.list.clear_search}</Button>
      </Empty>
    );
  }
  if (show !== "all") {
    return (
      <Empty icon="check" title={show === "unread" ? t.list.all_read : t.list.none_of_kind}>
        <Button onPress={() => go(address({ ...view, show: "all" }))}>{t.list.show_all}</Button>
      </Empty>
    );
  }
  if (label) return <Empty icon="label" title={t.labels.empty} />;
  const { title, text } = t.list.empty[folder];
  return <Empty icon={folder} title={title}><p>{text}{folder === "inbox" && session.get()?.mailed && ` ${t.list.mailed}`}</p></Empty>;
}
