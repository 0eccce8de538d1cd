/** "A way without an inquiry": hers to ask for, to think over for 72 hours, and to end on any day. */

import { button, h, t } from "../../dom.ts";
import { recordsOf } from "../../../lib/toldMoves.ts";
import type { InboxSession } from "./inboxSession.ts";
import { refusalOf, send } from "./moving.ts";
import type { Navigation } from "./navigation.ts";

/** The case as she is told of it. Of what others moved she may know less: the server says so then. */
function caseOf({ view, told }: InboxSession) {
  const [own] = recordsOf(told, "case");
  const versions = [own?.version ?? 0, ...view.decisions.map(({ version }) => version)];
  return { id: view.case, version: Math.max(...versions), state: view.phase, moves: own?.moves ?? [] };
}

export function showInformal(session: InboxSession, go: Navigation): void {
  const says = h("p", { role: "alert" });
  const words = h("textarea", { id: "way-words", rows: 3, dir: "auto", "aria-describedby": "way-hint" });
  const ask = button(
    t("way.ask_yes"),
    async () => {
      try {
        const text = words.value.trim();
        await send(session, {
          ...{ object: "case", record: caseOf(session), move: "ask_informal" },
          words: { text },
        });
        go.home();
      } catch (error) {
        says.textContent = `${refusalOf(error)} ${t("send.kept")}`;
      }
    },
    "",
  );
  go.subpage(
    h("h1", { tabindex: -1 }, t("way.ask_title")),
    h("p", {}, t("way.ask_text")),
    h("ul", {}, ...["time", "end", "apart", "free"].map(each => h("li", {}, t(`way.ask_${each}`)))),
    h("label", { for: words.id }, t("way.ask_words")),
    h("p", { class: "hint", id: "way-hint" }, t("protect.words_hint")),
    words,
    h("div", { class: "row" }, ask, button(t("go.stay"), go.home)),
    says,
  );
}
