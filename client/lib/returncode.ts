/** The return code: twelve words, and the keys that come out of them (docs/spec/return-code.md). */

import { identityFromSeed, recipientOf } from "./agefile.ts";
import { type Bytes, base64url, random, utf8 } from "./bytes.ts";
import { type Signer, signerFromSeed } from "./ed25519.ts";
import { hkdf, sha256, sha256hex } from "./hash.ts";

export type CodeLanguage = "en" | "zh-Hans";
/** A reporter's code, or the printed one that brings a handler's keyring back. */
export type CodeUse = "return-code" | "recovery-code";

export type CodeFault = "words" | "unknown" | "checksum";

/** The words are no code. `fault`: not twelve, not of a list, or mistyped somewhere. */
export class BadCode extends Error {
  override name = "BadCode";
  readonly fault: CodeFault;
  constructor(fault: CodeFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

const WORDS = 12;
/** Twelve long words with numbers and punctuation stay far below this. */
const MAX_TEXT = 1000;

type List = readonly string[];

/** Only the list that is needed is fetched: each weighs about 6 kB. */
async function wordList(language: CodeLanguage): Promise<List> {
  if (language === "en") return (await import("@scure/bip39/wordlists/english.js")).wordlist;
  return (await import("@scure/bip39/wordlists/simplified-chinese.js")).wordlist;
}

/** 16 fresh bytes. */
export function newEntropy(): Bytes {
  return random(16);
}

/** The twelve words of 16 bytes (BIP 39). */
export async function wordsOf(entropy: Bytes, language: CodeLanguage = "en"): Promise<string[]> {
  if (entropy.length !== 16) throw new RangeError("a code has 16 bytes");
  const check = (await sha256(entropy))[0] ?? 0;
  const list = await wordList(language);
  let bits = 0n;
  for (const byte of entropy) bits = (bits << 8n) | BigInt(byte);
  bits = (bits << 4n) | BigInt(check >> 4);
  return Array.from({ length: WORDS }, (_, i) => {
    const index = Number((bits >> BigInt(11 * (WORDS - 1 - i))) & 0x7ffn);
    return list[index] ?? "";
  });
}

/** Letters only, one word a place; Chinese is read letter by letter. */
export function splitWords(typed: string): { language: CodeLanguage; words: string[] } {
  if (typed.length > MAX_TEXT) throw new BadCode("words", "A code has twelve words.");
  const plain = typed.normalize("NFKD").toLowerCase();
  const chinese = plain.match(/\p{Script=Han}/gu);
  if (chinese) return { language: "zh-Hans", words: chinese };
  return { language: "en", words: plain.match(/[a-z]+/g) ?? [] };
}

function indexOf(list: List, word: string): number {
  const exact = list.indexOf(word);
  // In the English list the first four letters are enough to tell a word.
  if (exact >= 0 || word.length < 4) return exact;
  const prefix = word.slice(0, 4);
  return word.length === 4 ? list.findIndex((entry) => entry.slice(0, 4) === prefix) : -1;
}

/** The 16 bytes of a code as somebody typed it. Raises BadCode, never saying which word. */
export async function readCode(typed: string): Promise<Bytes> {
  const { language, words } = splitWords(typed);
  if (words.length !== WORDS) {
    throw new BadCode("words", `A code has twelve words. This has ${words.length}.`);
  }
  const list = await wordList(language);
  let bits = 0n;
  for (const word of words) {
    const index = indexOf(list, word);
    if (index < 0) throw new BadCode("unknown", "One of the words is not used in codes.");
    bits = (bits << 11n) | BigInt(index);
  }
  const entropy = Uint8Array.from({ length: 16 }, (_, i) =>
    Number((bits >> BigInt(132 - 8 - 8 * i)) & 0xffn),
  );
  if (((await sha256(entropy))[0] ?? 0) >> 4 !== Number(bits & 0xfn)) {
    throw new BadCode("checksum", "The words do not fit together. Please check each of them.");
  }
  return entropy;
}

/** The keys of a code. `login` goes with requests; the server knows only `code`. */
export interface CodeKeys {
  /** Login verifier, base64url: `Authorization: Heard-Inbox <login>`. */
  readonly login: string;
  /** SHA-256 of the verifier, hexadecimal. */
  readonly code: string;
  readonly identity: string;
  readonly recipient: string;
  readonly signer: Signer;
}

export function deriveSecret(
  entropy: Bytes,
  label: string,
  site: string,
  use: CodeUse = "return-code",
): Promise<Bytes> {
  return hkdf(entropy, utf8(`heard/${use}/v1/${site}`), label);
}

export async function deriveKeys(
  entropy: Bytes,
  site: string,
  use: CodeUse = "return-code",
): Promise<CodeKeys> {
  const derive = (label: string) => deriveSecret(entropy, label, site, use);
  const verifier = await derive("login-verifier");
  const identity = identityFromSeed(await derive("age-identity"));
  return {
    login: base64url(verifier),
    code: await sha256hex(verifier),
    identity,
    recipient: await recipientOf(identity),
    signer: await signerFromSeed(await derive("signing-seed")),
  };
}
