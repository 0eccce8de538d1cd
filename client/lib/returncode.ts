/** The return code: twelve words, and the keys that come out of them (docs/spec/return-code.md). */

import { identityFromSeed, recipientOf } from "./agefile.ts";
import { type Bytes, base64url, random, utf8 } from "./bytes.ts";
import { type CodeLanguage, leads, meantIn, tokensOf } from "./codelabels.ts";
import { VARIANTS, WOUNDING } from "./codewords.ts";
import { type Signer, signerFromSeed } from "./ed25519.ts";
import { hkdf, sha256, sha256hex } from "./hash.ts";
import { CODE_MAX_TEXT, CODE_WORDS } from "./shared.ts";

export type { CodeLanguage };
/** A reporter's code, or the printed one that brings a handler's keyring back. */
export type CodeUse = "return-code" | "recovery-code";

/** `glued`: too few words, and one has no space where it should. */
export type CodeFault = "words" | "glued" | "unknown" | "checksum";

/** One of the typed words, counted from 1. */
export interface TypedWord {
  readonly number: number;
  readonly word: string;
}

/** What is known of words that are no code. `count`: how many there are; `wrong`: which of them. */
export class BadCode extends Error {
  override name = "BadCode";
  readonly fault: CodeFault;
  readonly count: number;
  readonly wrong: readonly TypedWord[];
  constructor(fault: CodeFault, message: string, count = 0, wrong: readonly TypedWord[] = []) {
    super(message);
    this.fault = fault;
    this.count = count;
    this.wrong = wrong;
  }
}

const NUMERALS: Readonly<Record<number, string>> = { 9: "nine", 12: "twelve" };
const PREFIX = 4; // letters that tell an English word
const LONGEST = 8;
const LANGUAGES = ["en", "zh-Hans"] as const;
type List = readonly string[];

/** Only the list that is needed is fetched: each weighs about 6 kB. */
async function wordList(language: CodeLanguage): Promise<List> {
  if (language === "en") return (await import("@scure/bip39/wordlists/english.js")).wordlist;
  return (await import("@scure/bip39/wordlists/simplified-chinese.js")).wordlist;
}

/** Fresh bytes whose words, in that language, hold none that wounds. */
export async function newEntropy(
  language: CodeLanguage,
  draw: (size: number) => Bytes = random,
  count = CODE_WORDS,
): Promise<Bytes> {
  for (;;) {
    const drawn = draw(sizeOf(count));
    const words = await wordsOf(drawn, language);
    if (!words.some(word => WOUNDING[language].has(word))) return drawn;
  }
}

/** How many bytes so many words hold; BIP 39 has a check bit for each four of them. */
const sizeOf = (count: number): number => (4 * count) / 3;
const checkBits = (size: number): number => size / 4;

async function checksum(entropy: Bytes): Promise<number> {
  return ((await sha256(entropy))[0] ?? 0) >> (8 - checkBits(entropy.length));
}

/** The words of 12 or 16 bytes (BIP 39). */
export async function wordsOf(entropy: Bytes, language: CodeLanguage = "en"): Promise<string[]> {
  const count = (3 * entropy.length) / 4;
  if (!(count in NUMERALS)) throw new RangeError("a code has 16 bytes");
  const check = await checksum(entropy);
  const list = await wordList(language);
  let bits = 0n;
  for (const byte of entropy) bits = (bits << 8n) | BigInt(byte);
  bits = (bits << BigInt(checkBits(entropy.length))) | BigInt(check);
  return Array.from({ length: count }, (_, i) => {
    const index = Number((bits >> BigInt(11 * (count - 1 - i))) & 0x7ffn);
    return list[index] ?? "";
  });
}

/** Without case, marks and what is not seen; a zero-width space divides. */
function lettersOf(typed: string): string {
  const plain = typed.normalize("NFKD").replaceAll("\u200b", " ");
  const folded = plain.toLowerCase().toUpperCase().toLowerCase().normalize("NFKD");
  return folded.replace(/[\p{Cf}\p{M}]/gu, "");
}

/** What may be a code: words and their places in the list, -1 where a word is not in it. */
interface Run {
  readonly rank: number;
  readonly words: readonly string[];
  readonly places: readonly number[];
}

async function placesOf(language: CodeLanguage, words: List): Promise<number[]> {
  const list = (await wordList(language)).map(word => word.slice(0, PREFIX));
  const places = words.map(word => list.indexOf(word.slice(0, PREFIX)));
  if (language === "en" || !places.includes(-1)) return places;
  const other = (await import("@scure/bip39/wordlists/traditional-chinese.js")).wordlist;
  return places.map((place, at) => {
    const word = words[at] ?? "";
    if (place >= 0 || other.includes(word)) return Math.max(place, other.indexOf(word));
    return list.indexOf(VARIANTS.get(word) ?? word);
  });
}

/** Raises BadCode where there are not `count` words. */
async function runsOf(typed: string, count: number): Promise<Run[]> {
  const said = `A code has ${NUMERALS[count]} words`;
  if (typed.length > CODE_MAX_TEXT) throw new BadCode("words", `${said}.`);
  const letters = lettersOf(typed);
  const runs: Run[] = [];
  for (const { rank, language, words } of meantIn(letters, count)) {
    runs.push({ rank, words, places: await placesOf(language, words) });
  }
  // With three check bits, a third of such texts would hold a code of nine.
  if (runs.length > 0 && (count === CODE_WORDS || !(await isTwelve(letters, count)))) return runs;
  const [english = [], chinese = []] = LANGUAGES.map(each => tokensOf(letters, each));
  const words = english.length >= chinese.length ? english : chinese;
  const list = await wordList("en");
  const glued = numbered(words, word => isGlued(word, list));
  const fault = words.length < count && glued.length > 0 ? "glued" : "words";
  const message = `${said} with a space between. This has ${words.length}.`;
  throw new BadCode(fault, message, words.length, fault === "glued" ? glued : []);
}

/** Whether it is twelve words of one list and nothing else, no label of fewer: a return code. */
async function isTwelve(letters: string, count: number): Promise<boolean> {
  for (const language of LANGUAGES) {
    const words = tokensOf(letters, language);
    if (words.length !== CODE_WORDS || (await placesOf(language, words)).includes(-1)) continue;
    return !leads(words.slice(0, -count));
  }
  return false;
}

function numbered(words: List, where: (word: string, at: number) => boolean): TypedWord[] {
  return words
    .map((word, at) => ({ word, number: at + 1 }))
    .filter(({ word, number }) => where(word, number - 1));
}

/** Longer than any word of the list, or made of several of them. */
function isGlued(word: string, list: List): boolean {
  if (list.includes(word)) return false;
  const reached = new Set([0]);
  for (let end = 1; end <= word.length; end++) {
    if ([...reached].some(start => list.includes(word.slice(start, end)))) reached.add(end);
  }
  return word.length > LONGEST || reached.has(word.length);
}

/** Null where the checksum does not fit. */
async function entropyOf(places: readonly number[], size: number): Promise<Bytes | null> {
  let bits = 0n;
  for (const place of places) bits = (bits << 11n) | BigInt(place);
  const given = Number(bits & BigInt((1 << checkBits(size)) - 1));
  bits >>= BigInt(checkBits(size));
  const entropy = Uint8Array.from({ length: size }, (_, i) =>
    Number((bits >> BigInt(8 * (size - 1 - i))) & 0xffn),
  );
  return (await checksum(entropy)) === given ? entropy : null;
}

/** The bytes of a code as somebody typed it. Raises BadCode. */
export async function readCode(typed: string, count = CODE_WORDS): Promise<Bytes> {
  const runs = await runsOf(typed, count);
  const known = runs.filter(({ places }) => !places.includes(-1));
  const right: { rank: number; entropy: Bytes }[] = [];
  for (const { rank, places } of known) {
    const entropy = await entropyOf(places, sizeOf(count));
    if (entropy) right.push({ rank, entropy });
  }
  const least = Math.min(...right.map(({ rank }) => rank));
  const [best, ...others] = right.filter(({ rank }) => rank === least);
  const same = (entropy: Bytes) => entropy.every((byte, at) => byte === best?.entropy[at]);
  if (best && others.every(({ entropy }) => same(entropy))) return best.entropy;
  if (known.length > 0) {
    throw new BadCode("checksum", "The words do not fit together. Please check each.", count);
  }
  const [wrong = []] = runs
    .map(({ words, places }) => numbered(words, (_, at) => places[at] === -1))
    .sort((a, b) => a.length - b.length);
  const message = `Word ${wrong[0]?.number}, ${wrong[0]?.word}, is not used in codes.`;
  throw new BadCode("unknown", message, count, wrong);
}

/** The numbers of the words that are not as they should be; raises BadCode where there are more or fewer. */
export async function differing(typed: string, words: List): Promise<number[]> {
  const [right] = await runsOf(words.join(" "), words.length);
  const counted = (await runsOf(typed, words.length)).map(({ places }) =>
    places.flatMap((place, at) => (place === right?.places[at] ? [] : [at + 1])),
  );
  return counted.sort((a, b) => a.length - b.length)[0] ?? [];
}

/** Whether one typed word is this one of the list. */
export async function sameWord(typed: string, word: string): Promise<boolean> {
  const letters = lettersOf(typed.slice(0, CODE_MAX_TEXT));
  for (const language of LANGUAGES) {
    const words = tokensOf(letters, language);
    if (words.length !== 1) continue;
    const [place, right] = await placesOf(language, [...words, lettersOf(word)]);
    return place !== undefined && place >= 0 && place === right;
  }
  return false;
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
  use: CodeUse | "invite-code" = "return-code",
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
