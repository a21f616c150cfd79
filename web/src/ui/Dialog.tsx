// A native modal dialog: it traps focus, closes with Esc, and gives focus back where it was.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { IconButton } from "./Button";

export function Dialog({ title, children, onClose, alarm }: {
  title: string; children: ComponentChildren; onClose: () => void; alarm?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // before the effects of what is inside, so that a field in it can take the focus
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} class="dialog" role={alarm ? "alertdialog" : undefined} aria-labelledby={id}
      onCancel={(event) => { event.preventDefault(); onClose(); }}>
      <h2 id={id} class="dialog-title">{title}</h2>
      {children}
      <div class="dialog-close"><IconButton name="close" label={t.dialog.close} onPress={onClose} /></div>
    </dialog>
  );
}
