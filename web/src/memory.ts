// What this browser remembers between visits: how to show things. Never post, never who you are.

export interface Remembered {
  language: "sv" | "en";
  theme: "system" | "light" | "dark";
  shortcuts: "on" | "off";
}

export function recall<K extends keyof Remembered>(name: K): Remembered[K] | null {
  try {
    return localStorage.getItem(`kuvert.${name}`) as Remembered[K] | null;
  } catch {
    return null; // storage is switched off
  }
}

export function keep<K extends keyof Remembered>(name: K, value: Remembered[K]): void {
  try {
    localStorage.setItem(`kuvert.${name}`, value);
  } catch {
    // storage is switched off: the choice lasts until the page is closed
  }
}
