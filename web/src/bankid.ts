// One BankID order from start to end: started, polled each second, renewed while nobody has read the code, cancelled.
import { useEffect, useRef, useState } from "preact/hooks";
import { NoAnswer, Problem, api } from "./api";
import type { After, Order, Progress } from "./api-types";
import { site } from "./session";
import { isMobile } from "./device";

export type BankIdView =
  | { at: "rest" }
  | { at: "starting" }
  | { at: "waiting"; sameDevice: boolean; qr: string[] | null; message: string }
  | { at: "failed"; message: string }
  | { at: "error"; error: unknown };

export interface BankId {
  view: BankIdView;
  start: (sameDevice: boolean) => void;
  cancel: () => void;
}

const STEP = 1_000;
const RENEWALS = 5; // a code nobody reads lives half a minute; after this many we ask whether anybody is there
const MISSED_ANSWERS = 5;

/** Drives one order for one view; `stop` leaves it. */
class Run {
  private stopped = false;
  private missed = 0;
  private renewals = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly sameDevice: boolean,
    private readonly order: (sameDevice: boolean) => Promise<Order>,
    private readonly show: (view: BankIdView) => void,
    private readonly done: (next: After) => void,
  ) {}

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  async begin(): Promise<void> {
    try {
      const order = await this.order(this.sameDevice);
      if (this.stopped) return;
      this.waiting(order.qr, order.message);
      if (this.sameDevice) openApp(order);
      this.later();
    } catch (error) {
      this.end({ at: "error", error });
    }
  }

  /** Poll now, for instance when the person comes back from the app. */
  async poll(): Promise<void> {
    if (this.stopped) return;
    clearTimeout(this.timer);
    try {
      const progress = await api.pollLogin();
      this.missed = 0;
      if (!this.stopped) this.react(progress);
    } catch (error) {
      if (error instanceof NoAnswer && ++this.missed < MISSED_ANSWERS) this.later();
      else this.end({ at: "error", error });
    }
  }

  private react({ state, hint, message, qr, next }: Progress): void {
    if (state === "complete") {
      this.stop();
      this.done(next ?? "inbox");
    } else if (state === "pending") {
      this.waiting(qr ?? null, message);
      this.later();
    } else if (hint === "startFailed" && !this.sameDevice && this.renewals++ < RENEWALS) {
      void this.begin();
    } else {
      this.end({ at: "failed", message });
    }
  }

  private waiting(qr: string[] | null, message: string): void {
    this.show({ at: "waiting", sameDevice: this.sameDevice, qr: this.sameDevice ? null : qr, message });
  }

  private later(): void {
    this.timer = setTimeout(() => void this.poll(), STEP);
  }

  private end(view: BankIdView): void {
    if (this.stopped) return;
    this.stop();
    this.show(view);
  }
}

/** Open BankID on this device; on a demo there is no app to open. */
function openApp({ auto_start }: Order): void {
  if (site.get()?.demo) return;
  location.assign(isMobile() ? auto_start.web : auto_start.app);
}

export function useBankId(order: (sameDevice: boolean) => Promise<Order>, done: (next: After) => void): BankId {
  const [view, show] = useState<BankIdView>({ at: "rest" });
  const run = useRef<Run | null>(null);

  const stop = () => {
    if (!run.current) return;
    run.current.stop();
    run.current = null;
    void api.cancelLogin().catch(() => {});
  };
  const start = (sameDevice: boolean) => {
    run.current?.stop();
    show({ at: "starting" });
    const next = new Run(sameDevice, order, show, (after) => {
      run.current = null;
      done(after);
    });
    run.current = next;
    void next.begin();
  };
  const cancel = () => {
    stop();
    show({ at: "rest" });
  };

  useEffect(() => {
    const back = () => document.visibilityState === "visible" && void run.current?.poll();
    document.addEventListener("visibilitychange", back);
    return () => {
      document.removeEventListener("visibilitychange", back);
      stop();
    };
  }, []);

  return { view, start, cancel };
}

export const isBusy = (error: unknown): boolean => error instanceof Problem && error.code === "bankid_unavailable";
