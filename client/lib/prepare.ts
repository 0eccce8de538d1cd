/** A chosen file made ready to be sent: fetched when she picks one, before any cryptography. */

import { BadImage, kindOf, MAX_IMAGE, type Removed, SNIFFED, stripMetadata } from "./metadata.ts";

/**
 * What became of the details that a file may carry about place, time, device and owner. `gone`: it
 * holds none any more. `stays`: it goes as it was chosen. `stuck`: a picture that was to be cleaned
 * and could not be; it is not sent before she has said what to do.
 */
export type Hidden = "gone" | "stays" | "stuck";

/** What is sent for a chosen file. */
export interface Prepared {
  readonly blob: Blob;
  readonly name: string;
  readonly type: string;
  readonly removed: readonly Removed[];
  readonly hidden: Hidden;
}

/** What it is by its own bytes; a name that says picture is believed where the bytes say nothing. */
async function isPicture(file: File): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, SNIFFED).arrayBuffer());
  return kindOf(head) !== "other" || file.type.startsWith("image/");
}

/** Cleans a picture if `strip`; every other file is as it was chosen. Raises what reading raises. */
export async function prepareFile(file: File, strip: boolean): Promise<Prepared> {
  const { name, type } = file;
  const asIs = { blob: file, name, type, removed: [] };
  if (!strip || !(await isPicture(file))) return { ...asIs, hidden: "stays" };
  if (file.size > MAX_IMAGE) return { ...asIs, hidden: "stuck" };
  try {
    const { bytes, removed } = await stripMetadata(new Uint8Array(await file.arrayBuffer()));
    return { ...asIs, blob: new Blob([bytes], { type }), removed, hidden: "gone" };
  } catch (error) {
    if (error instanceof BadImage) return { ...asIs, hidden: "stuck" };
    throw error;
  }
}
