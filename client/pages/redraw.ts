/**
 * A fresh copy of a picture: what the browser shows of it, the right way up, as a PNG. Nothing but
 * points comes along. Null where the browser cannot show it, or would not give its points back as
 * they are: Tor Browser answers with noise, so that nobody is recognised by how she draws.
 */

import { BadImage, stripMetadata } from "../lib/metadata.ts";

/** Points that a phone's browser holds in one canvas. */
const MAX_POINTS = 16_777_216;
/** Rows that are compared at a time. */
const BAND = 64;
const PATIENCE_MS = 20_000;

async function load(blob: Blob): Promise<HTMLImageElement> {
  const image = new Image();
  const url = URL.createObjectURL(blob);
  try {
    await new Promise((resolve, reject) => {
      setTimeout(reject, PATIENCE_MS);
      image.addEventListener("load", resolve);
      image.addEventListener("error", reject);
      image.src = url;
    });
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function canvas(width: number, height: number): CanvasRenderingContext2D | null {
  const element = document.createElement("canvas");
  element.width = width;
  element.height = height;
  return element.getContext("2d", { willReadFrequently: true });
}

function drawn(image: HTMLImageElement): CanvasRenderingContext2D | null {
  const { naturalWidth: width, naturalHeight: height } = image;
  if (width === 0 || height === 0 || width * height > MAX_POINTS) return null;
  const context = canvas(width, height);
  context?.drawImage(image, 0, 0, width, height);
  return context;
}

/** Whether points come back from a canvas as they were put there. */
function isFaithful(): boolean {
  const side = 32;
  const context = canvas(side, side);
  if (!context) return false;
  const points = context.createImageData(side, side);
  points.data.forEach((_, i) => void (points.data[i] = i % 4 === 3 ? 255 : (i * 37) % 251));
  context.putImageData(points, 0, 0);
  const read = context.getImageData(0, 0, side, side).data;
  return read.every((value, i) => value === points.data[i]);
}

function same(one: CanvasRenderingContext2D, other: CanvasRenderingContext2D): boolean {
  const { width, height } = one.canvas;
  if (width !== other.canvas.width || height !== other.canvas.height) return false;
  for (let top = 0; top < height; top += BAND) {
    const rows = Math.min(BAND, height - top);
    const a = new Uint32Array(one.getImageData(0, top, width, rows).data.buffer);
    const b = new Uint32Array(other.getImageData(0, top, width, rows).data.buffer);
    if (a.some((point, i) => point !== b[i])) return false;
  }
  return true;
}

/** Written by the browser, and held to the same list as any other picture. */
async function written(context: CanvasRenderingContext2D): Promise<Blob | null> {
  const blob = await new Promise<Blob | null>(resolve => context.canvas.toBlob(resolve, "image/png"));
  if (!blob) return null;
  const { bytes } = await stripMetadata(new Uint8Array(await blob.arrayBuffer()));
  return new Blob([bytes], { type: "image/png" });
}

/** The copy, compared point for point with what the picture shows. */
export async function redraw(picture: Blob): Promise<Blob | null> {
  try {
    const context = isFaithful() ? drawn(await load(picture)) : null;
    const copy = context && (await written(context));
    const check = copy && drawn(await load(copy));
    return context && check && same(context, check) ? copy : null;
  } catch (error) {
    if (error instanceof BadImage || !(error instanceof TypeError)) return null;
    throw error;
  }
}
