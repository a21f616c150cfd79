// Starts the app, and decides which page an address shows and to whom.
import { render, type ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { NoAnswer } from "./api";
import { language } from "./i18n";
import { install } from "./installed";
import { listenToKeys } from "./keys";
import { guardChanges } from "./saving";
import { isFolder } from "./lists";
import { Mailbox } from "./mailbox/Mailbox";
import { Login } from "./pages/Login";
import { More } from "./pages/More";
import { followLinks, go, usePlace } from "./router";
import { arrive, session, start, unreachable } from "./session";
import { Shell } from "./Shell";
import { useStore } from "./store";
import { Door } from "./ui/Door";
import { Failed, Loading } from "./ui/States";
import { lazy } from "./ui/lazy";

const Open = lazy(() => import("./pages/open/Open").then((file) => file.Open));
const Senders = lazy(() => import("./pages/Senders").then((file) => file.Senders));
const Todo = lazy(() => import("./pages/Todo").then((file) => file.Todo));
const Settings = lazy(() => import("./pages/settings/Settings").then((file) => file.Settings));
const Close = lazy(() => import("./pages/settings/Close").then((file) => file.Close));
const Accesses = lazy(() => import("./pages/settings/Accesses").then((file) => file.Accesses));
const Labels = lazy(() => import("./pages/Labels").then((file) => file.Labels));
const Preview = lazy(() => import("./pages/preview/Preview").then((file) => file.Preview));
const Help = lazy(() => import("./pages/Help").then((file) => file.Help));
const Accessibility = lazy(() => import("./pages/Accessibility").then((file) => file.Accessibility));
const Terms = lazy(() => import("./pages/Terms").then((file) => file.Terms));

/** Pages for everybody, logged in or not. */
const open = (path: string): ComponentChildren =>
  path === "/help" ? <Help /> : path === "/terms" ? <Terms /> : path === "/accessibility" ? <Accessibility /> : null;

/** Pages for those who are not logged in. */
const outside = (path: string): ComponentChildren =>
  path === "/login" ? <Login /> : path === "/open" ? <Open /> : null;

const MEMBERS: Record<string, () => ComponentChildren> = {
  "/todo": () => <Todo />,
  "/senders": () => <Senders />,
  "/labels": () => <Labels />,
  "/settings": () => <Settings />,
  "/settings/accesses": () => <Accesses />,
  "/settings/close": () => <Close />,
  "/more": () => <More />,
};

function inside(path: string): ComponentChildren {
  const [, folder, key] = path.split("/");
  if (isFolder(folder)) return <Mailbox key="mailbox" folder={folder} open={key || null} />;
  return MEMBERS[path]?.() ?? null;
}

function App() {
  useStore(language); // a new language draws everything again
  const { path } = usePlace();
  const who = useStore(session);
  const away = useStore(unreachable);
  if (away) return <Door><Failed error={new NoAnswer()} retry={arrive} page /></Door>;
  if (path === "/preview") return <Preview />;
  if (who === undefined) return open(path) ?? outside(path) ? <Door><Loading /></Door> : <Waiting />;
  if (!who) return open(path) ?? outside(path) ?? <To path="/login" back={path} />;
  const page = open(path) ?? inside(path);
  return page ? <Shell key={who.who}>{page}</Shell> : <To path="/inbox" />;
}

/** The frame without anything in it, while we find out who is here. */
const Waiting = () => <div class="app waiting"><div class="rail" /><main id="main" class="panes"><Loading /></main></div>;

function To({ path, back }: { path: string; back?: string }) {
  useEffect(() => go(path, { replace: true, memory: back && back !== "/" ? { back } : {} }), []);
  return null;
}

followLinks();
listenToKeys();
guardChanges();
void start().then(() => render(<App />, document.getElementById("app")!));
// What makes the app open without a network is fetched when nobody waits for anything else.
addEventListener("load", () => setTimeout(() => void install().catch(() => {}), 2_000));
