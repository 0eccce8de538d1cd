/** What is owed to her, as she sees it when she has sent the report and each time she comes back. */

import type { DutyView } from "../lib/api.ts";
import { serverTime } from "../lib/clock.ts";
import { h, moment, t, term } from "./dom.ts";

const MARKS: Readonly<Record<string, string>> = { done: "done", missed: "late", late: "late" };

/** A duty that is due is late at once, though the clock that moves it comes round a little later. */
function standing({ due, state }: Pick<DutyView, "due" | "state">): string {
  return state === "open" && Date.parse(due) <= serverTime().getTime() ? "late" : state;
}

export function dutyItem(duty: Pick<DutyView, "kind" | "due" | "state">): HTMLLIElement {
  const state = standing(duty);
  return h(
    "li",
    { class: MARKS[state] ?? false },
    h("strong", {}, term("duty", duty.kind, t("duty.unknown"))),
    t(`duty.${state}`, { due: moment(duty.due) }),
    state === "late" && h("span", { class: "small" }, ` ${t("duty.late_text")}`),
  );
}
