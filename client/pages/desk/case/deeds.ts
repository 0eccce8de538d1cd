/** The deeds on a case as a whole. Who let a duty pass sees only those that are left. */

import { newId } from "../../../lib/bytes.ts";
import { button, type Child, h } from "../dom.ts";
import { t } from "../words.ts";
import type { CaseContext } from "./context.ts";
import { passPage, stepOutPage } from "./handing.ts";
import { attempt } from "./attempt.ts";
import { leavingPage } from "./leaving.ts";
import { api, isTheirTurn, isUnreadable, mayDecide, type OpenCase } from "./model.ts";

/** Whether nobody has acknowledged it yet, or this holder's tier owes her that of its own. */
function owesAcknowledgement(open: OpenCase): boolean {
  if (open.state !== "acknowledged") return open.state === "received";
  const owed = open.duties.filter(({ kind, done, state }) => {
    return kind === "acknowledge" && !done && state !== "cancelled";
  });
  return owed.some(({ from_tier: first }) => isTheirTurn(open, first));
}

/** Whether this holder has not said it yet, or owes her something that only a reader could do. */
function maySayUnreadable(open: OpenCase): boolean {
  const said = open.timeline.some(({ event, actor }) => event === "case_unreadable" && actor === open.me);
  return (
    !said || open.duties.some(({ state, from_tier: first }) => state === "open" && isTheirTurn(open, first))
  );
}

/** The answer of whoever cannot open it: nobody can act on what nobody can read. */
function sayingUnreadable({ open, again }: CaseContext, problem: HTMLElement): Child {
  if (!maySayUnreadable(open)) return null;
  const act = (): Promise<void> =>
    attempt({
      deed: () => api.unreadable(open.id, newId()),
      after: () => again(t("case.unreadable_done")),
      place: problem,
    });
  return [
    button({ label: t("case.unreadable"), kind: "main", act }),
    h("p", { class: "small" }, t("case.unreadable_what")),
  ];
}

/** Goes away once nobody is owed it by whoever looks. */
function acknowledging({ open, again }: CaseContext, problem: HTMLElement): Child {
  if (!owesAcknowledgement(open)) return null;
  const act = (): Promise<void> =>
    attempt({
      deed: () => api.acknowledge(open.id, newId()),
      after: () => again(t("case.acknowledged")),
      place: problem,
    });
  return [
    button({ label: t("duty.acknowledge"), kind: "main", act }),
    h(
      "p",
      { class: "small" },
      t("case.acknowledge_what"),
      open.lead ? null : ` ${t("case.acknowledge_lead")}`,
    ),
  ];
}

/**
 * Whether the server shows the case otherwise than the log has it, or the log tells of a renewal
 * otherwise than it was signed: a holder's key would end neither, only one of the reporter's.
 */
function isTwisted({ history, logged, otherwise }: OpenCase): boolean {
  return history === null || logged === null || otherwise;
}

/** To her: that somebody has it, or that it does not open. Neither needs a key of the case. */
function answer(doing: CaseContext, problem: HTMLElement): Child {
  if (doing.open.lapsed) return null;
  return isUnreadable(doing.open) ? sayingUnreadable(doing, problem) : acknowledging(doing, problem);
}

export function deeds(doing: CaseContext): HTMLElement {
  const { open, again, put } = doing;
  const problem = h("div", { role: "alert" });
  const back = (): Promise<void> => again("");
  // A reason would be sealed to the newest key: not where nobody known has used that.
  const sealable = open.proven ? open : null;
  const out = button({
    label: t("case.out"),
    act: () => put(stepOutPage({ id: open.id, ref: open.ref, open: sealable, back })),
  });
  const pass = button({ label: t("case.pass"), act: () => put(passPage(open, { again })) });
  const leave = button({ label: t("case.leave_out"), kind: "link", act: () => put(leavingPage(doing)) });
  return h(
    "section",
    { class: "block deeds", "aria-label": t("case.deeds") },
    mayDecide(open)
      ? [answer(doing, problem), h("div", { class: "pair-of-deeds" }, pass, out), leave]
      : [
          answer(doing, problem),
          out,
          // A key of one's own puts an end to one that nobody can trust; not where the server lies.
          open.lapsed || open.keys === null || isTwisted(open) ? null : leave,
        ],
    problem,
  );
}
