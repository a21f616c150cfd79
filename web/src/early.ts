// What the first list needs is asked for while the app itself is still on its way; the app's first calls find it here.

declare global {
  var early: Map<string, Promise<Response>> | undefined;
}

/** The session, and the first letters as the list asks for them. */
const WANTED = ["/api/session", "/api/letters?limit=50"];
/** Where nobody's letters are shown, or nobody is expected to be logged in. */
const WITHOUT = ["/login", "/open", "/preview", "/help", "/terms", "/accessibility"];

/** How long an answer is waited for. */
export const PATIENCE = 30_000;

/** What is asked for and never answered is given up, so that it can be asked for again. */
export async function asking(address: string, options: RequestInit): Promise<Response> {
  const given = new AbortController();
  const timer = setTimeout(() => given.abort(), PATIENCE);
  try {
    return await fetch(address, { ...options, signal: given.signal });
  } finally {
    clearTimeout(timer);
  }
}

export function begin(path: string, headers: Record<string, string>): void {
  if (WITHOUT.includes(path)) return;
  globalThis.early = new Map(WANTED.map((address) => [address, asking(address, { headers })]));
  for (const asked of globalThis.early.values()) asked.catch(() => {}); // told to whoever takes it
}

/** The answer under way, once: whoever asks again asks the server. */
export function take(address: string): Promise<Response> | undefined {
  const asked = globalThis.early?.get(address);
  globalThis.early?.delete(address);
  return asked;
}

/** Nobody is here, so what was asked for is nobody's: after logging in everything is asked for anew. */
export function forget(): void {
  globalThis.early = undefined;
}
