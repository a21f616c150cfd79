// The one door for addresses of scripts that run beside the page: only our own, by name (Trusted Types).
const OURS = /^\/(?:sw\.js|assets\/[\w.-]+\.js)$/;

interface Policies {
  createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): { createScriptURL(address: string): unknown };
}

function ours(address: string): string {
  if (!OURS.test(address)) throw new TypeError("Not a script of ours");
  return address;
}

let policy: { createScriptURL(address: string): unknown } | undefined;

export function scriptAddress(address: string): unknown {
  const { trustedTypes } = globalThis as { trustedTypes?: Policies };
  policy ??= trustedTypes?.createPolicy("kuvert-worker", { createScriptURL: ours }) ?? { createScriptURL: ours };
  return policy.createScriptURL(address);
}
