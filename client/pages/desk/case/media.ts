/**
 * The page's side of the player: answers the service worker's requests for plaintext of a file,
 * piece by piece (client/lib/desk-service-worker.ts). The keys stay here.
 */

import { newId } from "../../../lib/bytes.ts";
import type { SealedFile } from "../../../lib/reading.ts";
import { deskServiceWorker } from "../../../lib/trusted.ts";
import { onLeave } from "../session.ts";

interface Asked {
  readonly kind: string;
  readonly token: string;
  readonly from: number;
  readonly length: number;
}
interface Playing {
  readonly file: SealedFile;
  readonly type: string;
}

const playing = new Map<string, Playing>();
let listening = false;

async function answer(asked: Asked, port: MessagePort): Promise<void> {
  const found = playing.get(asked.token);
  if (!found) {
    port.postMessage(null);
    return;
  }
  try {
    const bytes = await found.file.read(asked.from, asked.length);
    port.postMessage({ size: found.file.size, type: found.type, bytes }, [bytes.buffer]);
  } catch {
    port.postMessage(null); // the player shows that it cannot go on
  }
}

function listen(): void {
  if (listening) return;
  listening = true;
  navigator.serviceWorker.addEventListener("message", ({ data, ports }) => {
    const asked = data as Asked;
    if (asked?.kind === "heard-media" && ports[0]) void answer(asked, ports[0]);
  });
  navigator.serviceWorker.startMessages();
}

/** A page that the worker does not control yet would ask the server for the address. */
async function controlled(): Promise<void> {
  if (navigator.serviceWorker.controller) return;
  await new Promise<void>((ready) => {
    navigator.serviceWorker.addEventListener("controllerchange", () => ready(), { once: true });
    setTimeout(ready, 3000);
  });
  if (!navigator.serviceWorker.controller) throw new Error("no player here");
}

/** An address for `<video src>` that works in this tab until the page is left. */
export async function mediaUrl(file: SealedFile, type: string): Promise<string> {
  await deskServiceWorker();
  await controlled();
  listen();
  const token = newId();
  playing.set(token, { file, type });
  onLeave(() => playing.delete(token));
  return `/desk/media/${token}`;
}
