/** Bech32 (BIP 173) without its length limit, as age writes keys (age1…, age1pq1…). */

import { type Bytes, NotCanonical } from "./bytes.ts";
import { BECH32_LONGEST } from "./shared.ts";

const LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

function checksum(prefix: string, words: readonly number[]): number {
  let state = 1;
  const step = (word: number) => {
    const top = state >>> 25;
    state = ((state & 0x1ffffff) << 5) ^ word;
    GENERATORS.forEach((generator, i) => {
      if ((top >>> i) & 1) state ^= generator;
    });
  };
  for (const letter of prefix) step(letter.charCodeAt(0) >> 5);
  step(0);
  for (const letter of prefix) step(letter.charCodeAt(0) & 31);
  words.forEach(step);
  return state;
}

/** From `from`-bit to `to`-bit groups. `pad` when encoding; when decoding the rest must be 0. */
function regroup(values: Iterable<number>, from: number, to: number, pad: boolean): number[] {
  const out: number[] = [];
  let bits = 0;
  let held = 0;
  for (const value of values) {
    held = ((held << from) | value) & 0xfff;
    bits += from;
    while (bits >= to) {
      bits -= to;
      out.push((held >> bits) & ((1 << to) - 1));
    }
  }
  const rest = held & ((1 << bits) - 1);
  if (pad && bits > 0) out.push((rest << (to - bits)) & 31);
  if (!pad && (bits >= from || rest !== 0)) throw new NotCanonical("the key has bits left over");
  return out;
}

/** `prefix` in lower case. */
export function bech32(prefix: string, bytes: Uint8Array): string {
  const words = regroup(bytes, 8, 5, true);
  const sum = checksum(prefix, [...words, 0, 0, 0, 0, 0, 0]) ^ 1;
  for (let i = 5; i >= 0; i--) words.push((sum >>> (5 * i)) & 31);
  return `${prefix}1${words.map(word => LETTERS[word]).join("")}`;
}

/** The bytes of a key with exactly this prefix, all in lower or all in upper case. */
export function unbech32(prefix: string, value: string): Bytes {
  const lower = value.toLowerCase();
  if (value.length > BECH32_LONGEST) throw new NotCanonical("the key is too long");
  if (value !== lower && value !== value.toUpperCase()) {
    throw new NotCanonical("the key mixes upper and lower case");
  }
  if (!lower.startsWith(`${prefix}1`)) throw new NotCanonical(`the key is not an ${prefix} key`);
  const words = [...lower.slice(prefix.length + 1)].map(letter => LETTERS.indexOf(letter));
  if (words.length < 6 || words.includes(-1) || checksum(prefix, words) !== 1) {
    throw new NotCanonical("the key is mistyped: its checksum does not match");
  }
  return Uint8Array.from(regroup(words.slice(0, -6), 5, 8, false));
}
