/**
 * Cleans pictures in a browser and compares what it shows before and after, point for point; only
 * tests build it (tests/browser/test_pictures.py). `window.heardPictures` takes names.
 */

import { stripMetadata } from "./metadata.ts";

interface Seen {
  /** Width and height as shown, the right way up. */
  readonly size: readonly [number, number];
  /** The largest difference of a sample between the picture and the cleaned one. */
  readonly apart: number;
}

async function load(blob: Blob): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  await image.decode();
  return image;
}

function points(image: HTMLImageElement): ImageData {
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, width, height);
}

async function seen(name: string): Promise<Seen> {
  const blob = await (await fetch(`/pictures/${name}`)).blob();
  const { bytes } = await stripMetadata(new Uint8Array(await blob.arrayBuffer()));
  const before = points(await load(blob));
  const after = points(await load(new Blob([bytes])));
  const size = [after.width, after.height] as const;
  if (before.width !== after.width || before.height !== after.height) return { size, apart: Infinity };
  return {
    size,
    apart: before.data.reduce((most, value, i) => Math.max(most, Math.abs(value - (after.data[i] ?? 0))), 0),
  };
}

Object.assign(window, { heardPictures: seen });
