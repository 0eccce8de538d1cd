/**
 * Half-written forms as bytes that are sealed to whoever writes them (docs/adr, "Half-written words
 * at the desk"). Padded, so that what is kept tells how much was written only in powers of two.
 */

import { open, seal } from "./agefile.ts";
import { base64, text, unbase64, utf8 } from "./bytes.ts";

/** What the controls of one form say, by the control's id. */
export type FormValues = Readonly<Record<string, string>>;
/** The forms that are half written, by name. */
export type Forms = ReadonlyMap<string, FormValues>;

const LEAST = 4096;
const MOST = 8 * 1024 * 1024; // characters of base64: more than a browser keeps for a site

/** Padded by spaces, which JSON allows after its end. */
function packed(forms: Forms): Uint8Array<ArrayBuffer> {
  const words = utf8(JSON.stringify(Object.fromEntries(forms)));
  let size = LEAST;
  while (size < words.length) size *= 2;
  const out = new Uint8Array(size).fill(0x20);
  out.set(words);
  return out;
}

function isFormValues(value: unknown): value is FormValues {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(each => typeof each === "string")
  );
}

/** Base64 of an age file to `recipient`. */
export async function sealForms(forms: Forms, recipient: string): Promise<string> {
  return base64(await seal(packed(forms), [recipient]));
}

/** The forms again; none where it is damaged, somebody else's or not what `sealForms` writes. */
export async function openForms(sealed: string, ...identities: string[]): Promise<Forms> {
  if (sealed.length > MOST) return new Map();
  try {
    const value: unknown = JSON.parse(text(await open(unbase64(sealed), identities)));
    if (typeof value !== "object" || value === null || Array.isArray(value)) return new Map();
    return new Map(
      Object.entries(value).filter((pair): pair is [string, FormValues] => isFormValues(pair[1])),
    );
  } catch {
    return new Map();
  }
}
