/**
 * Seals and sends one report. Fetched when she comes near sending, with the cryptography.
 *
 * What was sealed is kept: when an answer was lost on the way, the same bytes go out again and
 * the server knows them for the same report.
 */

import { type Accepted, type ReportBody, sendReport } from "../../../lib/api.ts";
import type { Bytes } from "../../../lib/bytes.ts";
import { serverTime } from "../../../lib/clock.ts";
import { sealReport } from "../../../lib/report.ts";
import { type CodeKeys, deriveKeys } from "../../../lib/returncode.ts";
import type { CaseIdentity } from "../../../lib/wrap.ts";
import type { Trusted } from "../../site.ts";
import type { Answers } from "./answers.ts";

export interface Sending {
  readonly trusted: Trusted;
  readonly answers: Answers;
  readonly holders: readonly string[];
  /** Who may know her name; nobody else gets that letter. */
  readonly knowers: readonly string[];
  readonly urgent: boolean;
  /** The bytes behind the words that she was shown. */
  readonly entropy: Bytes;
}

export interface Sent {
  readonly accepted: Accepted;
  readonly keys: CodeKeys;
  readonly case: CaseIdentity;
  readonly body: ReportBody;
}

interface Sealed extends Omit<Sent, "accepted"> {
  /** What it was made of: other answers need another seal. */
  readonly madeOf: string;
}

let sealed: Sealed | undefined;

async function seal(sending: Sending, madeOf: string): Promise<Sealed> {
  const { trusted, answers, holders, knowers } = sending;
  const keys = await deriveKeys(sending.entropy, trusted.roster.site);
  const report = await sealReport({
    roster: trusted.roster,
    answers: answers.report,
    holders,
    knowers,
    keys,
    disclosed: answers.disclosed,
    urgent: sending.urgent,
    identity: answers.identity,
    now: serverTime(),
  });
  return { ...report, madeOf, keys };
}

/** Raises ApiError or Unreachable; calling it again with the same answers repeats the same send. */
export async function send(sending: Sending, sealing: () => void, going: () => void): Promise<Sent> {
  const { answers, holders, knowers, urgent } = sending;
  const madeOf = JSON.stringify([answers, holders, knowers, urgent]);
  sealing();
  if (sealed?.madeOf !== madeOf) sealed = await seal(sending, madeOf);
  going();
  const accepted = await sendReport(sealed.body);
  return { ...sealed, accepted };
}
