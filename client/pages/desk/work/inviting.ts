/** Inviting a person of the case: what is made once, and sent again as it is where no answer came. */

import { ApiError } from "../../../lib/api.ts";
import { newId } from "../../../lib/bytes.ts";
import { serverTime } from "../../../lib/clock.ts";
import { makeInvitation } from "../../../lib/inviting.ts";
import { codeListOf } from "../../../lib/languages.ts";
import type { DeskFileLetter, Invitation } from "../../../lib/wire.ts";
import { keysOf } from "../case/model.ts";
import { desk } from "../session.ts";
import { language, LocalizedError, t } from "../words.ts";
import { api, type CaseRecord, type Work } from "./model.ts";
import { prepareMove } from "./moving.ts";
import { sealToParty } from "./sealed.ts";

/** What was made to invite somebody. */
export interface Invited {
  readonly words: readonly string[];
  /** Of which list they are (BCP 47). */
  readonly list: string;
  readonly body: Invitation;
}

/** Nothing is sent yet. Raises LocalizedError where there is no file, or nobody signed who is here. */
export async function prepareInvitation(work: Work, party: CaseRecord): Promise<Invited> {
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
  const step = { object: "party", id: party.id, move: "invite", words: { text: "" } };
  const move = await prepareMove(work, { ...step, digest: sent.digest, due: sent.expires });
  return { words, list, body: { ...sent, move } };
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
