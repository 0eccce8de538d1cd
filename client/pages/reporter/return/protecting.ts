/** Her yes, her no and her "stop this", each asked once more; and what she asks for. */

import type { ToldRecord } from "../../../lib/toldMoves.ts";
import { button, h, paragraphs, t, term } from "../../dom.ts";
import type { InboxSession } from "./inboxSession.ts";
import { type Deed, refusalOf, send } from "./moving.ts";
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

/** The button that sends it, and what is said where it did not arrive: what she wrote stays. */
function sending(session: InboxSession, go: Navigation, label: string, deed: () => Deed | null, kind = "") {
  const says = h("p", { role: "alert" });
  const press = button(
    label,
    async () => {
      says.textContent = "";
      const made = deed();
      if (made === null) return;
      try {
        await send(session, made);
        go.home();
      } catch (error) {
        says.textContent = `${refusalOf(error)} ${t("send.kept")}`;
      }
    },
    kind,
  );
  return { press, says };
}

function wordsField(label: string, hint: string): { field: HTMLElement; words: HTMLTextAreaElement } {
  const words = h("textarea", {
    id: "protect-words",
    rows: 3,
    dir: "auto",
    "aria-describedby": "protect-words-hint",
  });
  const field = h(
    "div",
    { class: "field" },
    h("label", { for: words.id }, label),
    h("p", { class: "hint", id: "protect-words-hint" }, hint),
    words,
  );
  return { field, words };
}

/** What it says, in full: she sees what she answers. */
function offered(measure: ToldRecord): HTMLElement {
  const { text = "" } = measure.moves.findLast(({ words }) => words.text !== "")?.words ?? {};
  return h("div", { class: "notice" }, h("h2", {}, kindOf(measure)), ...paragraphs(text));
}

/** `move`: `take_up`, `decline` or `give_up`. */
export function showChoice(session: InboxSession, go: Navigation, measure: ToldRecord, move: string): void {
  const { field, words } = wordsField(t("protect.words"), t("protect.words_hint"));
  const { press, says } = sending(
    session,
    go,
    t(`protect.${move}_yes`),
    () => ({
      object: "measure",
      record: measure,
      move,
      words: { text: words.value.trim(), what: "", reason: "" },
    }),
    "",
  );
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

function suggestion(of: string, code: string): HTMLElement {
  const id = `protect-${of}-${code}`;
  const input = h("input", { type: "radio", name: "protect-what", id, value: code, "data-of": of });
  return h("div", { class: "choice" }, input, h("label", { for: id }, term("protection", code)));
}

/** `of`: whose it is, `theirs`, `yours` or `else`. */
function group(of: string, codes: readonly string[]): HTMLElement {
  return h(
    "fieldset",
    {},
    h("legend", {}, t(`protect.${of}`)),
    h("p", { class: "hint" }, t(`protect.${of}_hint`)),
    ...codes.map(each => suggestion(of, each)),
  );
}

export function showRequest(session: InboxSession, go: Navigation): void {
  const choices = h("div", {}, group("theirs", OTHERS), group("yours", HERS), group("else", ["other"]));
  const { field, words } = wordsField(t("protect.ask_words"), t("protect.ask_words_hint"));
  const { press, says } = sending(session, go, t("protect.ask_send"), () => {
    const chosen = choices.querySelector<HTMLInputElement>("input:checked");
    const what = chosen?.value ?? "";
    const text = words.value.trim();
    if (what === "" && text === "") {
      says.textContent = t("protect.empty");
      words.focus();
      return null;
    }
    const burden =
      chosen?.dataset["of"] === "yours" ? { code: "reporter", party: "reporter" } : { code: "employer" };
    return {
      ...{ object: "measure" as const, record: null, move: "request" },
      ...burden,
      words: { text, what: what || "other", reason: "" },
    };
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
