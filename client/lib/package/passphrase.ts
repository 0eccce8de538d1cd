/**
 * Sealing a package to words that are told by telephone (docs/spec/package.md, 6): one scrypt stanza
 * (age-encryption.org/v1, "The scrypt recipient type"), which nothing that stays in Heard may have.
 */

import { begin, type Started } from "../agefile.ts";
import { base64nopad, type Bytes, concat, random, utf8 } from "../bytes.ts";
import { aead } from "../chacha.ts";
import { WOUNDING } from "../codewords.ts";

export const WORDS = 7;
/**
 * 32 MiB, which a telephone has. Seven words of more than 1,900 are 76 bits: to try them all at this
 * price takes more than anybody has, so that nothing rests on the factor.
 */
export const WORK_FACTOR = 15;

const LABEL = utf8("age-encryption.org/v1/scrypt");
const SALT = 16;
const ZERO_NONCE: Bytes = new Uint8Array(12);

/** One word in 2,048, each as likely as the other; those that wound are drawn again. */
function drawn(list: readonly string[]): string {
  for (;;) {
    const [high = 0, low = 0] = random(2);
    const word = list[((high << 8) | low) & 2047] ?? "";
    if (!WOUNDING.en.has(word)) return word;
  }
}

/** Seven English words with hyphens between: what any keyboard has, for any language of its reader. */
export async function newPassphrase(): Promise<string> {
  const { wordlist } = await import("@scure/bip39/wordlists/english.js");
  return Array.from({ length: WORDS }, () => drawn(wordlist)).join("-");
}

/** Begins a file that `age --decrypt` opens by asking for the passphrase. */
export function startWithPassphrase(passphrase: string): Promise<Started> {
  return begin(async fileKey => {
    const { scryptAsync } = await import("../noble-hashes.ts");
    const salt = random(SALT);
    const options = { N: 2 ** WORK_FACTOR, r: 8, p: 1, dkLen: 32 };
    const key = await scryptAsync(utf8(passphrase), concat(LABEL, salt), options);
    const body = await (await aead(Uint8Array.from(key))).seal(ZERO_NONCE, fileKey);
    return [{ args: ["scrypt", base64nopad(salt), String(WORK_FACTOR)], body }];
  });
}
