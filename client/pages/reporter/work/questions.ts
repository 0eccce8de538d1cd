/** Questions of who leads the case, and the way without an inquiry that the reporter asked for. */

import { button, h, paragraphs, t } from "../../dom.ts";
import { sending, wordsField } from "./forms.ts";
import { newest, type Side, type Thing } from "./side.ts";

function section(title: string, ...content: readonly (HTMLElement | false)[]): HTMLElement {
  return h("section", { class: "card" }, h("h2", {}, title), ...content);
}

const isFalse = (): HTMLElement => h("p", { class: "flag" }, t("told.false"));

/** What was asked: the answer is a message, and none is owed. */
export function questions([thing]: readonly Thing[], side: Side): HTMLElement | false {
  if (!thing) return false;
  if (!thing.holds) return section(t("way.questions"), isFalse());
  const asked = thing.steps.filter(({ move }) => move === "ask_silent");
  const rows = asked.map(({ actor, said, words }) =>
    h(
      "li",
      {},
      h("p", { class: "small" }, h("bdi", {}, side.nameOf(actor)), ` · ${said}`),
      ...paragraphs(words.text),
    ),
  );
  return section(
    t("way.questions"),
    h("p", {}, t("way.questions_about")),
    h("ul", { class: "lines" }, ...rows),
  );
}

function showRevoke(side: Side, thing: Thing): void {
  const { field, words } = wordsField("way-words", t("protect.words"), t("protect.words_hint"));
  const answer = () => ({
    ...{ object: "case", thing, move: "revoke_informal" },
    words: { text: words.value.trim() },
  });
  side.subpage(
    h("h1", { tabindex: -1 }, t("way.end_title")),
    h("p", {}, t("way.end_text")),
    field,
    sending(side, t("way.end_yes"), answer),
  );
}

/** That it was asked for, and that it ends when the reporter says so. */
export function informal([thing]: readonly Thing[], side: Side): HTMLElement | false {
  if (!thing) return false;
  if (!thing.holds) return section(t("way.title"), isFalse());
  const last = newest(thing, "ask_informal", "revoke_informal");
  if (last?.move !== "ask_informal") return section(t("way.title"), h("p", {}, t("way.ended")));
  const end = button(t("way.end"), () => showRevoke(side, thing), "quiet");
  end.dataset["move"] = "revoke_informal";
  return section(
    t("way.title"),
    h("p", {}, t("way.asked", { when: last.said })),
    ...paragraphs(last.words.text),
    side.mayAnswer && h("div", { class: "row" }, end),
  );
}
