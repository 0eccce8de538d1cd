/** What is owed to a party, and by which day: of what they were told alone. */

import { h, t, term } from "../../dom.ts";
import type { Owed, Side } from "./side.ts";

function row({ kind, when, late }: Owed): HTMLElement {
  const by = t(late ? "owed.late" : "duty.by", { when });
  return h("li", { class: late && "late" }, h("strong", {}, term("duty", kind)), by);
}

export function owedPanel({ owed }: Side): HTMLElement | false {
  if (owed.length === 0) return false;
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("return.owed")),
    h("ol", { class: "steps" }, ...owed.map(row)),
  );
}
