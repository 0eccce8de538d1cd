/** Who can be sealed to, signed by the organisation's root key (docs/spec/roster.md). */

import { isHybrid, recipientKey } from "./agefile.ts";
import { equal, isId, timestamp, utf8 } from "./bytes.ts";
import { publicKey } from "./ed25519.ts";
import { sha256hex } from "./hash.ts";
import { canonicalJson, readJson } from "./json.ts";
import { type Earlier, isSigned, type PublicKeys, publicKeys } from "./newkeys.ts";
import { COSIGNATURE, parseNote, parseVKey, type VKey, verifyNote } from "./note.ts";
import { NEW_KEYS_MOST_EARLIER, ROSTER_MAX_ENTRIES, ROSTER_MOST_OF_USE, ROSTER_USES } from "./shared.ts";

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
  /** Keys from before, oldest first; absent before version 3. */
  readonly earlier?: readonly Earlier[];
}

export interface Witness {
  readonly name: string;
  readonly operator: string;
  readonly vkey: string;
}

/** A machine that a page may seal to. */
export interface Service {
  /** For what: `notices`, `gate`, `steward`, `counsellor`. */
  readonly use: string;
  readonly operator: string;
  readonly recipient: string;
  /**
   * Of `notices` the key that push services know this site by, base64url, or null; of any other the Ed25519
   * key that signs what it says, base64.
   */
  readonly signing: string | null;
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
  /** The vkey that signs promises; absent in version 1. */
  readonly promise?: string;
  /** Absent before version 4. */
  readonly services?: readonly Service[];
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
  /** The whole note that came before, where it is at hand. */
  readonly previous?: string;
}

const FIRST = "heard/roster/v1";
const WITH_PROMISE = "heard/roster/v2";
const WITH_EARLIER = "heard/roster/v3";
const WITH_SERVICES = "heard/roster/v4";
const DATE = /^\d{4}-\d\d-\d\d$/;

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

const HOLDER_MEMBERS = "from,id,name,recipient,role,signing,tier,unit,until";
const WITH_EARLIER_HOLDER_MEMBERS = "earlier,from,id,name,recipient,role,signing,tier,unit,until";
const EARLIER_MEMBERS = "recipient,signature,signing,until";
const WITNESS_MEMBERS = "name,operator,vkey";
const BODY_MEMBERS = "entries,issued,log,organisation,previous,quorum,witnesses";
const WITH_PROMISE_MEMBERS = "entries,issued,log,organisation,previous,promise,quorum,witnesses";
const WITH_SERVICES_MEMBERS = WITH_PROMISE_MEMBERS.replace("quorum", "quorum,services");
const SERVICE_MEMBERS = "operator,recipient,signing,use";
/** What pages seal contacts to; of each other use there may be two, since one may be away. */
const NOTICES = "notices";

/** `max` in letters; a name or a role is at least one. */
function isText(value: unknown, max = 200, min = 1): value is string {
  if (typeof value !== "string") return false;
  const size = [...value].length;
  return size >= min && size <= max;
}

function hasMembers(value: unknown, members: string): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).sort().join() === members;
}

function isDay(value: unknown): boolean {
  if (typeof value !== "string" || !DATE.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

function checkHolder(value: unknown, members: string): Holder {
  const holder = value as Holder;
  demand(hasMembers(value, members) && isId(holder.id), "an entry is malformed");
  demand(isText(holder.name) && isText(holder.role), "an entry has no name or role");
  demand(isText(holder.unit, 200, 0), "an entry's unit is malformed");
  demand([1, 2, 3].includes(holder.tier), "an entry has no tier");
  demand(isText(holder.recipient, 4000) && isHybrid(holder.recipient), "a key is not hybrid");
  recipientKey(holder.recipient);
  demand(isText(holder.signing), "an entry has no signing key");
  publicKey(holder.signing);
  demand(isDay(holder.from), "an entry has no first day");
  demand(holder.until === null || isDay(holder.until), "an entry's last day is malformed");
  return holder;
}

function isEarlier(value: unknown): value is Earlier {
  const { recipient, signing, until, signature } = value as Earlier;
  const shaped = hasMembers(value, EARLIER_MEMBERS) && isText(signing) && isText(signature) && isDay(until);
  return shaped && typeof recipient === "string" && /^[0-9a-f]{64}$/.test(recipient);
}

/** Each of the earlier keys names the next one, and the last of them today's; gives them all. */
async function checkEarlier(holder: Holder, site: string): Promise<PublicKeys[]> {
  const { id, earlier } = holder;
  const today = await publicKeys(holder);
  if (earlier === undefined) return [today];
  const listed =
    Array.isArray(earlier) && earlier.length <= NEW_KEYS_MOST_EARLIER && earlier.every(isEarlier);
  demand(listed, "somebody's earlier keys are malformed");
  for (const [at, before] of earlier.entries()) {
    const after = earlier[at + 1] ?? today;
    const named = await isSigned({ site, holder: id, before, after }, before.signature);
    demand(named, "somebody's keys are not named by the ones before");
  }
  return [...earlier, today];
}

async function checkUnique(
  entries: readonly Holder[],
  services: readonly Service[],
  site: string,
): Promise<void> {
  const keys = (await Promise.all(entries.map(entry => checkEarlier(entry, site)))).flat();
  const machines = await Promise.all(services.map(({ recipient }) => sha256hex(utf8(recipient))));
  const all = {
    id: entries.map(({ id }) => id),
    recipient: [...keys.map(each => each.recipient), ...machines],
    key: [...keys, ...services.filter(({ use }) => use !== NOTICES)].map(({ signing }) => signing),
  };
  for (const [member, values] of Object.entries(all)) {
    demand(new Set(values).size === values.length, `two entries have one ${member}`);
  }
}

/** An uncompressed point, by its form; the browser that subscribes tries it. */
function isPushKey(value: unknown): boolean {
  // 65 bytes that begin with 4; the last letter holds four bits.
  return typeof value === "string" && /^B[A-P][\w-]{84}[AEIMQUYcgkosw048]$/.test(value);
}

/** What no version knows is sealed to by nobody: a use that is not listed is refused. */
function checkService(service: Service): void {
  demand(hasMembers(service, SERVICE_MEMBERS), "a service is malformed");
  const { use, operator, recipient, signing } = service;
  demand(ROSTER_USES.includes(use) && isText(operator), "a service is malformed");
  demand(isText(recipient, 4000) && isHybrid(recipient), "a key is not hybrid");
  recipientKey(recipient);
  if (use === NOTICES) demand(signing === null || isPushKey(signing), "the key that signs pushes is none");
  else publicKey(isText(signing) ? signing : "");
}

function checkServices(value: unknown): readonly Service[] {
  demand(Array.isArray(value), "its services are malformed");
  const services = value as Service[];
  for (const service of services) checkService(service);
  for (const use of ROSTER_USES) {
    const most = use === NOTICES ? 1 : ROSTER_MOST_OF_USE;
    demand(services.filter(each => each.use === use).length <= most, `it has too many of ${use}`);
  }
  return services;
}

async function checkWitnesses(value: unknown, quorum: number): Promise<readonly Witness[]> {
  demand(Array.isArray(value) && value.length <= 100, "the witnesses are malformed");
  for (const witness of value as Witness[]) {
    demand(hasMembers(witness, WITNESS_MEMBERS), "a witness is malformed");
    demand(isText(witness.name) && isText(witness.operator), "a witness has no name");
    const { algorithm } = await parseVKey(witness.vkey);
    demand(algorithm === COSIGNATURE, "a witness's key is of the wrong kind");
  }
  const operators = new Set((value as Witness[]).map(({ operator }) => operator));
  demand(quorum <= operators.size, "its quorum is larger than its witnesses");
  return value as Witness[];
}

type Body = Omit<Roster, "site" | "version" | "sha256" | "root">;

interface Form {
  readonly first: string;
  readonly members: string;
  readonly holder: string;
}

/** The versions of the format. */
const FORMS: readonly Form[] = [
  { first: FIRST, members: BODY_MEMBERS, holder: HOLDER_MEMBERS },
  { first: WITH_PROMISE, members: WITH_PROMISE_MEMBERS, holder: HOLDER_MEMBERS },
  { first: WITH_EARLIER, members: WITH_PROMISE_MEMBERS, holder: WITH_EARLIER_HOLDER_MEMBERS },
  { first: WITH_SERVICES, members: WITH_SERVICES_MEMBERS, holder: WITH_EARLIER_HOLDER_MEMBERS },
];

/** A key of its own, of the log's name. */
async function checkPromise(value: unknown, log: VKey): Promise<void> {
  demand(isText(value, 400), "its promise key is missing");
  const key = await parseVKey(value);
  demand(key.algorithm !== COSIGNATURE, "its promise key is of the wrong kind");
  demand(!equal(key.key, log.key), "its promise key is the log's own");
  const named = key.name === `${log.name.replace(/\/log$/, "")}/promise`;
  demand(named, "its promise key is of another log");
}

async function checkBody(json: string, version: number, form: Form, site: string): Promise<Body> {
  let value: unknown;
  try {
    value = readJson(json);
  } catch {
    demand(false, "it is not JSON");
  }
  demand(hasMembers(value, form.members), "its members are not those of a roster");
  const body = value as Record<string, unknown>;
  demand(canonicalJson(value) === json, "its JSON is not canonical");
  demand(isText(body["organisation"]) && isText(body["log"], 400), "a member is missing");
  const log = await parseVKey(body["log"]);
  if (form.members !== BODY_MEMBERS) await checkPromise(body["promise"], log);
  const issued = String(body["issued"]);
  const time = new Date(issued);
  demand(!Number.isNaN(time.getTime()) && timestamp(time) === issued, "its time is malformed");
  const { previous, quorum, entries } = body;
  const follows = typeof previous === "string" && /^[0-9a-f]{64}$/.test(previous);
  demand(version === 1 ? previous === null : follows, "its history is malformed");
  demand(Number.isSafeInteger(quorum) && (quorum as number) >= 0, "its quorum is malformed");
  demand(Array.isArray(entries) && entries.length <= ROSTER_MAX_ENTRIES, "its entries are malformed");
  const holders = entries.map(entry => checkHolder(entry, form.holder));
  const services = form.first === WITH_SERVICES ? checkServices(body["services"]) : [];
  await checkUnique(holders, services, site);
  const changed = holders.some(({ earlier }) => (earlier ?? []).length > 0);
  demand(changed || form.first !== WITH_EARLIER, "nobody's keys were changed");
  const witnesses = await checkWitnesses(body["witnesses"], quorum as number);
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
  const form = FORMS.find(each => each.first === first);
  demand(lines.length === 5 && end === "" && form !== undefined, "it is not a roster");
  demand(/^[1-9]\d{0,8}$/.test(version), "its version is malformed");
  demand(root.name === `${site}/root`, "its key is of another site");
  demand(pins.site === undefined || pins.site === site, "it is of another site");
  demand(Number(version) >= (pins.seen ?? 0), "it is older than one that was seen before");
  const hash = await sha256hex(utf8(note));
  const body = await checkBody(json, Number(version), form, site);
  if (pins.previous !== undefined) {
    const before = await sha256hex(utf8(pins.previous));
    demand(body.previous === before, "it does not follow on the one before");
  }
  return { ...body, site, version: Number(version), sha256: hash, root: pins.root };
}

/** The machines that are sealed to for a use: these and no other. Where the root key named none, nothing is. */
export function servicesFor({ services = [] }: Pick<Roster, "services">, use: string): readonly Service[] {
  return services.filter(each => each.use === use);
}

/** What her contact is sealed to; null where the root key named nothing. */
export function noticesOf(roster: Roster): Service | null {
  return servicesFor(roster, NOTICES)[0] ?? null;
}

/**
 * Those who can be sealed to on a day (UTC), `YYYY-MM-DD`. Never as of a day before the roster was
 * issued, which its signature dates: a server that is behind brings nobody back.
 */
export function holdersOn(roster: Roster, today: string): Holder[] {
  const issued = roster.issued.slice(0, 10);
  const day = today < issued ? issued : today;
  return roster.entries.filter(({ from, until }) => from <= day && (until === null || day <= until));
}
