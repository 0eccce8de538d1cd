/**
 * Answers a player's Range requests for /desk/media/<token> with plaintext from the page that
 * asked. The keys stay in the page: this worker passes bytes on and keeps nothing. Chosen over
 * MediaSource, which would need every container taken apart, and over a Blob, which would hold a
 * 2 GB video in memory.
 */

interface Exchange {
  readonly size: number;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface FetchLike extends Event {
  readonly request: Request;
  readonly clientId: string;
  respondWith(response: Promise<Response>): void;
}

interface ServiceScope {
  readonly clients: {
    get(id: string): Promise<{ postMessage(message: unknown, transfer: Transferable[]): void } | undefined>;
    claim(): Promise<void>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: string, listener: (event: never) => void): void;
}

const scope = self as unknown as ServiceScope;
const PLACE = "/desk/media/";
/** What one answer holds at most; a player asks for the rest by itself. */
const SPAN = 2 * 1024 * 1024;
const PATIENCE_MS = 60_000;

scope.addEventListener("install", () => void scope.skipWaiting());
scope.addEventListener("activate", (event: { waitUntil(work: Promise<void>): void }) =>
  event.waitUntil(scope.clients.claim()),
);
scope.addEventListener("message", ({ data }: MessageEvent) => {
  if (data === "claim") void scope.clients.claim();
});

function ask(
  client: { postMessage(message: unknown, transfer: Transferable[]): void },
  message: object,
): Promise<Exchange | null> {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => reject(new Error("the page does not answer")), PATIENCE_MS);
    port1.addEventListener("message", ({ data }) => {
      clearTimeout(timer);
      port1.close();
      resolve(data as Exchange | null);
    });
    port1.start();
    client.postMessage({ kind: "heard-media", ...message }, [port2]);
  });
}

function firstByte(request: Request): number {
  return Number(/^bytes=(\d+)-/.exec(request.headers.get("Range") ?? "")?.[1] ?? 0);
}

async function answer(event: FetchLike, token: string): Promise<Response> {
  const client = await scope.clients.get(event.clientId);
  const from = firstByte(event.request);
  const got = client ? await ask(client, { token, from, length: SPAN }).catch(() => null) : null;
  if (!got) return new Response(null, { status: 404 });
  if (from > 0 && from >= got.size) {
    return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${got.size}` } });
  }
  const headers = {
    "Content-Type": got.type,
    "Content-Length": String(got.bytes.length),
    "Content-Range": `bytes ${from}-${from + got.bytes.length - 1}/${got.size}`,
    "Accept-Ranges": "bytes",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
  };
  return new Response(got.bytes, { status: 206, headers });
}

scope.addEventListener("fetch", (event: FetchLike) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== self.location.origin || !pathname.startsWith(PLACE)) return;
  event.respondWith(answer(event, pathname.slice(PLACE.length)));
});
