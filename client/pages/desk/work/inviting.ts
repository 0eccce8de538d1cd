/** Inviting a person of the case: what is made once, and sent again as it is where no answer came. */

import { ApiError } from "../../../lib/api.ts";
import { newId } from "../../../lib/bytes.ts";
import { serverTime } from "../../../lib/clock.ts";
import { makeInvitation } from "../../../lib/inviting.ts";
import { codeListOf } from "../../../lib/languages.ts";
import type { DeskFileLetter, Invitation } from "../../../lib/wire.ts";
import { keysOf } from "../case/model.ts";
import { desk, type Unlocked } from "../session.ts";
import { language, LocalizedError, t } from "../words.ts";
import { api, type CaseRecord, type Work } from "./model.ts";
import { prepareMove, type Step } from "./moving.ts";
import { sealToParty } from "./sealed.ts";

/** What was made to invite somebody. */
export interface Invited {
  readonly words: readonly string[];
  /** Of which list they are (BCP 47). */
  readonly list: string;
  readonly body: Invitation;
}

/** Nine words, and what is sent beside the move that inviting is. */
export interface MadeWords {
  readonly words: readonly string[];
  readonly list: string;
  readonly sent: Omit<Invitation, "move">;
}

/** Nothing is sent yet. Raises LocalizedError where there is no file, or nobody signed who is here. */
export async function makeWords(work: Work, party: CaseRecord): Promise<MadeWords> {
  const { roster } = desk();
  const file = work.file?.opened;
  const members = file?.readers.members.get(file.generation);
  if (!roster || !file?.mayWrite || !members) throw new LocalizedError(() => t("work.no_file"));
  const list = codeListOf(language());
  const { words, sent } = await makeInvitation({
    roster,
    party: party.id,
    file,
    team: [...members.values()],
    by: work.me.id,
    signer: keysOf(work.open).signer,
    language: list,
    now: serverTime(),
  });
  return { words, list, sent };
}

/** The move of it: `invite`, or `invite_anew`, which somebody else signs beside. */
export function stepOf({ sent }: MadeWords, party: string, move: string): Step {
  const { digest, expires: due } = sent;
  return { object: "party", id: party, move, digest, due, words: { text: "" } };
}

/** Raises NotAllowed where the rules are against it. */
export async function invitedBy(work: Work, made: MadeWords, step: Step): Promise<Invited> {
  const { words, list, sent } = made;
  return { words, list, body: { ...sent, move: await prepareMove(work, step) } };
}

/** As `makeWords`, for somebody whom one alone may invite. */
export async function prepareInvitation(work: Work, party: CaseRecord): Promise<Invited> {
  const made = await makeWords(work, party);
  return invitedBy(work, made, stepOf(made, party.id, "invite"));
}

/** Words that wait for a second signature, by party: they go with what the desk holds, when it is locked. */
const kept = new WeakMap<Unlocked, Map<string, MadeWords>>();

function keptNow(): Map<string, MadeWords> {
  const now = desk();
  const own = kept.get(now) ?? new Map<string, MadeWords>();
  kept.set(now, own);
  return own;
}

const nameOf = ({ open }: Work, { id }: CaseRecord): string => `${open.id} ${id}`;

export function keepWords(work: Work, party: CaseRecord, made: MadeWords): void {
  keptNow().set(nameOf(work, party), made);
}

export function dropWords(work: Work, party: CaseRecord): void {
  keptNow().delete(nameOf(work, party));
}

/** Undefined where there are none, or they are over. */
export function keptWords(work: Work, party: CaseRecord): MadeWords | undefined {
  const made = keptNow().get(nameOf(work, party));
  return made && Date.parse(made.sent.expires) > serverTime().getTime() ? made : undefined;
}

/** Raises ApiError, Unreachable; after a refusal it has to be made once more. */
export async function sendInvitation(work: Work, { body }: Invited): Promise<void> {
  await api.invite(work.open.id, body);
}

export function isRefused(error: unknown): boolean {
  return error instanceof ApiError && error.status < 500;
}

/** Words to a party, sealed to them and to the file. */
export async function letterTo(work: Work, party: string, words: string): Promise<DeskFileLetter> {
  const letter = await sealToParty(work, party, { words }, "message");
  return { id: newId(), kind: "message", party, letter };
}
