// One BankID order from start to end: started, polled each second, renewed while nobody has read the code, cancelled.
import { useEffect, useRef, useState } from "preact/hooks";
import { NoAnswer, Problem, api } from "./api";
import type { After, Order, Progress } from "./api-types";
import { leadingBack, noteBegun, takeBegun } from "./begun";
import { isApple, isMobile } from "./device";
import { place } from "./router";
import { site } from "./session";

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

/** What the login page's order is for. */
export const LOGIN = "login";

const STEP = 1_000;
const RENEWALS = 5; // a code nobody reads lives half a minute; after this many we ask whether anybody is there
const MISSED_ANSWERS = 5;

// The browser has one order at a time: none begins before the one that is ended has been, or that would end it too.
let last: Promise<unknown> = Promise.resolve();

function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const mine = last.then(act);
  last = mine.catch(() => {});
  return mine;
}

/** Drives one order for one view; `stop` leaves it. */
class Run {
  private stopped = false;
  private missed = 0;
  private renewals = 0;
  private resumed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `what` it is for, by which it is known again when the page is loaded anew. */
  constructor(
    private readonly what: string,
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
      const order = await inTurn(async () => (this.stopped ? null : this.order(this.sameDevice)));
      if (!order || this.stopped) return;
      this.waiting(order.qr, order.message);
      this.note();
      if (this.sameDevice) openApp(order, this.what);
      this.later();
    } catch (error) {
      this.end({ at: "error", error });
    }
  }

  /** Go on with what was begun before the page was loaded. */
  resume(): void {
    this.resumed = true;
    this.note();
    void this.poll();
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
      else if (this.resumed && error instanceof Problem && error.status === 401) this.end({ at: "rest" }); // it is over
      else this.end({ at: "error", error });
    }
  }

  private react({ state, hint, message, qr, next }: Progress): void {
    if (state !== "pending") noteBegun(null);
    if (state === "complete") {
      this.stop();
      this.done(next ?? "inbox");
    } else if (state === "pending") {
      this.waiting(qr ?? null, message);
      this.later();
    } else if (hint === "startFailed" && !this.sameDevice && !this.resumed && this.renewals++ < RENEWALS) {
      void this.begin();
    } else {
      this.end({ at: "failed", message });
    }
  }

  private waiting(qr: string[] | null, message: string): void {
    this.show({ at: "waiting", sameDevice: this.sameDevice, qr: this.sameDevice ? null : qr, message });
  }

  private note(): void {
    noteBegun({ what: this.what, sameDevice: this.sameDevice });
  }

  private later(): void {
    this.timer = setTimeout(() => void this.poll(), STEP);
  }

  private end(view: BankIdView): void {
    if (this.stopped) return;
    this.stop();
    noteBegun(null);
    this.show(view);
  }
}

/** Open BankID on this device; on a demo there is no app to open. */
function openApp({ auto_start }: Order, what: string): void {
  if (site.get()?.demo) return;
  if (isApple()) location.assign(leadingBack(auto_start.web, pageFor(what)));
  else location.assign(isMobile() ? auto_start.web : auto_start.app);
}

/** Where somebody is when it is done. */
const pageFor = (what: string): string => (what === LOGIN && place.get().memory.back) || location.pathname + location.search;

export function useBankId(what: string, order: (sameDevice: boolean) => Promise<Order>, done: (next: After) => void): BankId {
  const [view, show] = useState<BankIdView>({ at: "rest" });
  const run = useRef<Run | null>(null);

  const stop = () => {
    if (!run.current) return;
    run.current.stop();
    run.current = null;
    noteBegun(null);
    void inTurn(api.cancelLogin).catch(() => {});
  };
  const anew = (sameDevice: boolean): Run => {
    run.current?.stop();
    show({ at: "starting" });
    const started = new Run(what, sameDevice, order, show, (after) => {
      run.current = null;
      done(after);
    });
    run.current = started;
    return started;
  };
  const start = (sameDevice: boolean) => void anew(sameDevice).begin();
  const cancel = () => {
    stop();
    show({ at: "rest" });
  };

  useEffect(() => {
    const begun = takeBegun(what);
    if (begun) anew(begun.sameDevice).resume();
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
