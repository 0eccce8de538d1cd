/**
 * A receipt on the way back, against what her page shows and what she signed: her browser keeps nothing
 * of what it sent, but her report opens by her words, and states who reads it.
 */

import type { CaseView, LetterView, TimelineView } from "./api.ts";
import { type Bytes, utf8 } from "./bytes.ts";
import { serverTime } from "./clock.ts";
import { type Erasure, fieldsGone, goneBy } from "./erased.ts";
import { type Given, verifyGiven } from "./promiseOrProof.ts";
import { sha256hex } from "./hash.ts";
import { readJson } from "./json.ts";
import type { Readers } from "./readers.ts";
import type { Roster } from "./roster.ts";
import { checkBy, compare, NotAsSent, policyOf } from "./matching.ts";

/** What a returning reporter has in hand: the view, her own key by the code, and the letters. */
export interface Shown {
  readonly view: CaseView;
  /** Her signing key, base64, made from the code. */
  readonly signing: string;
  /** Who reads the case, by what she and readers signed. */
  readonly readers: Pick<Readers, "bases">;
  readonly letter: (id: string) => Promise<Bytes>;
  /** What was erased of it, by the log. */
  readonly erasures?: readonly Erasure[];
  /** An older roster's note. */
  readonly roster: (version: number) => Promise<string>;
}

/** What the log says of an action of hers, beside event, at, actor and case: no more and no less. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ["report_received", "letter,recipients,roster,case_recipient,reporter_key,disclosed,acknowledge_by"],
  ["letter_received", "letter,kind"],
  ["identity_received", "letter,recipients"],
  ["file_received", "letter,file,content"],
  ["case_withdrawn", ""],
  ["contact_changed", "kind,contact"],
  ["package_taken", "package"],
  ["identity_renewed", "generation,case_recipient,recipients,excluded,letter"],
  ["tier_released", "tier,recipients,reason"],
  ["record_moved", "object,record,move,version,code,shell,letter,file_letter,party_letter"],
]);
/** What of a move the page shows as the log has it; its shell is held against the log in toldMoves.ts. */
const MOVED = ["object", "record", "move", "version", "code"] as const;

/**
 * What is not known is compared with nothing, and so is never called genuine. `prev`, which entries from
 * before do not have, is followed in `history.ts`.
 */
function checkNames({ fields }: Given, event: string, gone: ReadonlySet<string>): void {
  const known = FIELDS.get(event);
  if (known === undefined) throw new NotAsSent("event");
  const names = new Set(["event", "at", "actor", "case", ...known.split(",").filter(name => name !== "")]);
  const other = [...fields.keys()].find(name => name !== "prev" && !names.has(name));
  const isThere = (name: string) =>
    typeof fields.get(name) === "string" || (fields.get(name) === null && gone.has(name));
  const missing = [...names].find(name => !isThere(name));
  if (other ?? missing) throw new NotAsSent(other ?? missing ?? "");
}

/** Null where it was erased. */
type Fields = ReadonlyMap<string, string | null>;

function demand(holds: boolean, field: string): void {
  if (!holds) throw new NotAsSent(field);
}

/** A letter that the log names must be the one that is served for this event, byte for byte. */
async function checkLetter(fields: Fields, leaf: string, shown: Shown): Promise<void> {
  const { view, letter, erasures = [] } = shown;
  const logged = fields.get("letter") ?? "";
  const listed = view.letters.find(each => each.leaf === leaf);
  if (logged === "" && listed === undefined) return;
  // Of one that was erased the digest is left: that it is listed under this one.
  const served = async ({ id, sha256, ...one }: LetterView) =>
    goneBy(one, erasures) ? sha256 : sha256hex(await letter(id));
  demand(listed !== undefined && (await served(listed)) === logged, "letter");
  const { kind, id } = listed as LetterView;
  if (fields.get("event") === "letter_received") demand(fields.get("kind") === kind, "kind");
  const file = fields.get("file");
  const named = view.files.some(each => each.id === file && each.letter === id);
  demand(file === undefined || named, "file");
}

async function checkKeys(fields: Fields, { view, signing }: Shown): Promise<void> {
  const logged = fields.get("case_recipient");
  if (logged === undefined) return;
  const generation = Number(fields.get("generation") ?? "0");
  const key = view.keys.find(each => each.generation === generation)?.case_recipient ?? "";
  demand((await sha256hex(utf8(key))) === logged, "case_recipient");
  demand((fields.get("reporter_key") ?? signing) === signing, "reporter_key");
}

const ids = (text: string | null = ""): string[] => (text ? text.split(",") : []);

/**
 * Where she signed who reads a generation, those and nobody else; of all other actions and of reports
 * from before statements, nobody whom the page does not list.
 */
function checkPeople(fields: Fields, { view, readers }: Shown): void {
  const people = fields.get("recipients") ?? "";
  const listed = new Set(view.holders.map(({ id }) => id));
  demand(
    ids(people).every(id => listed.has(id)),
    "recipients",
  );
  if (!fields.has("case_recipient")) return;
  const signed = readers.bases.get(Number(fields.get("generation") ?? "0"))?.statement;
  if (signed === undefined) return;
  demand(signed.readers.map(({ id }) => id).join() === people, "recipients");
  demand(
    (fields.get("excluded") ?? "") === (fields.has("excluded") ? signed.excluded.join() : ""),
    "excluded",
  );
}

function checkMove(fields: Fields, leaf: string, { view }: Shown): void {
  if (fields.get("event") !== "record_moved") return;
  const move = view.moves?.find(({ event }) => event === leaf);
  for (const name of MOVED) demand(move !== undefined && fields.get(name) === String(move[name]), name);
}

/** Each roster names the one before by its digest, so that the root key signed all of them. */
async function checkRoster(wanted: string, newest: Roster, { roster }: Shown): Promise<void> {
  let { sha256, previous, version } = newest as Pick<Roster, "sha256" | "previous" | "version">;
  while (sha256 !== wanted && previous !== wanted) {
    demand(previous !== null, "roster");
    const note = await roster(--version);
    demand((await sha256hex(utf8(note))) === previous, "roster");
    sha256 = previous ?? "";
    previous = (readJson(note.split("\n")[3] ?? "") as Roster).previous;
  }
}

const HOUR = 3_600_000;
const TURNS: readonly string[] = ["withdraw", "come_back"];

/**
 * By how much what was promised may be owed later: it waited while the report was taken back, each time until she
 * came back, or to this day. The hour is that in which she came back, whose minutes nobody is told.
 */
function waited({ moves = [] }: CaseView): number {
  const turns = moves.filter(({ object, move }) => object === "case" && TURNS.includes(move));
  return turns.reduce((sum, { move, at }, index) => {
    const back = turns[index + 1]?.at ?? serverTime().toISOString();
    return move === "withdraw" ? sum + Date.parse(back) - Date.parse(at) + HOUR : sum;
  }, 0);
}

async function checkReport(fields: Fields, newest: Roster, shown: Shown): Promise<void> {
  const { disclosed, duties } = shown.view;
  demand(fields.get("letter") !== "" && fields.get("recipients") !== "", "letter");
  demand(fields.get("disclosed") === null || fields.get("disclosed") === (disclosed ?? ""), "disclosed");
  const owed = duties.filter(({ kind }) => kind === "acknowledge").map(({ due }) => Date.parse(due));
  const by = Date.parse(fields.get("acknowledge_by") ?? "");
  const latest = by + waited(shown.view);
  demand(
    owed.some(due => due >= by && due <= latest),
    "acknowledge_by",
  );
  await checkRoster(fields.get("roster") ?? "", newest, shown);
}

/**
 * Checks the receipt of one event of her list, on the way back: event, case, who and when as the list
 * says, the letter as it is served, the keys that she opened, whom she signed to read it, and no field
 * that nothing is known of. Three can be compared with nothing here: `content` of a file, which is over
 * its sealed parts, `contact`, and `package`, which she has. Raises BadReceipt, NotAsSent, and what `letter` and `roster` raise.
 */
export async function checkShown(
  receipt: string,
  event: TimelineView,
  shown: Shown,
  roster: Roster,
): Promise<Given> {
  const gone = fieldsGone(shown.erasures ?? []);
  const verified = await verifyGiven(receipt, { ...policyOf(roster), gone });
  checkBy(verified);
  const expected = [
    ["event", event.event],
    ["case", shown.view.case],
    ["actor", event.actor],
    ["at", event.at],
  ] as const;
  compare(verified, event.leaf, new Map(expected));
  checkNames(verified, event.event, gone);
  const { fields } = verified;
  await checkLetter(fields, event.leaf, shown);
  await checkKeys(fields, shown);
  checkPeople(fields, shown);
  checkMove(fields, event.leaf, shown);
  if (event.event === "report_received") await checkReport(fields, roster, shown);
  return verified;
}
