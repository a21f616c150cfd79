// A native modal dialog: it traps focus, closes with Esc, and gives focus back where it was.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../i18n";
import { IconButton } from "./Button";

export function Dialog({ title, children, onClose, alarm }: {
  title: string; children: ComponentChildren; onClose: () => void; alarm?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} class="dialog" role={alarm ? "alertdialog" : undefined} aria-labelledby={id}
      onCancel={(event) => { event.preventDefault(); onClose(); }}>
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton name="close" label={t.dialog.close} onPress={onClose} />
      </div>
      {children}
    </dialog>
  );
}
