/**
 * The key to the file of a case: made on first use, renewed where somebody who has it may not any more,
 * and given to those who are owed it (docs/spec/sealing.md, 10).
 */

import { dayIn, serverTime } from "../../../lib/clock.ts";
import {
  inEach,
  makeFile,
  type Making,
  type Meant,
  meantBy,
  nextFile,
  NotMeant,
  payableBy,
  payCopies,
} from "../../../lib/fileMaking.ts";
import { caseRecord, every, last } from "../../../lib/caseworkState.ts";
import type { Readers } from "../../../lib/readers.ts";
import { type Holder, holdersOn } from "../../../lib/roster.ts";
import { type Lookup, lookUp } from "../case/conflictLookup.ts";
import { nearness } from "../case/passing.ts";
import { keysOf, mayDecide, readCase } from "../case/model.ts";
import { desk } from "../session.ts";
import { LocalizedError, t } from "../words.ts";
import { api, type Work } from "./model.ts";
import { namedIn } from "./naming.ts";
import { isApart } from "./sealed.ts";

/**
 * `ask`: somebody else has the file, and whoever looks does not; `late`: they have its newest key, and
 * nobody handed on to them yet what it follows.
 */
export type FileNeed = "" | "make" | "renew" | "ask" | "late";

/** Ids of those to whom the newest key is given out. */
export function readersOf({ view }: Work): string[] {
  const copies = view.file?.keys.at(-1)?.copies ?? [];
  return [...new Set(copies.flatMap(each => (each.released && !each.left ? [each.holder] : [])))];
}

function meantIn(work: Work): Meant[] {
  const seats = every(work.state, "seat").filter(({ state }) => state === "declared" || state === "objected");
  return meantBy(work.view.may_hold, seats);
}

/** What parts of a team wait for no more, by what was moved. */
function overIn({ state }: Work): string[] {
  const isShared = last(caseRecord(state), "share_draft") !== undefined;
  const isAppealed = every(state, "appeal").length > 0;
  return [...(isShared ? ["draft_shared"] : []), ...(isAppealed ? ["appeal_lodged"] : [])];
}

/** Whether somebody reads who is to wait by now. */
function isTooSoon(work: Work): boolean {
  const { members } = work.file?.opened.readers ?? {};
  const reading = members?.get(work.file?.opened.generation ?? -1);
  const over = ["", ...overIn(work)];
  const waiting = meantIn(work).filter(({ until }) => !over.includes(until) && !until.startsWith("tier"));
  return waiting.some(({ id }) => reading?.has(id));
}

/** What whoever looks can do so that the file can be written to. */
export function fileNeed(work: Work): FileNeed {
  const { open, file, view, me } = work;
  if (!mayDecide(open) || isApart(work)) return "";
  if (file === null) return "make";
  if (file.opened.mayWrite) return isTooSoon(work) ? "renew" : "";
  const having = readersOf(work);
  if (file.opened.faults.includes("late") && having.some(id => id !== me.id)) return "late";
  if (having.includes(me.id)) return "renew";
  return view.may_hold.some(({ id }) => having.includes(id)) ? "ask" : "renew";
}

function rosterNow(): Holder[] {
  const { roster } = desk();
  return roster ? holdersOn(roster, dayIn("UTC", serverTime())) : [];
}

function makingOf(work: Work, meant: readonly Meant[]): Making {
  const { open, view, me } = work;
  const keys = keysOf(open);
  const own = view.file?.letters.filter(({ author, party }) => author === me.id && party === "") ?? [];
  return {
    case: open.id,
    generation: open.generation,
    recipient: keys.view.case_recipient,
    readers: open.readers,
    roster: rosterNow(),
    meant,
    me: { id: me.id, signer: keys.signer },
    seq: { file: Math.max(-1, ...own.map(({ seq }) => seq)) + 1, told: keys.nextSeq },
    seen: keys.seen,
    now: serverTime(),
  };
}

/** Of them whom each case that this one is worked together with names too, by what was signed there. */
async function inLinked(work: Work, meant: readonly Meant[]): Promise<readonly Meant[]> {
  const others: Readers[] = [];
  for (const { case: other, fault, ended } of work.view.links) {
    if (fault === "" && ended === null) others.push((await readCase(other, desk())).readers);
  }
  return inEach(meant, others);
}

/** Gives the file its first key or the next. Raises what the server says, and LocalizedError. */
export async function giveKey(work: Work): Promise<void> {
  const making = makingOf(work, await inLinked(work, meantIn(work)));
  try {
    const { file } = work;
    const body = await (file ? nextFile(making, file.view, file.opened) : makeFile(making));
    await api.makeFileKey(work.open.id, body);
  } catch (error) {
    if (error instanceof NotMeant) throw new LocalizedError(() => t("file_key.not_meant"));
    throw error;
  }
}

/** Whom whoever looks can give a copy, of those who are owed one. */
export function owedBy({ file, me }: Work): readonly Meant[] {
  return file?.opened.mayWrite ? payableBy(file.view.owed, me.id) : [];
}

export interface Owing {
  readonly free: readonly Meant[];
  /** Names of those who have to do with somebody in the case, and how. */
  readonly near: readonly { readonly name: string; readonly why: string }[];
}

/** Who of them has nothing to do with anybody who is named in the case. */
function sorted(work: Work, owed: readonly Meant[], lookup: Lookup): Owing {
  const names = namedIn(work);
  const judged = owed.map(each => {
    const name = work.view.may_hold.find(({ id }) => id === each.id)?.name ?? "";
    return { each, name, why: nearness(names, { id: each.id, name }, lookup) };
  });
  const near = judged.filter(({ why }) => why !== "").map(({ name, why }) => ({ name, why }));
  return { free: judged.filter(({ why }) => why === "").map(({ each }) => each), near };
}

/** The same by the newest table of conflicts. Raises as `lookUp`. */
export async function owingOf(work: Work): Promise<Owing> {
  const owed = owedBy(work);
  const ids = owed.map(({ id }) => id);
  return sorted(work, owed, await lookUp(namedIn(work), ids));
}

/** Seals the key to them. Raises what the server says. */
export async function giveCopies(work: Work, to: readonly Meant[]): Promise<void> {
  if (work.file === null || to.length === 0) return;
  const making = makingOf(work, await inLinked(work, to));
  for (const body of await payCopies(making, work.file.opened)) {
    await api.giveFileKey(work.open.id, body);
  }
}

/** The first key, where something is to be sealed to a file that has none. Whether one was made. */
export async function ensureFile(work: Work): Promise<boolean> {
  if (fileNeed(work) !== "make") return false;
  await giveKey(work);
  return true;
}
