/** How somebody who is heard leaves a case: asked once more, with what it means. */

import { h, t } from "../../dom.ts";
import { sending } from "./forms.ts";
import type { Side } from "./side.ts";

const MEANS = ["leaving.free", "leaving.ends", "leaving.stays", "leaving.read", "leaving.final"] as const;

export function showLeaving(side: Side): void {
  const leave = { object: "party", thing: null, move: "leave", words: {} };
  side.subpage(
    h("h1", { tabindex: -1 }, t("leaving.title")),
    h("ul", {}, ...MEANS.map(each => h("li", {}, t(each)))),
    sending(side, t("leaving.yes"), () => leave),
  );
}
