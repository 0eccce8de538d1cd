/** What she decides herself: a signed letter to those who read the report and to the team's file, sent once. */

import { isAnswer } from "../../../lib/answering.ts";
import type { ApiError } from "../../../lib/api.ts";
import { newId } from "../../../lib/bytes.ts";
import { serverTime } from "../../../lib/clock.ts";
import { fileRecipientOf, sealForFile } from "../../../lib/fileRecipient.ts";
import { signAgreement } from "../../../lib/gateAgreed.ts";
import { inboxDeeds, type ReportersMove } from "../../../lib/inboxActions.ts";
import { sealLetter } from "../../../lib/report.ts";
import { bodyDigest, type Shell, shellWith } from "../../../lib/shell.ts";
import type { ToldRecord } from "../../../lib/toldMoves.ts";
import { signWithdrawal } from "../../../lib/withdrawal.ts";
import { t, term } from "../../dom.ts";
import { explain } from "../../errors.ts";
import type { InboxSession } from "./inboxSession.ts";

/** The state after each of the reporter's moves (docs/spec/casework.md), where need be by what is moved; of the others it stays. */
export const AFTER: Readonly<Record<string, string>> = {
  request: "requested",
  take_up: "active",
  decline: "declined",
  give_up: "ended",
  object: "objected",
  strike_words: "drafted",
  comment: "draft",
  confirm: "confirmed",
  postpone: "postponed",
  correct: "corrected",
  approve: "approved",
  not_approve: "not_approved",
  lodge: "lodged",
  propose: "proposed",
  take_back: "taken_back",
  "checkin.answer": "answered",
  "checkin.request": "due",
  "checkin.end": "ended",
  "lending.give": "given",
  "package.grant": "agreed",
  "gate.agree": "agreed",
  "gate.revoke": "revoked",
  "settlement.request": "asked",
  "settlement.accept": "accepted",
  "party.request": "confirmed",
};

/** What she moves. `record`: as she is told of it; null for something new. */
export interface Deed {
  readonly object: string;
  readonly record: Pick<ToldRecord, "id" | "version" | "state" | "moves"> | null;
  readonly move: string;
  readonly code?: string;
  readonly party?: string;
  readonly about?: readonly string[];
  readonly when?: string;
  /** What its letters say. */
  readonly words: Readonly<Record<string, string>>;
}

/** What was made and has not arrived: a second try is the same move, by the same letters. */
let unsent: { readonly madeOf: string; readonly body: ReportersMove } | null = null;
/** Ids of new records, by what is asked for: what is sent twice is one. */
const records = new Map<string, string>();

/** How it is sent, once the server has said that it knows more. */
interface How {
  readonly withFile: boolean;
  /** How often the record was moved, and its state by that: of a seat, or of silence, she is not told every move. */
  readonly version?: number;
  readonly state?: string;
}

/** All of it that makes it another move. */
export function named({ record, ...deed }: Deed): string {
  return JSON.stringify([record?.id, record?.version, deed]);
}

/** What she accepts or approves is what stands in the letter that she has read, to the byte. */
async function answersOf(deed: Deed): Promise<{ answers?: string }> {
  const last = deed.record?.moves.at(-1);
  return isAnswer(deed) && last ? { answers: await bodyDigest(last.bytes) } : {};
}

async function lettersOf(session: InboxSession, deed: Deed, shell: Shell, withFile: boolean) {
  const { inbox, heard, history, source, view } = session;
  const content = { text: "", ...deed.words, ...(await answersOf(deed)), record: shell };
  const [kind, now] = ["record" as const, serverTime()];
  const own = await sealLetter(inbox, { kind, seq: source.take(), content, now });
  const letters = [{ ...own, to: "case" as const }];
  const told = withFile && history ? await fileRecipientOf(view, heard, history) : null;
  if (told === null) return letters;
  const draft = { kind, seq: view.file_seq ?? 0, author: "reporter", content, now, seen: inbox.seen };
  return [...letters, await sealForFile(told, draft, inbox.keys.signer)];
}

type Signed = Pick<ReportersMove, "object" | "record" | "move" | "version">;

/** Of moves that nobody makes who only knows what the server knows. `sealed`: the letter to the case. */
async function signatureOf(
  { inbox, view }: InboxSession,
  { object, record, move, version }: Signed,
  sealed: string,
): Promise<{ signature?: string }> {
  const [{ signer }, said] = [inbox.keys, { case: view.case, version, sealed }];
  if (`${object}.${move}` === "gate.agree")
    return { signature: await signAgreement(signer, { ...said, record }) };
  const ends = object === "case" && ["withdraw", "come_back"].includes(move);
  return ends ? { signature: await signWithdrawal(signer, { ...said, move }) } : {};
}

async function bodyOf(session: InboxSession, deed: Deed, how: How): Promise<ReportersMove> {
  const { object, record, move, code = "", party = "", about = [], when = "" } = deed;
  const id = record?.id ?? records.get(named(deed)) ?? newId();
  if (record === null) records.set(named(deed), id);
  const version = (how.version ?? record?.version ?? 0) + 1;
  const from = how.state ?? record?.state ?? "";
  const to = AFTER[`${object}.${move}`] ?? AFTER[move] ?? from;
  const shell = shellWith({ object, id, move, version, from, to, code, party, about, when });
  const letters = await lettersOf(session, deed, shell, how.withFile);
  const said = { object, record: id, move, version, code, party, letters };
  const signed = await signatureOf(session, said, letters[0]?.sealed ?? "");
  const more = { ...(about.length > 0 ? { about } : {}), ...(when === "" ? {} : { when }) };
  return { id: newId(), ...said, ...more, ...signed };
}

/** How to try again; null where she has to look again first. */
function otherwise(error: unknown, deed: Deed, how: How): How | null {
  const { status, data = {} } = error as Partial<ApiError>;
  if (status !== 409) return null;
  // The team's key is being renewed: those who read the report get her letter, and hand it on.
  if (how.withFile && typeof data["file_generation"] === "number") return { ...how, withFile: false };
  const { reason, version, state } = data;
  // What she answers are words: another number says that they are others by now.
  if (deed.object === "measure" || isAnswer(deed) || reason !== "stale" || typeof version !== "number")
    return null;
  const now = typeof state === "string" && state !== "" ? { version, state } : { version };
  return how.version === undefined ? { ...how, ...now } : null;
}

async function post(session: InboxSession, deed: Deed, how: How): Promise<void> {
  const madeOf = JSON.stringify([session.view.generation, how, named(deed)]);
  if (unsent?.madeOf !== madeOf) unsent = { madeOf, body: await bodyOf(session, deed, how) };
  try {
    await inboxDeeds(session.source.keys.login).move(unsent.body);
  } catch (error) {
    const next = otherwise(error, deed, how);
    if (next === null) throw error;
    await post(session, deed, next);
  }
}

/** Why it was not taken: by the rule that is against it; without words for that, that it stands otherwise by now. */
export function refusalOf(error: unknown): string {
  const { reason } = (error as Partial<ApiError>).data ?? {};
  return typeof reason === "string" ? term("unmet", reason, t("error.conflict")) : explain(error);
}

/** Raises ApiError, Unreachable, HiddenHistory, ForeignCase; nothing is lost, and it can be sent again. */
export async function send(session: InboxSession, deed: Deed): Promise<void> {
  await session.retryOnStaleKey(async () => {
    await session.ready();
    await post(session, deed, { withFile: true });
  });
  records.delete(named(deed));
  await session.sent();
}
