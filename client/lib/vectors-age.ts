/** Runs a vector of age's test kit (C2SP/CCTV; vectors/README.md says how a file is laid out). */

import * as age from "./agefile.ts";
import { type Bytes, text } from "./bytes.ts";
import { sha256hex } from "./hash.ts";

export interface Outcome {
  readonly path: string;
  readonly failure: string | null;
}

interface AgeVector {
  readonly fields: ReadonlyMap<string, string>;
  readonly identities: readonly string[];
  readonly file: Bytes;
}

async function inflate(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function readAgeVector(bytes: Bytes): Promise<AgeVector> {
  const fields = new Map<string, string>();
  const identities: string[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf(10, at);
    const line = text(bytes.slice(at, end));
    at = end + 1;
    if (line === "") break;
    const [name = "", value = ""] = line.split(/: (.*)/s);
    if (name === "identity") identities.push(value);
    else fields.set(name, value);
  }
  const rest = bytes.slice(at);
  return { fields, identities, file: fields.has("compressed") ? await inflate(rest) : rest };
}

/** What CCTV calls each failure. Files with a passphrase are refused, whatever they hold. */
function outcomeOf(error: unknown): string {
  if (!(error instanceof age.AgeError)) return `unexpected ${error}`;
  if (error.kind === "hmac") return "HMAC failure";
  return error.kind === "no match" || error.kind === "refused" ? error.kind : `${error.kind} failure`;
}

async function openAgeVector({ fields, identities, file }: AgeVector): Promise<string> {
  try {
    const binary = fields.get("armored") === "yes" ? age.dearmor(latin1(file)) : file;
    const plain = await age.open(binary, identities);
    return (await sha256hex(plain)) === fields.get("payload") ? "success" : "wrong payload";
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Armor is bytes until it is proved text: vectors hold bytes that are not UTF-8. */
function latin1(bytes: Bytes): string {
  return new TextDecoder("latin1").decode(bytes);
}

/** Valid age that Heard refuses by rule (docs/spec/sealing.md, 1): kinds of recipients mixed. */
const REFUSED = ["hybrid_and_x25519"];

export async function runAgeVector(path: string, bytes: Bytes): Promise<Outcome> {
  const vector = await readAgeVector(bytes);
  const refused = REFUSED.some(name => path.endsWith(name));
  const expected = refused ? "refused" : (vector.fields.get("expect") ?? "");
  const got = await openAgeVector(vector);
  const passed = vector.fields.has("passphrase")
    ? got !== "success" && !got.startsWith("unexpected")
    : got === expected;
  return { path, failure: passed ? null : `expected ${expected}, got ${got}` };
}
