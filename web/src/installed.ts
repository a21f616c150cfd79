// The service worker: registers it once the page is up, and tells when a newer version of the app is ready.
import { go } from "./router";
import { store } from "./store";
import { scriptAddress } from "./trusted";

const LOOK_EVERY = 60 * 60 * 1000;

/** The worker of a newer version, waiting for somebody to say so. */
export const newer = store<ServiceWorker | null>(null);

export async function install(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  // The types know no trusted addresses yet; the browser takes them.
  const registration = await navigator.serviceWorker.register(scriptAddress("/sw.js") as string, { updateViaCache: "none" });
  // The page came from the network, so it is of the version that waits: no need to ask anybody.
  if (registration.waiting && navigator.onLine) registration.waiting.postMessage("take over");
  registration.addEventListener("updatefound", () => watch(registration.installing));
  lookNowAndThen(registration);
  // Somebody has pressed a notice.
  navigator.serviceWorker.addEventListener("message", ({ data }) => data === "inbox" && go("/inbox"));
}

function watch(worker: ServiceWorker | null): void {
  worker?.addEventListener("statechange", () => {
    if (worker.state === "installed" && navigator.serviceWorker.controller) newer.set(worker);
  });
}

/** Somebody who never loads the page again is still told, when they come back to it. */
function lookNowAndThen(registration: ServiceWorkerRegistration): void {
  let last = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - last < LOOK_EVERY) return;
    last = Date.now();
    void registration.update().catch(() => {});
  });
}

/** Change over to the newer version: this page is loaded again, when the new worker has taken over. */
export function changeOver(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  newer.get()?.postMessage("take over");
}
