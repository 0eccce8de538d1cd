/** Her yes, her no and her "stop this", each asked once more; and what she asks for. */

import type { ToldRecord } from "../../../lib/toldMoves.ts";
import { button, h, paragraphs, t, term } from "../../dom.ts";
import { choice, chosenIn, sending, wordsField } from "./asking.ts";
import type { InboxSession } from "./inboxSession.ts";
import { send } from "./moving.ts";
import type { Navigation } from "./navigation.ts";
import { kindOf } from "./told.ts";

/** What changes something for her is in effect by her own yes alone: it is asked for as her burden. */
const HERS = [
  ...["other_workplace", "other_shift", "remote_work", "paid_leave"],
  ...["safe_travel", "counselling", "companion"],
];
const OTHERS = [
  ...["no_contact", "blocked", "other_line", "other_workplace", "other_shift", "other_trip"],
  ...["no_site", "suspension", "other_appraiser", "other_client"],
];

/** What it says, in full: she sees what she answers. */
function offered(measure: ToldRecord): HTMLElement {
  const { text = "" } = measure.moves.findLast(({ words }) => words.text !== "")?.words ?? {};
  return h("div", { class: "notice" }, h("h2", {}, kindOf(measure)), ...paragraphs(text));
}

/** `move`: `take_up`, `decline` or `give_up`. */
export function showChoice(session: InboxSession, go: Navigation, measure: ToldRecord, move: string): void {
  const { field, words } = wordsField("protect-words", t("protect.words"), t("protect.words_hint"));
  const deed = () => ({
    ...{ object: "measure", record: measure, move },
    words: { text: words.value.trim(), what: "", reason: "" },
  });
  const { press, says } = sending(go, t(`protect.${move}_yes`), () => send(session, deed()));
  go.subpage(
    h("h1", { tabindex: -1 }, t(`protect.${move}_title`)),
    offered(measure),
    h("p", {}, t(`protect.${move}_text`)),
    h("p", {}, t("protect.free")),
    field,
    h("div", { class: "row" }, press, button(t("go.stay"), go.home)),
    says,
  );
}

/** `of`: whose it is, `theirs`, `yours` or `else`. */
function group(of: string, codes: readonly string[]): HTMLElement {
  return h(
    "fieldset",
    {},
    h("legend", {}, t(`protect.${of}`)),
    h("p", { class: "hint" }, t(`protect.${of}_hint`)),
    ...codes.map(each => choice("protect-what", each, term("protection", each), of)),
  );
}

export function showRequest(session: InboxSession, go: Navigation): void {
  const choices = h("div", {}, group("theirs", OTHERS), group("yours", HERS), group("else", ["other"]));
  const { field, words } = wordsField("protect-words", t("protect.ask_words"), t("protect.ask_words_hint"));
  const { press, says } = sending(go, t("protect.ask_send"), () => {
    const chosen = chosenIn(choices);
    const what = chosen?.value ?? "";
    const text = words.value.trim();
    if (what === "" && text === "") {
      words.focus();
      return t("protect.empty");
    }
    const burden =
      chosen?.dataset["of"] === "yours" ? { code: "reporter", party: "reporter" } : { code: "employer" };
    return send(session, {
      ...{ object: "measure", record: null, move: "request" },
      ...burden,
      words: { text, what: what || "other", reason: "" },
    });
  });
  go.subpage(
    h("h1", { tabindex: -1 }, t("protect.ask")),
    h("p", {}, t("protect.ask_text")),
    choices,
    field,
    h("div", { class: "row" }, press, button(t("go.stay"), go.home)),
    says,
  );
}
