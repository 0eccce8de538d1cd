/** The deeds on a case as a whole. Who let a duty pass sees only those that are left. */

import { newId } from "../../../lib/bytes.ts";
import { button, type Child, h } from "../dom.ts";
import { t } from "../words.ts";
import type { Again } from "./duties.ts";
import { passPage, stepOutPage } from "./handing.ts";
import { attempt } from "./attempt.ts";
import { leavingPage } from "./leaving.ts";
import { api, mayDecide, mayKeep, type OpenCase } from "./model.ts";

export interface Doing {
  readonly open: OpenCase;
  readonly again: Again;
  readonly put: (page: HTMLElement) => void;
}

/** Whether nobody has acknowledged it yet, or this holder's tier owes her that of its own. */
function owesAcknowledgement(open: OpenCase): boolean {
  if (open.state !== "acknowledged") return open.state === "received";
  const owed = open.duties.filter(({ kind, done, state }) => {
    return kind === "acknowledge" && !done && state !== "cancelled";
  });
  return owed.some((duty) => mayKeep(open, duty));
}

/** Goes away once nobody is owed it by whoever looks. */
function acknowledging({ open, again }: Doing, problem: HTMLElement): Child {
  if (!owesAcknowledgement(open)) return null;
  const act = (): Promise<void> =>
    attempt({
      deed: () => api.acknowledge(open.id, newId()),
      after: () => again(t("case.acknowledged")),
      place: problem,
    });
  return [
    button({ label: t("case.acknowledge"), kind: "main", act }),
    h("p", { class: "small" }, t("case.acknowledge-what"), open.lead ? null : ` ${t("case.acknowledge-lead")}`),
  ];
}

export function deeds(doing: Doing): HTMLElement {
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
  const leave = button({ label: t("case.leave-out"), kind: "link", act: () => put(leavingPage(doing)) });
  return h(
    "section",
    { class: "block deeds", "aria-label": t("case.deeds") },
    mayDecide(open)
      ? [acknowledging(doing, problem), h("div", { class: "pair-of-deeds" }, pass, out), leave]
      : // A key of one's own puts an end to one that nobody can trust.
        [out, open.lapsed ? null : leave],
    problem,
  );
}
