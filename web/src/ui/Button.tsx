// Buttons: the plain one, the main one of a page ("go"), the one that takes away ("away").
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon";

interface ButtonProps {
  children: ComponentChildren;
  onPress?: () => void;
  look?: "plain" | "go" | "away" | "quiet";
  icon?: IconName;
  type?: "button" | "submit";
  /** Under way: pressing again does nothing, and focus stays where it is. */
  busy?: boolean;
  wide?: boolean;
  disabled?: boolean;
  shortcut?: string;
  /** Whether what the button shows and hides is shown. */
  expanded?: boolean;
  /** A fuller name for screen readers; it holds the words on the button. */
  name?: string;
}

export function Button({ children, onPress, look = "plain", icon, type = "button", busy, wide, disabled, shortcut, name, expanded }: ButtonProps) {
  return (
    <button
      class={`button ${look}${wide ? " wide" : ""}`}
      type={type}
      aria-label={name}
      title={name}
      aria-disabled={busy ? "true" : undefined}
      aria-keyshortcuts={shortcut}
      aria-expanded={expanded}
      disabled={disabled}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onPress?.();
      }}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

export const LinkButton = ({ href, children, look = "plain", icon, wide }: {
  href: string; children: ComponentChildren; look?: "plain" | "go"; icon?: IconName; wide?: boolean;
}) => (
  <a class={`button ${look}${wide ? " wide" : ""}`} href={href}>
    {icon && <Icon name={icon} />}
    <span>{children}</span>
  </a>
);

/** A button with only an icon on the screen; its words are for screen readers and the tooltip. */
export const IconButton = ({ name, label, onPress, shortcut, disabled }: {
  name: IconName; label: string; onPress: () => void; shortcut?: string; disabled?: boolean;
}) => (
  <button class="button quiet only-icon" type="button" aria-label={label} title={label} aria-keyshortcuts={shortcut}
    disabled={disabled} onClick={onPress}>
    <Icon name={name} />
  </button>
);
