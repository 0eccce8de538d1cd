/** "A way without an inquiry": hers to ask for, to think over for 72 hours, and to end on any day. */

import { button, h, t } from "../../dom.ts";
import { sending, wordsField } from "./asking.ts";
import type { InboxSession } from "./inboxSession.ts";
import { send } from "./moving.ts";
import type { Navigation } from "./navigation.ts";
import { caseOf } from "./told.ts";

export function showInformal(session: InboxSession, go: Navigation): void {
  const { field, words } = wordsField("way-words", t("way.ask_words"), t("protect.words_hint"));
  const deed = () => ({
    ...{ object: "case", record: caseOf(session), move: "ask_informal" },
    words: { text: words.value.trim() },
  });
  const { press, says } = sending(go, t("way.ask_yes"), () => send(session, deed()));
  go.subpage(
    h("h1", { tabindex: -1 }, t("way.ask_title")),
    h("p", {}, t("way.ask_text")),
    h("ul", {}, ...["time", "end", "apart", "free"].map(each => h("li", {}, t(`way.ask_${each}`)))),
    field,
    h("div", { class: "row" }, press, button(t("go.stay"), go.home)),
    says,
  );
}
