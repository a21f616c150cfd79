// A text field with its label, a hint, and an error that is read out with it.
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon } from "./Icon";

interface FieldProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  hint?: string;
  error?: string | null;
  type?: "text" | "email" | "tel";
  inputMode?: "text" | "numeric" | "email" | "tel";
  autoComplete?: string;
  maxLength?: number;
  code?: boolean;
  /** The one thing to fill in here: focus starts in it. */
  first?: boolean;
}

export function Field({ label, value, onValue, hint, error, type = "text", inputMode = "text", autoComplete = "off",
  maxLength, code, first }: FieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (first) field.current?.focus({ preventScroll: true });
  }, []);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {error && <p class="field-error" id={`${id}-error`} role="alert"><Icon name="warning" />{error}</p>}
      <input
        id={id} ref={field} class={code ? "code" : undefined} type={type as "text"} inputMode={inputMode} value={value}
        autoComplete={autoComplete} maxLength={maxLength} spellcheck={false}
        autoCapitalize="off" aria-describedby={described || undefined} aria-invalid={error ? "true" : undefined}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </div>
  );
}
