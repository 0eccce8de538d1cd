import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { ApiError, inboxApi, receivedOf, request, sendReport, Unreachable } from "./api.ts";

interface Seen {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}
interface Answer {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

let seen: Seen[] = [];
/** One for each request; null cuts the connection. The last one repeats. */
let answers: (Answer | null)[] = [];

const server = createServer((asked, response) => {
  void (async () => {
    let body = "";
    for await (const piece of asked) body += new TextDecoder().decode(piece);
    seen.push({ method: asked.method, url: asked.url, headers: asked.headers, body });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (!answer) response.destroy();
    else response.writeHead(answer.status, answer.headers ?? {}).end(answer.body);
  })();
});

let base = "";
beforeAll(async () => {
  await new Promise<void>(ready => server.listen(0, "127.0.0.1", ready));
  base = `http://127.0.0.1:${server.address().port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  seen = [];
  // The shortest waits.
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => vi.restoreAllMocks());

const refusal = (status: number, code: string, more: object = {}): Answer => ({
  status,
  body: JSON.stringify({ error: { code, message: "Do this next.", ...more } }),
});

test("a request whose answer is lost is made again, the same", async () => {
  answers = [null, refusal(503, "unavailable"), { status: 201, body: '{"leaf":"7"}' }];
  const body = { case: "c" } as unknown as Parameters<typeof sendReport>[0];
  expect(await sendReport(body, base)).toEqual({ leaf: "7" });
  expect(seen.map(({ body: sent }) => sent)).toEqual(Array(3).fill('{"case":"c"}'));
  expect(seen.map(({ url, method }) => `${method} ${url}`)).toEqual(Array(3).fill("POST /reports"));
});

test("a refusal is not repeated, and carries the server's words", async () => {
  answers = [refusal(409, "conflict", { received: 8 })];
  const error = await request(`${base}/x`, { json: {} }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: "conflict", status: 409, message: "Do this next." });
  expect(receivedOf(error)).toBe(8);
  expect(seen.length).toBe(1);
});

test("a connection on which nothing comes is given up, and the request made again, the same", async () => {
  vi.useFakeTimers();
  const asked = vi.spyOn(globalThis, "fetch");
  const signals: AbortSignal[] = [];
  asked.mockImplementationOnce((_, { signal } = {}) => {
    signals.push(signal as AbortSignal);
    return new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
    });
  });
  asked.mockImplementation(() => Promise.resolve(new Response("{}")));
  const part = new Uint8Array(8 * 1024 * 1024);
  const done = request("/part", { method: "PUT", bytes: part });
  // Half an hour for 8 MiB: no telephone that still sends is cut off.
  await vi.advanceTimersByTimeAsync(34 * 60_000);
  expect(signals[0]?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(2 * 60_000);
  expect(signals[0]?.aborted).toBe(true);
  expect((await done).ok).toBe(true);
  expect(asked.mock.calls.map(([, given]) => given?.body === part)).toEqual([true, true]);
  vi.useRealTimers();
});

test("who leaves is not asked on, and is told so", async () => {
  const leaving = new AbortController();
  leaving.abort();
  const asked = request(`${base}/x`, { signal: leaving.signal });
  await expect(asked).rejects.toMatchObject({ name: "AbortError" });
  expect(seen.length).toBe(0);
});

test("a server that stays away ends in Unreachable", async () => {
  answers = [null];
  await expect(request(`${base}/x`, { repeats: 1 })).rejects.toBeInstanceOf(Unreachable);
  expect(seen.length).toBe(2);
});

test("an answer that is no JSON is still an ApiError", async () => {
  answers = [{ status: 500, body: "<html>" }];
  await expect(request(`${base}/x`)).rejects.toMatchObject({ code: "unavailable", status: 500 });
});

test("the inbox is asked with the code's verifier, and a part with its digest", async () => {
  answers = [{ status: 200, body: '{"received":3}' }];
  const place = { file: "f", segment: "s", offset: 0 };
  await inboxApi("login", base).putPart(place, new TextEncoder().encode("abc"));
  const [put] = seen;
  expect(`${put?.method} ${put?.url}`).toBe("PUT /inbox/files/f/segments/s/0");
  expect(put?.headers["authorization"]).toBe("Heard-Inbox login");
  expect(put?.headers["content-type"]).toBe("application/octet-stream");
  expect(put?.headers["heard-digest"]).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  expect(put?.body).toBe("abc");
});

test("a range is asked for with both ends inside", async () => {
  answers = [{ status: 206, body: "bcd" }];
  const bytes = await inboxApi("login", base).segment("f")("s", 1, 4);
  expect(new TextDecoder().decode(bytes)).toBe("bcd");
  expect(seen[0]?.headers["range"]).toBe("bytes=1-3");
});
