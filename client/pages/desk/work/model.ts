/** A case as it is worked, as the desk shows it: what the server sent, and what of it holds. */

import { sleep } from "../../../lib/api.ts";
import type { Actor } from "../../../lib/casework.ts";
import { hiddenLetters } from "../../../lib/fileSeen.ts";
import { type Judged, judgeMoves, type MoveLetter } from "../../../lib/moves.ts";
import type { WorkView } from "../../../lib/wire.ts";
import { api, type OpenCase, readCase } from "../case/model.ts";
import type { Unlocked } from "../session.ts";
import { inCourse } from "./course.ts";
import { neededFirst, openFileOf, type WorkFile } from "./file.ts";
import { keptOf } from "./kept.ts";

export { api } from "../case/model.ts";
export type { CaseRecord } from "../../../lib/casework.ts";
export type { JudgedMove } from "../../../lib/moves.ts";

/** A case that is worked, opened. */
export interface Work extends Judged {
  readonly open: OpenCase;
  readonly view: WorkView;
  /** Null before the file has a key. */
  readonly file: WorkFile | null;
  /** How many letters of the file are not opened yet: until there is none, nothing is moved, nor shown as genuine. */
  readonly unread: number;
  /** By id, those to the reporter and those to the file. */
  readonly letters: ReadonlyMap<string, MoveLetter>;
  /** Whoever looks, as the rules know them. */
  readonly me: Actor;
}

function caseLetters({ listed, keys }: OpenCase): (readonly [string, MoveLetter])[] {
  const opens = new Set(keys?.cases.map(({ generation }) => generation));
  return listed.map(({ sent: { id, sha256, generation }, read }) => {
    return [id, { sha256, read: opens.has(generation) ? read : null }];
  });
}

/** Letters of objections to whoever looks: what they say is kept from them. */
function keptFrom(me: string, { moves }: WorkView): Set<string> {
  const own = moves.filter(each => each.object === "seat" && each.move === "propose" && each.holder === me);
  const seats = own.map(({ record }) => record);
  const objections = moves.filter(each => each.move === "object" && seats.includes(each.record));
  return new Set(objections.flatMap(each => [each.letter, each.file_letter]));
}

/** Letters of the file that whoever looks can open and has not yet. */
function unreadIn({ file }: WorkView): string[] {
  const given = (file?.keys ?? []).filter(({ wraps }) => wraps.length > 0).map(each => each.generation);
  const own = (file?.letters ?? []).filter(({ generation }) => given.includes(generation));
  return own.map(({ id }) => id);
}

async function workOf(open: OpenCase, view: WorkView, file: WorkFile | null, unread: number): Promise<Work> {
  const { id, decided, history } = open;
  const kept = keptFrom(open.me, view);
  const letters = new Map(
    [...caseLetters(open), ...(file?.letters ?? [])].map(([each, letter]) => {
      return [each, kept.has(each) ? { ...letter, read: null } : letter];
    }),
  );
  const judged = await judgeMoves(view.moves, { case: id, letters, assents: view.assents, decided, history });
  const letterless = history && !view.struck ? hiddenLetters(history, view.file?.letters ?? []) : [];
  const hidden = [...judged.hidden, ...letterless];
  const state = inCourse(judged.state, open);
  return {
    ...judged,
    state,
    hidden,
    open,
    view,
    file,
    letters,
    unread,
    me: { id: open.me, standing: view.parts },
  };
}

/** In a tab that nobody looks at nothing is drawn. */
const UNSEEN_MS = 400;

/** Once what was put on the page is on the screen: hundreds of letters would keep the processor from it. */
function drawn(): Promise<void> {
  const seen = new Promise<void>(resolve => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
  return Promise.race([seen, sleep(UNSEEN_MS)]);
}

/** More than these letters nobody waits for before anything is shown. */
const FEW = 12;

/**
 * The case as far as the log and its first letters tell, where many more are to be opened; null where few are,
 * or where it is better read once more.
 */
async function soonOf(open: OpenCase, view: WorkView, desk: Unlocked): Promise<Work | null> {
  const first = neededFirst(view);
  const before = keptOf(open.id).opened;
  const unread = unreadIn(view).filter(id => !first.has(id) && !before.has(id)).length;
  if (unread <= FEW) return null;
  const work = await workOf(open, view, await openFileOf(view, open, desk, id => first.has(id)), unread);
  return isOfOneMoment(work) ? work : null;
}

async function askWork(id: string): Promise<WorkView> {
  const view = await api.work(id);
  if (view.file) keptOf(id).fetchSome(view.file, neededFirst(view));
  return view;
}

async function readOnce(id: string, desk: Unlocked, soon: (work: Work) => void): Promise<Work> {
  // Both at once: they are compared, and read again where one is of another moment.
  const [open, view] = await Promise.all([readCase(id, desk), askWork(id)]);
  if (view.file) keptOf(id).fetchAll(view.file);
  const early = await soonOf(open, view, desk);
  if (early) {
    soon(early);
    await drawn();
  }
  return workOf(open, view, await openFileOf(view, open, desk), 0);
}

/** Whether the two answers are of one moment: a move between them would look like a lie. */
function isOfOneMoment({ hidden, view, file, open: { history } }: Work): boolean {
  return (
    view.struck ||
    (hidden.length === 0 &&
      (file?.sawMore ?? []).length === 0 &&
      (history === null || view.moves.every(({ event }) => history.fields.has(event))))
  );
}

const TRIES = 3;
const nobody = (): void => undefined;

/**
 * Opens the case and all that was moved in it. `soon` is told as much of it as is known before most of its
 * letters are opened, where that takes long. Raises as readCase.
 */
export async function readWork(
  id: string,
  desk: Unlocked,
  soon: (work: Work) => void = nobody,
): Promise<Work> {
  let work = await readOnce(id, desk, soon);
  for (let tried = 1; tried < TRIES && !isOfOneMoment(work); tried++) work = await readOnce(id, desk, nobody);
  return work;
}

/** A case that is being read: `first`, what can be shown of it as soon as anything can; `whole`, all of it. */
export interface Reading {
  readonly first: Promise<Work>;
  readonly whole: Promise<Work>;
}

/** Both raise as readWork, `first` only where nothing was shown before. */
export function startReading(id: string, desk: Unlocked): Reading {
  let soon: (work: Work) => void = nobody;
  const early = new Promise<Work>(resolve => {
    soon = resolve;
  });
  const whole = readWork(id, desk, work => soon(work));
  return { first: Promise.race([early, whole]), whole };
}
