/** The JSON doors (docs/spec/api.md), typed. Every request may be repeated; this one does. */

import { type Bytes, hex } from "./bytes.ts";
import { hear } from "./clock.ts";
import { sha256 } from "./hash.ts";
import type {
  Accepted,
  Finish,
  Inbox,
  Logged,
  NewLetter,
  Operations,
  Received,
  Report,
  Site,
} from "./wire.ts";

export type * from "./views.ts";

export type { Accepted, Logged, Report as ReportBody, Site } from "./wire.ts";

/** What an address takes, and what it answers. */
export type Body<A extends keyof Operations> = Operations[A] extends { body: infer B extends object }
  ? B
  : never;
export type Answer<A extends keyof Operations> = Operations[A]["answer"];

export interface SealedItem {
  id: string;
  seq: number;
  sealed: string;
  /** The case identity that it is sealed to; the first where absent. */
  generation?: number;
}

/** The server refused, and says what to do. `code` as in docs/spec/api.md. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly code: string;
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>>;
  constructor(status: number, code: string, message: string, data: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.data = data;
  }
}

/** No answer came, after all repeats. Nothing is lost: the same request can be made again. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

export interface Options {
  readonly method?: string;
  readonly json?: unknown;
  readonly bytes?: Bytes;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Repeats after the first try; each waits twice as long as the one before. */
  readonly repeats?: number;
}

/** What an answer may take, and each byte that is sent before it on a telephone of 4 kB/s. */
const PATIENCE_MS = 30_000;
const PATIENCE_MS_A_BYTE = 0.25;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 15_000;

export function waitMs(attempt: number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  // Spread, so that clients that lost one server do not all come back at one moment.
  return wait * (0.5 + Math.random() / 2);
}

export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

async function readError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const error = (body as { error?: Record<string, unknown> } | null)?.error ?? {};
  const { code, message, ...data } = error;
  const after = response.headers.get("Retry-After");
  if (after !== null) data["retry_after"] = Number(after);
  return new ApiError(
    response.status,
    typeof code === "string" ? code : "unavailable",
    typeof message === "string" ? message : "The server could not answer. Please try again.",
    data,
  );
}

function init(options: Options): RequestInit {
  const headers: Record<string, string> = { ...options.headers };
  if (options.json !== undefined) headers["Content-Type"] = "application/json";
  if (options.bytes !== undefined) headers["Content-Type"] = "application/octet-stream";
  const body = options.bytes ?? (options.json === undefined ? null : JSON.stringify(options.json));
  const hasBody = options.json !== undefined || options.bytes !== undefined;
  return {
    method: options.method ?? (hasBody ? "POST" : "GET"),
    headers,
    body,
    credentials: "same-origin",
    cache: "no-store",
    referrerPolicy: "no-referrer",
    redirect: "error",
  };
}

/** A connection that is gone without a word, as between two networks, keeps nobody waiting. */
function send(url: string, options: Options): Promise<Response> {
  const given = init(options);
  const stop = new AbortController();
  const end = () => stop.abort();
  if (options.signal?.aborted) end();
  options.signal?.addEventListener("abort", end);
  const size = options.bytes?.length ?? (typeof given.body === "string" ? given.body.length : 0);
  const timer = setTimeout(end, PATIENCE_MS + size * PATIENCE_MS_A_BYTE);
  return fetch(url, { ...given, signal: stop.signal }).finally(() => clearTimeout(timer));
}

/** Whether another try can help: the server is away, or asks to come back. */
function isPassing(error: ApiError): boolean {
  return error.status === 429 || error.status === 502 || error.status === 503 || error.status === 504;
}

async function once(url: string, options: Options): Promise<Response> {
  let response: Response;
  try {
    response = await send(url, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Unreachable("The connection was lost. What you wrote is still here.");
  }
  hear(response.headers.get("Heard-Time"));
  if (response.ok) return response;
  throw await readError(response);
}

/** Sends a request until it is answered. Raises ApiError or Unreachable. */
export async function request(url: string, options: Options = {}): Promise<Response> {
  const repeats = options.repeats ?? 3;
  for (let attempt = 0; ; attempt++) {
    try {
      return await once(url, options);
    } catch (error) {
      const passing = error instanceof Unreachable || (error instanceof ApiError && isPassing(error));
      if (!passing || attempt >= repeats) throw error;
      const after = error instanceof ApiError ? Number(error.data["retry_after"] ?? 0) : 0;
      await sleep(Math.max(after * 1000, waitMs(attempt)), options.signal);
    }
  }
}

export async function json<T>(url: string, options?: Options): Promise<T> {
  return (await (await request(url, options)).json()) as T;
}

export async function bytes(url: string, options?: Options): Promise<Bytes> {
  return new Uint8Array(await (await request(url, options)).arrayBuffer());
}

/** A part that the server wants elsewhere: it has `received` bytes of the segment. */
export function receivedOf(error: unknown): number | null {
  const fits = error instanceof ApiError && error.status === 409;
  return fits && typeof error.data["received"] === "number" ? error.data["received"] : null;
}

/** Sealed bytes of a segment, `from` inclusive to `to` exclusive. */
export type ReadRange = (segment: string, from: number, to: number) => Promise<Bytes>;

export function rangeReader(path: (segment: string) => string, headers: Record<string, string>): ReadRange {
  return (segment, from, to) =>
    bytes(path(segment), { headers: { ...headers, Range: `bytes=${from}-${to - 1}` } });
}

/** The public door. `base` is empty on the site itself. */
export function publicApi(base = "") {
  return {
    site: () => json<Site>(`${base}/site.json`),
    roster: async (version?: number) =>
      (await request(`${base}/roster${version === undefined ? "" : `/${version}`}`)).text(),
    helpLines: () => json<unknown>(`${base}/help-lines.json`),
    /** A tile of the log, by its path below the log's address. */
    logTile: (path: string) => bytes(`${base}/log/${path}`),
    checkpoint: async () => (await request(`${base}/log/checkpoint`)).text(),
    manifest: () => json<unknown>(`${base}/manifest.json`),
    /** For `Conflicts` (conflicts.ts). */
    conflicts: {
      head: () => json<unknown>(`${base}/conflicts`),
      proof: async (salt: string) => (await request(`${base}/conflicts/${salt}/proof`)).text(),
      bucket: (salt: string, prefix: string) => bytes(`${base}/conflicts/${salt}/${prefix}`),
    },
  };
}

/** POST of a report: the only call of the reporter's door that needs no code. */
export function sendReport(body: Report, base = "/report/api"): Promise<Accepted> {
  return json<Accepted>(`${base}/reports`, { json: body });
}

/** The ends of the addresses below a reporter's inbox to which a page posts. */
type InboxPost = {
  [A in keyof Operations]: A extends `POST /report/api/inbox/${infer End}` ? End : never;
}[keyof Operations];
type InboxAt<P extends InboxPost> = Extract<keyof Operations, `POST /report/api/inbox/${P}`>;

/** Posts to a reporter's inbox what its address takes. `login`: see returncode.ts. */
export function inboxPost(login: string, base = "/report/api") {
  const headers = { Authorization: `Heard-Inbox ${login}` };
  return <P extends InboxPost>(path: P, body: Body<InboxAt<P>>) =>
    json<Answer<InboxAt<P>>>(`${base}/inbox/${path}`, { headers, json: body });
}

/** A reporter's inbox. `login`: see returncode.ts. */
export function inboxApi(login: string, base = "/report/api") {
  const headers = { Authorization: `Heard-Inbox ${login}` };
  const inbox = `${base}/inbox`;
  const post = inboxPost(login, base);
  const segmentPath = (file: string, segment: string) => `${inbox}/files/${file}/segments/${segment}`;
  return {
    inbox: () => json<Inbox>(inbox, { headers }),
    letter: (id: string) => bytes(`${inbox}/letters/${id}`, { headers }),
    send: (letter: NewLetter) => post("letters", letter),
    startFile: (id: string, start: SealedItem) => post("files", { id, start }),
    putPart: async (place: PartPlace, part: Bytes, signal?: AbortSignal) => {
      const digest = hex(await sha256(part));
      return json<Received>(`${segmentPath(place.file, place.segment)}/${place.offset}`, {
        method: "PUT",
        headers: { ...headers, "Heard-Digest": digest },
        bytes: part,
        repeats: 0,
        ...(signal ? { signal } : {}),
      });
    },
    finishFile: (file: string, letter: SealedItem, segments: { id: string; size: number }[]) =>
      json<Logged>(`${inbox}/files/${file}/finish`, {
        headers,
        json: { letter, segments } satisfies Finish,
      }),
    segment: (file: string) => rangeReader(segment => segmentPath(file, segment), headers),
    receipt: async (leaf: string) => (await request(`${inbox}/receipts/${leaf}`, { headers })).text(),
  };
}

export interface PartPlace {
  readonly file: string;
  readonly segment: string;
  readonly offset: number;
}

export type InboxApi = ReturnType<typeof inboxApi>;
