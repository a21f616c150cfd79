// One call to the recipient API, typed by its OpenAPI document: a path, body or answer it does not know is a type error.
import type { Problem as ProblemBody, paths } from "./api-schema";
import type { Language } from "./api-types";
import { asking, take } from "./early";

type Verb = "get" | "post" | "put" | "patch" | "delete";

/** The paths that have a verb. */
type PathOf<V extends Verb> = { [P in keyof paths]: paths[P] extends Record<V, object> ? P : never }[keyof paths];
type Operation<V extends Verb, P extends keyof paths> = paths[P] extends Record<V, infer O> ? O : never;

type Json<T> = T extends { content: { "application/json": infer J } } ? J : void;
type Answer<O> = O extends { responses: { 200: infer R } | { 202: infer R } } ? Json<R> : void;

type Path<O> = O extends { parameters: { path: infer T } } ? { path: T } : unknown;
type Query<O> = O extends { parameters: { query?: infer T } } ? { query?: { [K in keyof T]: T[K] | null } } : unknown;
type Body<T> = Record<never, never> extends T ? { body?: T } : { body: T };
type Said<O> = O extends { requestBody: infer B } ? Body<Json<B>> : unknown;
type Asked<O> = Path<O> & Query<O> & Said<O>;
type Asking<O> = Record<never, never> extends Asked<O> ? [asked?: Asked<O>] : [asked: Asked<O>];

/** The same, when the types have done their work. */
interface Plain {
  path?: Record<string, string>;
  query?: Record<string, string | null | undefined>;
  body?: unknown;
}

/** The server said no, and why. */
export class Problem extends Error {
  readonly code: string;
  readonly triesLeft: number | undefined;
  readonly reference: string | undefined;

  constructor(readonly status: number, body: Partial<ProblemBody> & { tries_left?: number }, headers: Headers) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.code = body.code ?? (status === 404 ? "not_found" : "unknown");
    this.triesLeft = body.tries_left;
    this.reference = body.correlation_id ?? headers.get("x-correlation-id") ?? undefined;
  }
}

/** There was no answer: the network, or the server, is not there. */
export class NoAnswer extends Error {}

export const isProblem = (error: unknown, code: string): error is Problem =>
  error instanceof Problem && error.code === code;

/** What the rest of the app wants to know about each call; set once at start. */
export const hooks = {
  language: (): Language => "sv",
  /** The session is gone, whatever was being done. */
  signedOut: () => {},
  /** The server has counted us as present, at some time after we asked. */
  present: (_asked: number) => {},
};

function address(path: string, { path: places = {}, query = {} }: Plain): string {
  const asked = Object.entries(query).flatMap(([name, value]) => (value == null ? [] : [[name, value]]));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(places[name]!));
  return filled + (asked.length ? `?${new URLSearchParams(asked)}` : "");
}

// What is short enough for the browser to see it through when the page goes away; together they may be 64 kB.
const SHORT = 8_000;

export async function call<V extends Verb, P extends PathOf<V>>(
  verb: V, path: P, ...asked: Asking<Operation<V, P>>
): Promise<Answer<Operation<V, P>>> {
  const plain: Plain = asked[0] ?? {};
  const headers: Record<string, string> = { accept: "application/json", "accept-language": hooks.language() };
  if (verb !== "get") headers["content-type"] = "application/json";
  const body = verb === "get" ? null : JSON.stringify(plain.body ?? {});
  const keepalive = body !== null && body.length < SHORT;
  const where = address(path, plain);
  const early = verb === "get" ? take(where) : undefined;
  const ask = verb === "get" ? asking : fetch; // what changes something may take its time, and is not known to be undone
  const response = await (early ?? ask(where, { method: verb.toUpperCase(), headers, body, keepalive })).catch(() => {
    throw new NoAnswer(path);
  });
  const told = await json(response);
  if (!response.ok) throw new Problem(response.status, told ?? {}, response.headers);
  return told;
}

/** What was answered, believed to be what the document says; undefined when there is nothing. */
async function json(response: Response) {
  return response.headers.get("content-type")?.includes("json") ? response.json().catch(() => undefined) : undefined;
}

/** A call that needs a session: without one, we are signed out. */
export async function signedIn<V extends Verb, P extends PathOf<V>>(
  verb: V, path: P, ...asked: Asking<Operation<V, P>>
): Promise<Answer<Operation<V, P>>> {
  const since = Date.now();
  const answer = await unattended(verb, path, ...asked);
  hooks.present(since);
  return answer;
}

/** The same, made by the page itself: the server does not count it as somebody's presence, and neither do we. */
export async function unattended<V extends Verb, P extends PathOf<V>>(
  verb: V, path: P, ...asked: Asking<Operation<V, P>>
): Promise<Answer<Operation<V, P>>> {
  try {
    return await call(verb, path, ...asked);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) hooks.signedOut();
    throw error;
  }
}
