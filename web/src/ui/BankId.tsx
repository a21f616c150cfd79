// What a person sees of a BankID order: the ways to start, the code, what to do now, what went wrong.
import { isBusy, type BankIdView, type BankId as Order } from "../bankid";
import { isMobile } from "../device";
import { t } from "../i18n";
import { site } from "../session";
import { useStore } from "../store";
import { Button } from "./Button";
import { Qr } from "./Qr";
import { Note, explain } from "./States";

export function BankId({ order, onCancel }: { order: Order; onCancel?: () => void }) {
  const { view, start, cancel } = order;
  if (view.at === "waiting") return <Waiting order={order} view={view} cancel={onCancel ?? cancel} />;
  return (
    <div class="bankid">
      <Trouble view={view} />
      <Ways start={start} busy={view.at === "starting"} />
    </div>
  );
}

/** On a phone the app is most likely here; on a computer it is on the phone. `submits`: the first is its form's own button. */
export function Ways({ start, busy, submits }: { start: (sameDevice: boolean) => void; busy: boolean; submits?: boolean }) {
  const ways = [
    { sameDevice: true, text: t.bankid.same_device },
    { sameDevice: false, text: t.bankid.other_device },
  ];
  if (!isMobile()) ways.reverse();
  return (
    <div class="ways">
      {ways.map(({ sameDevice, text }, place) => (
        <Button key={text} wide type={submits && !place ? "submit" : "button"} look={place ? "plain" : "go"} busy={busy}
          onPress={() => (submits && !place) || start(sameDevice)}>{text}</Button>
      ))}
      <p class="sr" role="status">{busy && t.bankid.starting}</p>
    </div>
  );
}

function Waiting({ view, order, cancel }: {
  view: Extract<Order["view"], { at: "waiting" }>; order: Order; cancel: () => void;
}) {
  const demo = useStore(site)?.demo;
  return (
    <div class="bankid">
      {view.qr && <Qr strings={view.qr} />}
      {!view.qr && <span class="spinner large" aria-hidden="true" />}
      <p class="bankid-message" role="status">{view.message}</p>
      {demo && <p class="demo"><a href="/_local/" target="_blank" rel="noopener">{t.bankid.demo}</a></p>}
      {view.qr && <Button wide look={isMobile() ? "go" : "plain"} icon="phone" onPress={() => order.start(true)}>{t.bankid.same_device}</Button>}
      <Button wide onPress={cancel}>{t.bankid.cancel}</Button>
    </div>
  );
}

/** What went wrong, if anything. */
export function Trouble({ view }: { view: BankIdView }) {
  if (view.at === "failed") return <Note kind="due" icon="warning" live>{view.message}</Note>;
  if (view.at !== "error") return null;
  return <Note kind="late" icon="warning" live><p>{isBusy(view.error) ? t.bankid.busy : explain(view.error)}</p></Note>;
}
