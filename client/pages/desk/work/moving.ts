/** Moving something of a worked case: the shell in clear, the words in sealed letters, sent once. */

import { isAnswer } from "../../../lib/answering.ts";
import { signedBy } from "../../../lib/assents.ts";
import { newId } from "../../../lib/bytes.ts";
import { isMadeTogether, partsOf, seatsOf } from "../../../lib/caseworkAsked.ts";
import { type Actor, allowed, type Casework, type Moved, NEEDS } from "../../../lib/casework.ts";
import { audiencesOf } from "../../../lib/caseworkAudiences.ts";
import { emptyRecord, one, rowOf } from "../../../lib/caseworkState.ts";
import { PARTS } from "../../../lib/caseworkTable.ts";
import { instantIn, serverTime } from "../../../lib/clock.ts";
import { sealLetter } from "../../../lib/desk.ts";
import { answeredInFile, moveShell } from "../../../lib/moves.ts";
import { bodyDigest, type Shell, shellDigest } from "../../../lib/shell.ts";
import type { Assent, Move, SealedLetter, Triage } from "../../../lib/wire.ts";
import type { RecordContent } from "../../../lib/letter.ts";
import { keysOf } from "../case/model.ts";
import { LocalizedError, term } from "../words.ts";
import { sealToFile, sealToParty } from "./sealed.ts";
import { api, type Work } from "./model.ts";

/** What letters say beside the shell. */
export type Words = Readonly<Record<string, string>>;

/** What a step may say in clear. */
const CLEAR = [
  ...(["code", "agreed", "party", "about", "holder"] as const),
  ...(["digest", "number", "when", "due", "basis"] as const),
];

/** What is to be moved. `id`: as the rules have it: `case`, or a record's; of a new one, its new id. */
export interface Step extends Omit<Moved, "actor" | "at" | "version"> {
  /** What each letter of it says; `told`: what the letter to the reporter says instead. */
  readonly words: Words;
  readonly told?: Words;
  /** What the keepers of the gate are told with it, sealed to them; base64. */
  readonly listing?: string;
}

/** The rules are against it; the words say what to do. */
export class NotAllowed extends LocalizedError {
  override name = "NotAllowed";
  readonly reason: string;

  constructor(reason: string) {
    super(() => term("unmet", reason));
    this.reason = reason;
  }
}

/** The id of a record as the server has it. */
function recordOf({ open }: Work, { object, id }: Pick<Step, "object" | "id">): string {
  return id === "case" || (object === "party" && id === "reporter") ? open.id : id;
}

export function versionOf(state: Casework, object: string, id: string): number {
  return (one(state, object, id) ?? emptyRecord(object, id)).version;
}

/** As the rules are asked. `at` is now, by the server's clock, where the days of the case begin and end. */
export function movedBy({ state, me, view }: Pick<Work, "state" | "me" | "view">, step: Step): Moved {
  const { object, id, move } = step;
  const said = CLEAR.filter(name => step[name] !== undefined).map(name => [name, step[name]]);
  const version = versionOf(state, object, id) + 1;
  const moved = { object, id, move, actor: me.id, at: instantIn(view.calendar.zone, serverTime()), version };
  return { ...moved, ...Object.fromEntries(said) };
}

/** What a move must say, where nobody has said it yet; an instant that the server counts nobody says. */
function placeholders(me: string, object: string, move: string, only?: readonly string[]): Partial<Step> {
  const row = rowOf({ object, id: "", move, actor: "", at: "", version: 0 });
  const all: Readonly<Record<string, string>> = {
    basis: "evidence",
    digest: "0".repeat(64),
    due: serverTime().toISOString(),
    holder: me,
    party: "reporter",
    when: "2026-Q1",
  };
  const names = (row.names ?? []).filter(name => name in all && (only?.includes(name) ?? true));
  return Object.fromEntries(names.map(name => [name, all[name]]));
}

/**
 * Why whoever looks cannot make this move, as things stand; empty where they can. What it must say is
 * not asked; nor who else has to sign.
 */
export function against(
  work: Pick<Work, "state" | "me" | "view">,
  step: Pick<Step, "object" | "id" | "move"> & Partial<Step>,
): string {
  const whole = { ...placeholders(work.me.id, step.object, step.move), words: {}, ...step };
  const refusal = allowed(work.state, work.me, movedBy(work, whole), [], work.view.calendar);
  return refusal === "not_signed" || refusal === "bad_members" ? "" : refusal;
}

/** Whether a condition of a move holds as things stand, whoever would make it. */
export function meets(
  work: Pick<Work, "state" | "me" | "view">,
  step: Pick<Step, "object" | "id" | "move"> & Partial<Step>,
  need: string,
): boolean {
  const record = one(work.state, step.object, step.id) ?? emptyRecord(step.object, step.id);
  const moved = movedBy(work, { words: {}, ...step });
  const asked = { state: work.state, moved, record, calendar: work.view.calendar };
  return NEEDS[need]?.({ ...asked, parts: new Set(), seconds: [] }) ?? false;
}

/** Whether whoever looks can make this move. */
export function may(
  work: Pick<Work, "state" | "me" | "open" | "view">,
  step: Pick<Step, "object" | "id" | "move"> & Partial<Step>,
): boolean {
  return work.open.proven && !work.open.lapsed && against(work, step) === "";
}

/** Who signed beside whoever moves it, by letters of their own. */
export function assentsTo(work: Work, step: Step): Promise<string[]> {
  const { view, letters, open } = work;
  return signedBy(shellOf(work, step), { assents: view.assents, letters, history: open.history });
}

export function shellOf(work: Work, step: Step): Shell {
  return moveShell(work.state, movedBy(work, step), recordOf(work, step));
}

/** Who signs for somebody on paper signs the very words that stand in the file. */
async function answersOf({ moves, letters }: Work, step: Step): Promise<{ answers?: string }> {
  const body = isAnswer(step) ? answeredInFile(step, moves, letters) : undefined;
  return body ? { answers: await bodyDigest(body) } : {};
}

async function lettersOf(work: Work, step: Step, shell: Shell): Promise<SealedLetter[]> {
  const moved = movedBy(work, step);
  const content = { text: "", ...step.words, ...(await answersOf(work, step)), record: shell };
  const told = { text: "", ...(step.told ?? step.words), record: shell };
  const to = audiencesOf(work.state, moved, work.file?.opened.mayWrite ?? false);
  const letters: SealedLetter[] = [];
  if (to.case) letters.push({ to: "case", ...(await sealedToCase(work, told)) });
  if (to.file) letters.push(await sealToFile(work, "record", content));
  if (to.party !== "") letters.push(await sealToParty(work, to.party, content));
  return letters;
}

async function sealedToCase({ open }: Work, content: RecordContent, kind: "record" | "decision" = "record") {
  const keys = keysOf(open);
  const letter = { kind, seq: keys.nextSeq, content, now: serverTime() };
  return { ...(await sealLetter(keys, letter)), generation: open.generation };
}

/** A move, sealed and ready; raises NotAllowed where the rules are against it. */
export async function prepareMove(work: Work, step: Step): Promise<Move> {
  const moved = movedBy(work, step);
  const whole = { ...placeholders(work.me.id, step.object, step.move, ["due"]), ...moved };
  const refusal = allowed(work.state, work.me, whole, secondsOf(work, step), work.view.calendar);
  // Whether who signed has the part for it, the server knows.
  if (refusal !== "" && refusal !== "not_signed") throw new NotAllowed(refusal);
  const shell = shellOf(work, step);
  const said = CLEAR.filter(name => step[name] !== undefined).map(name => [name, step[name]]);
  return {
    id: newId(),
    object: step.object,
    record: recordOf(work, step),
    move: step.move,
    version: moved.version,
    letters: await lettersOf(work, step, shell),
    ...(step.listing === undefined ? {} : { listing: step.listing }),
    ...Object.fromEntries(said),
  };
}

/** How a case goes on has an address, and a kind of letter, of its own. */
async function prepareTriage(work: Work, step: Step): Promise<Triage> {
  const { id, version, code: route = "", agreed } = await prepareMove(work, step);
  const content = { text: "", ...step.words, record: shellOf(work, step) };
  const letter = await sealedToCase(work, content, "decision");
  return { id, route, version, letter, ...(agreed ? { agreed } : {}) };
}

function isTriage({ object, move }: Step): boolean {
  return object === "case" && move === "triage";
}

function secondsOf({ view }: Work, { agreed = [] }: Step): Actor[] {
  const tiers = (id: string) => view.may_hold.filter(each => each.id === id).map(({ tier }) => `tier${tier}`);
  return agreed.map(id => ({ id, standing: tiers(id) }));
}

/** A signature beside a move that somebody else makes then. */
async function prepareAssent(work: Work, step: Step): Promise<Assent> {
  const shell = shellOf(work, step);
  const content = { text: "", ...step.words, record: shell };
  return {
    id: newId(),
    ...{ object: step.object, record: recordOf(work, step), move: step.move },
    version: movedBy(work, step).version,
    shell: await shellDigest(shell),
    letter: await sealToFile(work, "assent", content),
  };
}

/** Whether whoever looks has a part that counts beside the one who makes this move. */
export function maySecond(work: Work, { object, id, move }: Pick<Step, "object" | "id" | "move">): boolean {
  const { state, me, open } = work;
  const row = rowOf({ object, id, move, actor: "", at: "", version: 0 });
  const parts = partsOf(state, me, one(state, object, id) ?? emptyRecord(object, id));
  const counts = row.second?.some(part => parts.has(part)) ?? false;
  return open.proven && !open.lapsed && (counts || (isMadeTogether(state, row) && isInCommittee(work)));
}

function isInCommittee({ state, me }: Work): boolean {
  return seatsOf(state, PARTS.committee).some(({ holder }) => holder === me.id);
}

/** One step, made once: an answer that was lost is asked for with the same body. */
export class Moving {
  readonly #work: Work;
  readonly #step: Step;
  readonly #isAssent: boolean;
  #send: (() => Promise<unknown>) | null = null;

  constructor(work: Work, step: Step, isAssent = false) {
    this.#work = work;
    this.#step = step;
    this.#isAssent = isAssent;
  }

  /** Whether it is the same step of the case as it is shown. */
  isOf(work: Work, step: Step): boolean {
    return work === this.#work && JSON.stringify(step) === JSON.stringify(this.#step);
  }

  /** Raises NotAllowed and what the server says; may be tried again. */
  async send(): Promise<void> {
    this.#send ??= await this.#prepared();
    await this.#send();
  }

  async #prepared(): Promise<() => Promise<unknown>> {
    const { id } = this.#work.open;
    if (this.#isAssent) {
      const assent = await prepareAssent(this.#work, this.#step);
      return () => api.assent(id, assent);
    }
    if (isTriage(this.#step)) {
      const triage = await prepareTriage(this.#work, this.#step);
      return () => api.triage(id, triage);
    }
    const move = await prepareMove(this.#work, this.#step);
    return () => api.move(id, move);
  }
}

/** Seals and sends one move. Raises as `Moving`. */
export function sendMove(work: Work, step: Step): Promise<void> {
  return new Moving(work, step).send();
}
