/** That the case is closed, told to whom it is about: never why, so that nothing is said of who reported. */

import { h, t } from "../../dom.ts";
import { newest, type Side, type Thing } from "./side.ts";

export function panel([own]: readonly Thing[], side: Side): HTMLElement | false {
  const step = own && newest(own, "tell_closed");
  if (!step) return false;
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("ended.closed")),
    ...(own.holds
      ? [
          h("p", { class: "small" }, h("bdi", {}, side.nameOf(step.actor)), ` · ${step.said}`),
          h("p", {}, t("ended.closed_text")),
        ]
      : [h("p", { class: "flag" }, t("told.false"))]),
  );
}
