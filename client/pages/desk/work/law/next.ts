/** Which law has to be chosen, and who is to be told that data are kept. */

import { hasMinor, isAccompanied, minorsOf } from "../../../../lib/caseworkMinor.ts";
import { every } from "../../../../lib/caseworkState.ts";
import { type Key, t } from "../../words.ts";
import type { Given } from "../given.ts";
import type { Work } from "../model.ts";
import { may } from "../moving.ts";
import { partyName } from "../naming.ts";
import { codeWords } from "../words.ts";

function choices(work: Work): Given[] {
  return every(work.state, "law_choice").flatMap((record): Given[] => {
    if (record.state !== "open") return [];
    const mine = may(work, { object: "law_choice", id: record.id, move: "choose" });
    return [{ who: codeWords("counsel"), what: t("next.law"), part: "law", mine }];
  });
}

/** Counsel decides; then the reporter is told, and only after that it goes out. */
const REFERRING: Readonly<Record<string, readonly [string, Key]>> = {
  open: ["choose", "next.referral_choose"],
  chosen: ["tell_first", "next.referral_tell"],
  told: ["refer", "next.referral_refer"],
};

function referrals(work: Work): Given[] {
  return every(work.state, "referral").flatMap((record): Given[] => {
    const [move = "", what] = REFERRING[record.state] ?? [];
    const isNot =
      record.state === "chosen" && record.past.findLast(each => each.move === "choose")?.code !== "refer";
    if (what === undefined || isNot) return [];
    const step = { object: "referral", id: record.id, move, ...(move === "choose" ? { code: "refer" } : {}) };
    const who = move === "choose" ? { who: codeWords("counsel") } : {};
    return [{ ...who, what: t(what), part: "law", mine: may(work, step) }];
  });
}

function notices(work: Work): Given[] {
  return every(work.state, "data_notice").flatMap((record): Given[] => {
    if (record.state === "given") return [];
    const mine = may(work, { object: "data_notice", id: record.id, move: "give" });
    return [{ what: t("next.data_notice"), part: "law", mine }];
  });
}

/** Somebody under age is in the case: who stands beside them, and whether a law has it passed on. */
function minors(work: Work): Given[] {
  if (!hasMinor(work.state)) return [];
  const alone = minorsOf(work.state).filter(id => !isAccompanied(work.state, id));
  const beside = { object: "party", id: "new", move: "note", code: "guardian" };
  const raise = { object: "referral", id: "new", move: "raise", code: "child_protection" };
  const isAsked = every(work.state, "referral").length > 0;
  return [
    ...alone.map(id => ({
      what: t("next.minor_beside", { name: partyName(work, id) }),
      part: "persons" as const,
      mine: may(work, beside),
    })),
    ...(isAsked ? [] : [{ what: t("next.minor_referral"), part: "law" as const, mine: may(work, raise) }]),
  ];
}

/** The reporter's safety comes first, then new keys; a statement waits for a second person. */
function leaks(work: Work): Given[] {
  return every(work.state, "leak").flatMap((record): Given[] => {
    const next = (move: string, what: Key): Given => {
      const mine = may(work, { object: "leak", id: record.id, move });
      return { what: t(what), part: "law", mine };
    };
    if (record.state === "over") return [];
    const isOffered = record.past.some(({ move }) => move === "offer_keys");
    return [
      ...(record.state === "raised" ? [next("check_safety", "next.leak_check")] : []),
      ...(isOffered ? [] : [next("offer_keys", "next.leak_keys")]),
      ...(record.state === "drafted"
        ? [{ who: t("work.second"), ...next("check", "next.leak_second") }]
        : []),
    ];
  });
}

export function lawNext(work: Work): Given[] {
  return [...leaks(work), ...choices(work), ...referrals(work), ...minors(work), ...notices(work)];
}
