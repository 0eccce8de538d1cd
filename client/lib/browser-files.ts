/**
 * Sends a file through the worker and reads it back through the service worker, under the real
 * policy; only tests build it (tests/browser/test_files.py). The outcome is left in
 * `window.heardFiles`.
 */

import { generateIdentity, recipientOf } from "./agefile.ts";
import { inboxApi } from "./api.ts";
import { equal, newId, random } from "./bytes.ts";
import type { FileContent } from "./letter.ts";
import { serveMedia } from "./media.ts";
import { openBlob, openFile } from "./sealedFileReader.ts";
import { runInWorker } from "./sealing.ts";

const SIZE = 20 * 1024 * 1024 + 12_345;

async function run() {
  const bytes = new Uint8Array(SIZE);
  for (let at = 0; at < SIZE; at += 65536) bytes.set(random(Math.min(65536, SIZE - at)), at);
  const identity = generateIdentity();
  const recipient = await recipientOf(identity);
  const blob = new Blob([bytes]);
  const file = newId();
  const progress: number[] = [];
  const upload = runInWorker({ login: "x", progress: done => void progress.push(done) });
  const { segments, digest } = await upload({ file, blob, recipient, had: [] });
  const content: FileContent = {
    file,
    name: "a",
    type: "video/mp4",
    size: SIZE,
    digest,
    stripped: [],
    segments: [...segments],
  };
  const sealed = openFile(content, [identity], inboxApi("x").segment(file));
  const whole = new Uint8Array(await (await openBlob(sealed)).arrayBuffer());
  const media = await serveMedia(sealed);
  const at = 9_000_001;
  const part = await fetch(media.url, { headers: { Range: `bytes=${at}-` } });
  const span = new Uint8Array(await part.arrayBuffer());
  const range = part.headers.get("Content-Range");
  media.close();
  const closed = (await fetch(media.url)).status;
  const elsewhere = await fetch("/static/none.js").then(({ status }) => status);
  return {
    whole: equal(whole, bytes),
    part: part.status === 206 && equal(span, bytes.slice(at, at + span.length)),
    range,
    span: span.length,
    closed,
    elsewhere,
    progress,
    segments: segments.length,
  };
}

(globalThis as { heardFiles?: Promise<unknown> }).heardFiles = run();
