// Notices in this browser: asked for only when somebody turns them on, and over when they log out.
import { api, isProblem } from "./api";

export type Leave = "no" | "ask" | "refused" | "given";

/** Whether this browser can show notices, and whether it has been allowed to. */
export function leave(): Leave {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return "no";
  const { permission } = Notification;
  return permission === "granted" ? "given" : permission === "denied" ? "refused" : "ask";
}

export async function subscription(): Promise<PushSubscription | null> {
  const worker = "serviceWorker" in navigator ? await navigator.serviceWorker.getRegistration("/") : undefined;
  return (await worker?.pushManager?.getSubscription()) ?? null;
}

/** Ask the browser, and have it told; false when it may not. */
export async function turnOn(key: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const { pushManager } = await navigator.serviceWorker.ready;
  const wanted = { userVisibleOnly: true, applicationServerKey: key };
  const made = await pushManager.subscribe(wanted).catch(async () => {
    await forget(); // it was subscribed with another key of ours
    return pushManager.subscribe(wanted);
  });
  const { endpoint, keys } = made.toJSON();
  await api.turnOnPush({ endpoint: endpoint!, keys: { p256dh: keys!.p256dh!, auth: keys!.auth! } });
  return true;
}

/** Whoever is here now goes on being told, if it was they who turned it on; nobody is told of another's post. */
export async function renew(): Promise<void> {
  const found = await subscription();
  if (!found) return;
  await api.renewPush(found.endpoint).catch(async (problem) => {
    if (isProblem(problem, "not_found")) await found.unsubscribe();
  });
}

/** Stop here; the push service tells the server so by itself. */
export async function forget(): Promise<void> {
  await (await subscription())?.unsubscribe();
}
