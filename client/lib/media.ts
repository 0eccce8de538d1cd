/** The page's end of desk-service-worker.ts: gives a sealed file an address that a player reads. */

import { newId } from "./bytes.ts";
import type { SealedFile } from "./sealedFileReader.ts";
import { deskServiceWorker } from "./trusted.ts";

const served = new Map<string, SealedFile>();
let listening = false;

/** Only types that a player shows; anything else would be a document of our origin. */
function mediaType(type: string): string {
  return /^(video|audio)\/[a-z0-9.+-]+$/i.test(type) ? type : "application/octet-stream";
}

async function reply({ data, ports }: MessageEvent): Promise<void> {
  const [port] = ports;
  const message = data as { kind?: string; token?: string; from?: number; length?: number };
  if (message.kind !== "heard-media" || !port) return;
  const file = served.get(message.token ?? "");
  if (!file) return port.postMessage(null);
  try {
    const bytes = await file.read(message.from ?? 0, message.length ?? 0);
    port.postMessage({ size: file.size, type: mediaType(file.type), bytes }, [bytes.buffer]);
  } catch {
    port.postMessage(null);
  }
}

export interface Served {
  readonly url: string;
  /** Call it when the player is closed: the address is dead from then on. */
  readonly close: () => void;
}

/** An address for `<video src>`; needs `media-src 'self'`. Raises where there is no service worker. */
export async function serveMedia(file: SealedFile): Promise<Served> {
  await deskServiceWorker();
  if (!listening) {
    listening = true;
    navigator.serviceWorker.addEventListener("message", event => void reply(event));
    navigator.serviceWorker.startMessages();
  }
  const token = newId();
  served.set(token, file);
  return { url: `/desk/media/${token}`, close: () => void served.delete(token) };
}
