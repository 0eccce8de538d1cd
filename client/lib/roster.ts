/** Who can be sealed to, signed by the organisation's root key (docs/spec/roster.md). */

import { isHybrid, recipientKey } from "./agefile.ts";
import { isId, utf8 } from "./bytes.ts";
import { publicKey } from "./ed25519.ts";
import { sha256hex } from "./hash.ts";
import { canonicalJson } from "./json.ts";
import { parseNote, parseVKey, type VKey, verifyNote } from "./note.ts";

export interface Holder {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly unit: string;
  readonly tier: 1 | 2 | 3;
  readonly recipient: string;
  /** Ed25519 public key, base64. */
  readonly signing: string;
  readonly from: string;
  readonly until: string | null;
}

export interface Witness {
  readonly name: string;
  readonly operator: string;
  readonly vkey: string;
}

export interface Roster {
  readonly site: string;
  readonly version: number;
  readonly organisation: string;
  readonly issued: string;
  readonly log: string;
  readonly previous: string | null;
  readonly quorum: number;
  readonly witnesses: readonly Witness[];
  readonly entries: readonly Holder[];
  /** SHA-256 of the whole note, hexadecimal. */
  readonly sha256: string;
  /** The key that signed it. */
  readonly root: string;
}

/** The roster must not be used; the message says why. */
export class BadRoster extends Error {
  override name = "BadRoster";
}

export interface RosterPins {
  /** The root key that is trusted: its vkey, or its fingerprint with the key as the site gave it. */
  readonly root: string;
  readonly fingerprint?: string;
  readonly site?: string;
  /** The newest version this client has seen. */
  readonly seen?: number;
}

const FIRST = "heard/roster/v1";
const DATE = /^\d{4}-\d\d-\d\d$/;
const MAX_ENTRIES = 1000;

/** First 20 bytes of SHA-256 of the vkey: 8 groups of 5 hexadecimal digits. */
export async function fingerprint(rootVKey: string): Promise<string> {
  const digits = (await sha256hex(utf8(rootVKey))).slice(0, 40);
  return (digits.match(/.{5}/g) ?? []).join(" ");
}

export function sameFingerprint(typed: string, known: string): boolean {
  const plain = (value: string) => value.toLowerCase().replace(/[^0-9a-f]/g, "");
  return plain(typed).length === 40 && plain(typed) === plain(known);
}

function demand(condition: boolean, what: string): asserts condition {
  if (!condition) throw new BadRoster(`The list of recipients cannot be trusted: ${what}.`);
}

function isText(value: unknown, max = 400): value is string {
  return typeof value === "string" && value.length <= max;
}

function checkHolder(value: unknown): Holder {
  const holder = value as Holder;
  demand(typeof value === "object" && value !== null && isId(holder.id), "an entry has no id");
  demand(
    [holder.name, holder.role, holder.unit].every((part) => isText(part)),
    "an entry has no name or role",
  );
  demand([1, 2, 3].includes(holder.tier), "an entry has no tier");
  demand(isText(holder.recipient, 4000) && isHybrid(holder.recipient), "a key is not hybrid");
  recipientKey(holder.recipient);
  demand(isText(holder.signing), "an entry has no signing key");
  publicKey(holder.signing);
  demand(DATE.test(holder.from), "an entry has no first day");
  demand(holder.until === null || DATE.test(holder.until), "an entry's last day is malformed");
  return holder;
}

function checkUnique(entries: readonly Holder[]): void {
  for (const member of ["id", "recipient", "signing"] as const) {
    const all = new Set(entries.map((entry) => entry[member]));
    demand(all.size === entries.length, `two entries have one ${member}`);
  }
}

function checkWitnesses(value: unknown): readonly Witness[] {
  demand(Array.isArray(value) && value.length <= 100, "the witnesses are malformed");
  for (const witness of value) {
    demand(
      isText(witness?.name) && isText(witness?.operator) && isText(witness?.vkey),
      "a witness is malformed",
    );
  }
  return value as Witness[];
}

type Body = Omit<Roster, "site" | "version" | "sha256" | "root">;

function checkBody(json: string): Body {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    demand(false, "it is not JSON");
  }
  demand(typeof value === "object" && value !== null, "it is not an object");
  const body = value as Record<string, unknown>;
  demand(canonicalJson(value) === json, "its JSON is not canonical");
  const texts = [body["organisation"], body["issued"], body["log"]];
  demand(texts.every((part) => isText(part)), "a member is missing");
  const { previous, quorum, entries } = body;
  demand(previous === null || /^[0-9a-f]{64}$/.test(String(previous)), "its history is malformed");
  demand(Number.isSafeInteger(quorum) && (quorum as number) >= 0, "its quorum is malformed");
  demand(Array.isArray(entries) && entries.length <= MAX_ENTRIES, "its entries are malformed");
  const holders = entries.map(checkHolder);
  checkUnique(holders);
  const witnesses = checkWitnesses(body["witnesses"]);
  return { ...(body as unknown as Body), entries: holders, witnesses };
}

async function rootKey(pins: RosterPins): Promise<VKey> {
  if (pins.fingerprint !== undefined) {
    const fits = sameFingerprint(pins.fingerprint, await fingerprint(pins.root));
    demand(fits, "its key is not the one whose fingerprint was printed");
  }
  return parseVKey(pins.root);
}

/** Verifies a roster. Raises BadRoster, BadNote, WeakKey: each means, do not seal to it. */
export async function verifyRoster(note: string, pins: RosterPins): Promise<Roster> {
  const root = await rootKey(pins);
  const parsed = parseNote(note);
  demand((await verifyNote(parsed, [root])).length === 1, "the root key did not sign it");
  const lines = parsed.text.split("\n");
  const [first, site = "", version = "", json = "", end] = lines;
  demand(lines.length === 5 && end === "" && first === FIRST, "it is not a roster");
  demand(/^[1-9]\d{0,8}$/.test(version), "its version is malformed");
  demand(root.name === `${site}/root`, "its key is of another site");
  demand(pins.site === undefined || pins.site === site, "it is of another site");
  demand(Number(version) >= (pins.seen ?? 0), "it is older than one that was seen before");
  const hash = await sha256hex(utf8(note));
  return { ...checkBody(json), site, version: Number(version), sha256: hash, root: pins.root };
}

/** Those who can be sealed to on a day, `YYYY-MM-DD`. */
export function holdersOn(roster: Roster, day: string): Holder[] {
  return roster.entries.filter(
    ({ from, until }) => from <= day && (until === null || day <= until),
  );
}
