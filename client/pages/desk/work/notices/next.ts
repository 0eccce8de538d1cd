/** What of it is next: to be written, looked at, sent, answered; then the draft. */

import { every, last, one } from "../../../../lib/caseworkState.ts";
import { serverTime } from "../../../../lib/clock.ts";
import { type Key, t } from "../../words.ts";
import type { Given } from "../given.ts";
import type { CaseRecord, Work } from "../model.ts";
import { may } from "../moving.ts";
import { actorName, partyName } from "../naming.ts";
import { seats } from "../team.ts";
import { farOn } from "../terms.ts";
import { accusedIn, allegedOf } from "./content.ts";
import { hasDraft } from "./Sharing.tsx";

const INQUIRY: readonly string[] = ["planned", "investigating", "draft", "reopened"];

/** Who finds out; without one, whoever leads. */
function investigator(work: Work): { readonly who?: string } {
  const seat = seats(work).find(
    ({ code, state }) => state === "declared" && ["investigator", "presiding"].includes(code),
  );
  return seat ? { who: actorName(work, seat.holder) } : {};
}

interface Turn {
  readonly move: string;
  readonly what: Key;
  /** Somebody of the next tier; else who finds out. */
  readonly isTier2: boolean;
  readonly isDue?: boolean;
}

/** By the state of a notice: the move that is next, and whose it is. */
const TURNS: Readonly<Record<string, Turn>> = {
  drafted: { move: "check", what: "next.notice_check", isTier2: true },
  checked: { move: "preview", what: "next.notice_preview", isTier2: false },
  previewed: { move: "send", what: "next.notice_send", isTier2: false, isDue: true },
  objected: { move: "uphold", what: "next.notice_objected", isTier2: true },
};
const OUT: readonly string[] = ["sent", "read", "extended"];

function ofNotice(work: Work, { id, state, party, due }: CaseRecord): Given[] {
  const part = "notices" as const;
  const turn = TURNS[state];
  if (turn) {
    const { move, what, isTier2, isDue = false } = turn;
    const more = isDue ? { due: farOn().due } : {};
    const mine = may(work, { object: "notice", id, move, ...more });
    return [{ ...(isTier2 ? { who: t("work.tier2") } : investigator(work)), what: t(what), part, mine }];
  }
  if (!OUT.includes(state)) return [];
  if (due !== "" && Date.parse(due) < serverTime().getTime()) {
    const moves = [{ move: "record_silence" }, { move: "attempt", code: "post" }];
    const mine = moves.some(each => may(work, { object: "notice", id, ...each }));
    return [{ ...investigator(work), what: t("next.silence"), part, mine }];
  }
  return [{ who: partyName(work, party), what: t("next.notice_answer"), part, mine: false }];
}

/** What nobody has put to anybody yet. */
function unput(work: Work): Given[] {
  const written = new Set(every(work.state, "notice").flatMap(({ about }) => about));
  const first = allegedOf(work).find(({ id, state }) => state === "noted" && !written.has(id));
  if (!first) return [];
  const step = { object: "notice", id: "new", move: "draft", code: "first" };
  const mine = may(work, { ...step, party: first.party, about: [first.id] });
  return [{ ...investigator(work), what: t("next.notice_write"), part: "notices", mine }];
}

/** Who is accused, can be written to, and does not have the newest draft. */
export function withoutDraft(work: Work): readonly CaseRecord[] {
  return accusedIn(work).filter(
    party => party.state === "confirmed" && allegedOf(work, party.id).length > 0 && !hasDraft(work, party),
  );
}

/** The draft, once everything was answered; then to each who is accused and can be written to. */
function draft(work: Work): Given[] {
  const alleged = allegedOf(work);
  const isAnswered =
    alleged.length > 0 && alleged.every(each => ["answered", "refused"].includes(each.state));
  if (!isAnswered) return [];
  const step = { object: "case", id: "case", move: "share_draft", due: farOn().due };
  const what = t("next.draft");
  const given = { ...investigator(work), what, part: "notices" as const };
  if (!last(one(work.state, "case", "case"), "share_draft")) return [{ ...given, mine: may(work, step) }];
  return withoutDraft(work).map(({ id }) => {
    const mine = may(work, { object: "party", id, move: "tell_draft", due: farOn().due });
    return { ...given, what: t("next.draft_to", { name: partyName(work, id) }), mine };
  });
}

export function noticesNext(work: Work): Given[] {
  if (!INQUIRY.includes(work.state.phase)) return [];
  const notices = every(work.state, "notice").flatMap(each => ofNotice(work, each));
  return [...unput(work), ...notices, ...draft(work)];
}
