// New post while one is looking: asked for each minute, and when this browser has shown a notice.
import { t } from "./i18n";
import { lookForNew, refreshLetters } from "./letters";
import { say, toast } from "./toasts";

const EVERY = 60_000;

/** Whether what comes at the top of the list would go unseen. */
function isElsewhere(): boolean {
  const list = document.querySelector(".list");
  return !list?.checkVisibility() || list.scrollTop > 0 || scrollY > 0;
}

async function look(): Promise<void> {
  if (document.visibilityState !== "visible") return;
  const n = await lookForNew();
  if (n && isElsewhere() && !toast.get()) say(t.list.come(n)); // an undo that is offered is not covered
}

/** Watch until what is answered is called. */
export function watchForNew(): () => void {
  const seen = () => document.visibilityState === "visible" && void refreshLetters();
  const noticed = ({ data }: MessageEvent) => data === "noticed" && void look();
  const timer = setInterval(() => void look(), EVERY);
  const worker = "serviceWorker" in navigator ? navigator.serviceWorker : null;
  document.addEventListener("visibilitychange", seen);
  addEventListener("focus", seen);
  worker?.addEventListener("message", noticed);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", seen);
    removeEventListener("focus", seen);
    worker?.removeEventListener("message", noticed);
  };
}
