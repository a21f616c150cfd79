// The service worker: lets the app open without a network. It keeps the app's own files and nothing else:
// no post, no document and no answer of the API passes through it. It shows notices of new post, for who wants them.
declare const self: ServiceWorkerGlobalScope;
declare const SHELL: { page: string; files: string[]; version: string }; // put in by build.mjs

const PREFIX = "shell-";
const KEPT = PREFIX + SHELL.version;

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", ({ data }) => data === "take over" && void self.skipWaiting());

self.addEventListener("push", (event) => event.waitUntil(show(event.data)));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(moved(event as PushSubscriptionChange)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openInbox());
});

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin || pathname.startsWith("/api/")) return;
  if (mode === "navigate") event.respondWith(page(event));
  else if (SHELL.files.includes(pathname)) event.respondWith(file(event.request));
});

async function fill(): Promise<void> {
  const cache = await caches.open(KEPT);
  await cache.addAll([new Request(SHELL.page, { cache: "reload" }), ...SHELL.files]);
}

async function takeOver(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== KEPT);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/** From the network as long as there is one, so that nobody is left with an old version. */
async function page(event: FetchEvent): Promise<Response> {
  try {
    return ((await event.preloadResponse) as Response | undefined) ?? (await fetch(event.request));
  } catch (error) {
    const kept = await caches.match(SHELL.page);
    if (!kept) throw error;
    return kept;
  }
}

/** A file's name changes with what is in it, so what is kept is right. */
const file = async (request: Request): Promise<Response> =>
  (await caches.match(request, { ignoreVary: true })) ?? fetch(request);

/** Says who has written; the text was encrypted for this browser, and is shown and forgotten. */
async function show(data: PushMessageData | null): Promise<void> {
  const told = data?.json() as { title: string; body: string; lang: string; tag: string };
  const { title, ...words } = told;
  await self.registration.showNotification(title, { ...words, icon: "/icon-192.png", badge: "/icon-192.png" });
  for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage("noticed"); // it looks by itself
}

/** As the Push API has it; TypeScript does not know it yet. */
type PushSubscriptionChange = ExtendableEvent & { oldSubscription?: PushSubscription | null; newSubscription?: PushSubscription | null };

/** The push service has given this browser another address: the server is told which, and by the old one whose it is. */
async function moved({ oldSubscription: old, newSubscription }: PushSubscriptionChange): Promise<void> {
  if (!old) return; // nothing says whose it was; whoever logs in here is asked to turn it on again
  const made = newSubscription ?? (await self.registration.pushManager.subscribe(old.options));
  const body = JSON.stringify({ old: old.toJSON(), new: made.toJSON() });
  const answer = await fetch("/api/push/moved", { method: "POST", headers: { "content-type": "application/json" }, body });
  if (answer.status === 404) await made.unsubscribe(); // its owner has turned it off
}

/** In the page that is open already, if there is one. */
async function openInbox(): Promise<void> {
  const [open] = await self.clients.matchAll({ type: "window" });
  if (!open) return void (await self.clients.openWindow("/inbox"));
  open.postMessage("inbox");
  await open.focus();
}

export {}; // what stands here is this file's own
