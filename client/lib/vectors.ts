/** Runs the shared test vectors (vectors/README.md), the same in Node and in a browser. */

import * as age from "./agefile.ts";
import { base64, type Bytes, hex, text, unbase64, unhex } from "./bytes.ts";
import { verifyCheckpoint } from "./checkpoint.ts";
import { signerFromSeed } from "./ed25519.ts";
import { entryOf, parseOpening } from "./entry.ts";
import { canonicalJson } from "./json.ts";
import { type Claim, judgeLetter, type LetterBody, packLetter, unpackLetter } from "./letter.ts";
import { leafHash } from "./merkle.ts";
import { parseNote, parseVKey, verifyNote } from "./note.ts";
import { BadReceipt, type Verified, verifyReceipt } from "./receipt.ts";
import { VARIANTS, WOUNDING } from "./codewords.ts";
import { BadCode, deriveKeys, readCode, wordsOf } from "./returncode.ts";
import { fingerprint, holdersOn, servicesFor, verifyRoster, type Witness } from "./roster.ts";
import { checkWrap, type KeyObject, openWrap } from "./wrap.ts";
import { type Outcome, runAgeVector } from "./vectors-age.ts";
import { channelChecks } from "./vectors-channel.ts";
import { conflictChecks } from "./vectors-conflicts.ts";
import {
  fileReadersChecks,
  carriedChecks,
  handedOnChecks,
  mattersChecks,
  partyLetterChecks,
  partyRoomChecks,
  shellChecks,
} from "./vectors-file.ts";
import { keyChecks } from "./vectors-keys.ts";
import { consistencyChecks, proofChecks } from "./vectors-merkle.ts";
import { promiseChecks } from "./vectors-promise.ts";
import { historyChecks } from "./vectors-history.ts";
import { readersChecks } from "./vectors-readers.ts";

/** Reads a file of `vectors/` by its path there. */
export type ReadVector = (path: string) => Promise<Bytes>;

/* Our own vectors and the other public ones: JSON files with cases. */

type Case = { readonly [member: string]: unknown };

/** One case: the name it is told by, what should come of it, and the work. */
interface Check {
  readonly name: string;
  readonly expected: string;
  readonly work: () => Promise<string>;
}

async function runCheck(path: string, check: Check): Promise<Outcome> {
  let got: string;
  try {
    got = await check.work();
  } catch (error) {
    got = failureName(error);
  }
  const failure = got === check.expected ? null : `expected ${check.expected}, got ${got}`;
  return { path: `${path}: ${check.name}`, failure };
}

/** A refusal by one of our own errors; anything else is a fault of the code. */
function failureName(error: unknown): string {
  const { name, message } = error as Error;
  if (name === "BadLetter" && message.includes("signature")) return "signature";
  const refusals = ["BadLetter", "BadWrap", "BadCode", "BadOpening", "BadNote", "WeakKey"];
  const more = ["BadReceipt", "BadRoster", "BadProof", "NotCanonical", "AgeError"];
  return refusals.concat(more).includes(name) ? "refused" : `unexpected ${name}: ${message}`;
}

const accepted = (good: boolean) => (good ? "ok" : "wrong result");
const outcome = (expect: unknown) => (expect === "ok" ? "ok" : "refused");
const same = (a: unknown, b: unknown) => canonicalJson(a) === canonicalJson(b);

function list(value: unknown): readonly Case[] {
  return (value ?? []) as readonly Case[];
}

type Vectors = { readonly [member: string]: unknown };
type Checks = (vectors: Vectors) => Check[];

function letterChecks(vectors: Vectors): Check[] {
  const key = unbase64(String(vectors["key"]));
  const body = vectors["body"] as LetterBody;
  const judge = async (plaintext: Bytes, expected: Case): Promise<string> => {
    const { body: read } = await unpackLetter(plaintext, key);
    const claim = { ...read, ...expected, key } as unknown as Claim;
    const { doubts } = await judgeLetter(plaintext, claim);
    return doubts.length === 0 ? "ok" : String(doubts[0]);
  };
  const whole = (entry: Case) => {
    const out = new Uint8Array(Number(entry["size"]));
    out.set(unbase64(String(entry["plaintext"])));
    return out;
  };
  const plain = list(vectors["cases"]).map(entry => ({
    name: String(entry["name"]),
    expected: ["ok", "signature", "key"].includes(String(entry["expect"]))
      ? String(entry["expect"])
      : "refused",
    work: () => judge(whole(entry), {}),
  }));
  const report = list(vectors["cases"]).find(({ name }) => name === "report") ?? {};
  const said = list(vectors["said"]).map(({ name, expect, ...claim }) => ({
    name: `said ${name}`,
    expected: String(expect),
    work: () => judge(whole(report), claim),
  }));
  const sealed = list(vectors["sealed"]).map(entry => ({
    name: `sealed ${entry["name"]}`,
    expected: "ok",
    work: async () => {
      const file = unbase64(String(entry["sealed"]));
      const plaintext = await age.open(file, [String(entry["identity"])]);
      return accepted(same((await unpackLetter(plaintext, key)).body, body));
    },
  }));
  const buckets = list(vectors["buckets"]).map(entry => ({
    name: `${entry["body"]} bytes`,
    expected: entry["plaintext"] === null ? "refused" : String(entry["plaintext"]),
    work: async () => {
      const signer = await signerFromSeed(unbase64(String(vectors["seed"])));
      return String((await packLetter(new Uint8Array(Number(entry["body"])), signer)).length);
    },
  }));
  return [...plain, ...said, ...sealed, ...buckets];
}

const wrapChecks =
  (object: KeyObject) =>
  (vectors: Vectors): Check[] => {
    const expected = vectors as unknown as {
      case: string;
      generation: number;
      case_recipient: string;
    };
    const plain = list(vectors["plaintexts"]).map(entry => ({
      name: String(entry["name"]),
      expected: outcome(entry["expect"]),
      work: async () => {
        const key = await checkWrap(unbase64(String(entry["plaintext"])), expected, object);
        return accepted(key.identity === vectors["case_identity"]);
      },
    }));
    const sealed = list(vectors["sealed"]).map(entry => ({
      name: `sealed ${entry["name"]}`,
      expected: "ok",
      work: async () => {
        const file = unbase64(String(entry["sealed"]));
        const key = await openWrap(file, [String(entry["identity"])], expected, object);
        return accepted(key.identity === vectors["case_identity"]);
      },
    }));
    return [...plain, ...sealed];
  };

function codeChecks(vectors: Vectors): Check[] {
  const site = String(vectors["site"]);
  const derive = list(vectors["derive"]).map(entry => ({
    name: String(entry["name"]),
    expected: "ok",
    work: () => checkDerive(entry, site),
  }));
  const read = list(vectors["read"]).map(entry => ({
    name: String(entry["name"]),
    expected: String(entry["expect"]),
    work: async () => {
      try {
        return accepted(hex(await readCode(String(entry["text"]))) === vectors["entropy"]);
      } catch (error) {
        if (!(error instanceof BadCode)) throw error;
        const wrong = error.wrong.map(({ number, word }) => [number, word]);
        const told = same({ count: error.count, wrong }, { count: entry["count"], wrong: entry["wrong"] });
        return told ? error.fault : `${error.fault}, but not why`;
      }
    },
  }));
  return [...derive, ...read, codeWordsCheck(vectors)];
}

/** Both implementations leave out the same words and read the same characters. */
function codeWordsCheck(vectors: Vectors): Check {
  const mine = {
    wounding: { english: [...WOUNDING.en].sort(), chinese_simplified: [...WOUNDING["zh-Hans"]].sort() },
    variants: Object.fromEntries(VARIANTS),
  };
  const { wounding, variants } = vectors;
  const work = async () => accepted(same(mine, { wounding, variants }));
  return { name: "lists", expected: "ok", work };
}

async function checkDerive(entry: Case, site: string): Promise<string> {
  const entropy = unhex(String(entry["entropy"]));
  const use = String(entry["domain"]).startsWith("heard/recovery") ? "recovery-code" : "return-code";
  const keys = await deriveKeys(entropy, site, use);
  const language = entry["language"] === "english" ? "en" : "zh-Hans";
  const words = await wordsOf(entropy, language);
  const got = {
    words,
    header: keys.login,
    stored: keys.code,
    age_identity: keys.identity,
    age_recipient: keys.recipient,
    signing_public: base64(keys.signer.key),
  };
  const wanted = Object.fromEntries(Object.keys(got).map(name => [name, entry[name]]));
  return accepted(same(got, wanted) && hex(await readCode(words.join(" "))) === hex(entropy));
}

function entryChecks(vectors: Vectors): Check[] {
  return list(vectors["cases"]).map(entry => ({
    name: String(entry["name"]),
    expected: outcome(entry["expect"]),
    work: async () => {
      const opening = parseOpening(String(entry["opening"]));
      const bytes = await entryOf(opening);
      const leaf = hex(await leafHash(bytes));
      const values = [...opening.fields].flatMap(([name, field]) =>
        "value" in field ? [[name, field.value]] : [],
      );
      const good = hex(bytes) === entry["entry"] && leaf === entry["leaf"];
      return accepted(good && same(Object.fromEntries(values), entry["values"]));
    },
  }));
}

function checkpointChecks(vectors: Vectors): Check[] {
  const log = String(vectors["log"]);
  const witnesses = vectors["witnesses"] as string[];
  const cases = list(vectors["cases"]).map(entry => ({
    name: String(entry["name"]),
    expected: outcome(entry["expect"]),
    work: async () => {
      const read = await verifyCheckpoint(String(entry["checkpoint"]), log, witnesses);
      const cosigned = read.cosigned.map(({ vkey, time }) => ({ name: vkey.name, stamp: time }));
      const good = read.size === entry["size"] && base64(read.root) === entry["root"];
      return accepted(good && same(cosigned, entry["cosigned"]));
    },
  }));
  const vkeys = list(vectors["vkeys"]).map(entry => ({
    name: String(entry["vkey"]),
    expected: outcome(entry["expect"]),
    work: async () => accepted((await parseVKey(String(entry["vkey"]))).text === entry["vkey"]),
  }));
  return [...cases, ...vkeys];
}

const STEPS: Readonly<Record<string, string>> = { format: "parse", too_large: "parse", quorum: "witnesses" };

function receiptChecks(vectors: Vectors): Check[] {
  const log = String(vectors["log"]);
  const policy = readPolicy(String(vectors["policy"]));
  const check = (entry: Case, expect: unknown, quorum: number): Check => ({
    name: `${entry["name"]}, quorum ${quorum}`,
    expected: STEPS[String(expect)] ?? String(expect),
    work: async () => {
      try {
        const witnesses = quorum === 0 ? [] : policy;
        const read = await verifyReceipt(String(entry["receipt"]), { log, witnesses, quorum });
        return accepted(quorum === 0 || isAsSaid(read, entry["verified"] as Case));
      } catch (error) {
        if (!(error instanceof BadReceipt)) throw error;
        // A cosignature that is wrong fails with the witnesses here: they are checked last.
        const broken = error.step === "witnesses" && expect === "signature";
        return broken ? "signature" : error.step;
      }
    },
  });
  return list(vectors["cases"]).flatMap(entry => [
    check(entry, entry["expect"], 2),
    ...("without_policy" in entry ? [check(entry, entry["without_policy"], 0)] : []),
  ]);
}

/** The witnesses of the vectors' policy; `union-1` and `union-2` are one operator's. */
function readPolicy(value: string): Witness[] {
  return [...value.matchAll(/^witness (([a-z]+)\S*) (\S+)$/gm)].map(
    ([, name = "", operator = "", vkey = ""]) => ({ name, operator, vkey }),
  );
}

function isAsSaid(read: Verified, claim: Case): boolean {
  const open = [...read.fields].filter(([, value]) => value !== null);
  const numbers = read.index === claim["index"] && read.size === claim["size"];
  const digests = same(Object.fromEntries(read.digests), claim["digests"]);
  const form = digests && read.version === claim["version"];
  return numbers && form && same(Object.fromEntries(open), claim["fields"]);
}

function rosterChecks(vectors: Vectors): Check[] {
  const root = String(vectors["root"]);
  const print = {
    name: "fingerprint",
    expected: String(vectors["fingerprint"]),
    work: () => fingerprint(root),
  };
  const cases = list(vectors["cases"]).map(entry => ({
    name: String(entry["name"]),
    expected: outcome(entry["expect"]),
    work: async () => {
      const seen = entry["newest"] === undefined ? {} : { seen: Number(entry["newest"]) };
      const previous = entry["previous"] === undefined ? {} : { previous: String(entry["previous"]) };
      const note = String(entry["note"]);
      return accepted((await verifyRoster(note, { root, ...seen, ...previous })).root === root);
    },
  }));
  const { note, days } = vectors["on"] as { note: string; days: { day: string; ids: string[] }[] };
  const on = days.map(({ day, ids }) => ({
    name: `on ${day}`,
    expected: ids.join(),
    work: async () =>
      holdersOn(await verifyRoster(note, { root }), day)
        .map(({ id }) => id)
        .join(),
  }));
  const services = vectors["services"] as { note: string; uses: { use: string; recipients: string[] }[] };
  const forUse = services.uses.map(({ use, recipients }) => ({
    name: `for ${use}`,
    expected: recipients.join(),
    work: async () =>
      servicesFor(await verifyRoster(services.note, { root }), use)
        .map(({ recipient }) => recipient)
        .join(),
  }));
  return [print, ...cases, ...on, ...forUse];
}

function noteChecks(vectors: Vectors): Check[] {
  const peter = String(vectors["peter_vkey"]);
  const enoch = String(vectors["enoch_vkey"]);
  const note = `${vectors["text"]}\n${vectors["peter_sig"]}${vectors["enoch_sig"]}`;
  const signers = async (value: string, keys: string[]) => {
    const signed = await verifyNote(parseNote(value), await Promise.all(keys.map(parseVKey)));
    return String(signed.length);
  };
  const bad = (vectors["bad_vkeys"] as string[]).map(vkey => ({
    name: vkey,
    expected: "refused",
    work: async () => (await parseVKey(vkey)).text,
  }));
  return [
    { name: "two signatures", expected: "2", work: () => signers(note, [peter, enoch]) },
    { name: "one is known", expected: "1", work: () => signers(note, [enoch]) },
    { name: "changed", expected: "refused", work: () => signers(note.replace("If", "if"), [peter]) },
    ...bad,
  ];
}

function specNoteChecks(vectors: Vectors): Check[] {
  const work = async () => {
    const note = parseNote(String(vectors["note"]));
    const [first] = await verifyNote(note, [await parseVKey(String(vectors["vkey"]))]);
    return first?.vkey.name ?? "nobody";
  };
  return [{ name: "the specification's example", expected: "example.com/foo", work }];
}

const CHECKS: readonly (readonly [RegExp, Checks])[] = [
  [/^keys\.json$/, keyChecks],
  [/^letter\.json$/, letterChecks],
  [/^casekey\.json$/, wrapChecks("case")],
  [/^filekey\.json$/, wrapChecks("file")],
  [/^filereaders\.json$/, fileReadersChecks],
  [/^carried\.json$/, carriedChecks],
  [/^handedon\.json$/, handedOnChecks],
  [/^shell\.json$/, shellChecks],
  [/^partyletter\.json$/, partyLetterChecks],
  [/^partyroom\.json$/, partyRoomChecks],
  [/^matters\.json$/, mattersChecks],
  [/^returncode\.json$/, codeChecks],
  [/^entry\.json$/, entryChecks],
  [/^checkpoint\.json$/, checkpointChecks],
  [/^consistency\.json$/, consistencyChecks],
  [/^receipt\.json$/, receiptChecks],
  [/^roster\.json$/, rosterChecks],
  [/^promise\.json$/, vectors => promiseChecks(vectors, readPolicy(String(vectors["policy"])))],
  [/^conflicts\.json$/, conflictChecks],
  [/^channel\.json$/, channelChecks],
  [/^readers\.json$/, readersChecks],
  [/^history\.json$/, historyChecks],
  [/^merkle\/.*\.json$/, proofChecks],
  [/^note\/note_test\.json$/, noteChecks],
  [/^note\/c2sp_signed_note\.json$/, specNoteChecks],
];

/** Whether a file of `vectors/` is one that the client runs. */
export function isVector(path: string): boolean {
  return /^age\/[^.]+$/.test(path) ? !path.endsWith("LICENSE") : CHECKS.some(([name]) => name.test(path));
}

/** Runs all cases of one file of `vectors/`. */
export async function runVectors(path: string, read: ReadVector): Promise<Outcome[]> {
  const bytes = await read(path);
  if (path.startsWith("age/")) return [await runAgeVector(path, bytes)];
  const checks = CHECKS.find(([name]) => name.test(path))?.[1];
  if (!checks) throw new Error(`nobody knows how to run ${path}`);
  const out: Outcome[] = [];
  for (const check of checks(JSON.parse(text(bytes)) as Vectors)) out.push(await runCheck(path, check));
  return out;
}
