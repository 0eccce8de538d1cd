/** A case as it is worked, as the desk shows it: what the server sent, and what of it holds. */

import type { Actor } from "../../../lib/casework.ts";
import { hiddenLetters } from "../../../lib/fileSeen.ts";
import { type Judged, judgeMoves, type MoveLetter } from "../../../lib/moves.ts";
import type { WorkView } from "../../../lib/wire.ts";
import { api, type OpenCase, readCase } from "../case/model.ts";
import type { Unlocked } from "../session.ts";
import { openFileOf, type WorkFile } from "./file.ts";

export { api } from "../case/model.ts";
export type { CaseRecord } from "../../../lib/casework.ts";
export type { JudgedMove } from "../../../lib/moves.ts";

/** A case that is worked, opened. */
export interface Work extends Judged {
  readonly open: OpenCase;
  readonly view: WorkView;
  /** Null before the file has a key. */
  readonly file: WorkFile | null;
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

async function readOnce(id: string, desk: Unlocked): Promise<Work> {
  const open = await readCase(id, desk);
  const view = await api.work(id);
  const file = await openFileOf(view, open, desk);
  const kept = keptFrom(open.me, view);
  const letters = new Map(
    [...caseLetters(open), ...(file?.letters ?? [])].map(([each, letter]) => {
      return [each, kept.has(each) ? { ...letter, read: null } : letter];
    }),
  );
  const { decided, history } = open;
  const judged = await judgeMoves(view.moves, { case: id, letters, assents: view.assents, decided, history });
  const letterless = history && !view.struck ? hiddenLetters(history, view.file?.letters ?? []) : [];
  const hidden = [...judged.hidden, ...letterless];
  return { ...judged, hidden, open, view, file, letters, me: { id: open.me, standing: view.parts } };
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

/** Opens the case and all that was moved in it. Raises as readCase. */
export async function readWork(id: string, desk: Unlocked): Promise<Work> {
  let work = await readOnce(id, desk);
  for (let tried = 1; tried < TRIES && !isOfOneMoment(work); tried++) work = await readOnce(id, desk);
  return work;
}
