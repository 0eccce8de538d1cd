/** Whether the gate may be told who the reporter is: what would be told to whom, yes or no, and a yes that is taken back. */

import { button, h, paragraphs, prefix, t, term } from "../../dom.ts";
import { sending } from "./forms.ts";
import type { Side, Thing } from "./side.ts";

type Way = "agree" | "decline" | "take_back" | "revoke";

const WAYS: Readonly<Record<string, readonly Way[]>> = {
  asked: ["agree", "decline"],
  declined: ["agree"],
  agreed: ["take_back"],
  taken_back: ["agree"],
  told: ["revoke"],
};

/** Taking a yes back is called the same wherever one was given. */
function labelOf(move: Way): string {
  return t(move === "agree" || move === "decline" ? `gated.${move}` : "lent.take_back");
}

/** What the question says: what was typed, and the digest of the keepers who were meant. */
function asked({ steps }: Thing): { person: string; keepers: string } {
  const words = steps[0]?.words;
  return { person: words?.["person"] ?? "", keepers: words?.["keepers"] ?? "" };
}

/** What would be told, and to whom by the signed list; where the employer keeps the gate, with what that means. */
function told(thing: Thing, { gate }: Side): HTMLElement[] {
  const names = (gate?.operators ?? []).map(each => h("li", {}, h("bdi", {}, each)));
  return [
    h("p", {}, t("gated.told"), " ", h("strong", {}, h("bdi", {}, asked(thing).person))),
    h("p", {}, t("gate.keeper")),
    h("ul", {}, ...names),
    ...(gate?.isOwn ? [h("p", { class: "notice warm" }, t("gate.own"))] : []),
  ];
}

/** What it means, once more where it is answered. Nobody has to say why. */
function means(move: Way, thing: Thing, side: Side): HTMLElement[] {
  if (move === "decline") return [h("p", {}, t("gated.free"))];
  if (move !== "agree") return [h("p", {}, t(`gated.means_${move}`))];
  return [...told(thing, side), h("p", {}, t("gated.lasts")), h("p", {}, t("gated.means_agree"))];
}

async function show(side: Side, thing: Thing, move: Way): Promise<void> {
  const title = h("h1", { tabindex: -1 }, t("gated.title"));
  // Of other keepers than those whom the question meant nothing is agreed, whatever the server says.
  if (move === "agree" && !(await side.gate?.isMeant(asked(thing).keepers))) {
    side.subpage(title, h("p", { class: "notice warm" }, t("gated.others")), button(t("go.stay"), side.home));
    return;
  }
  const answer = () => ({ object: "gate", thing, move, words: { text: "" } });
  side.subpage(title, ...means(move, thing, side), sending(side, labelOf(move), answer));
}

function row(side: Side, thing: Thing): HTMLElement {
  const { state, steps, holds } = thing;
  const [first] = steps;
  if (!holds || first?.move !== "ask") return h("li", {}, h("p", { class: "flag" }, t("told.false")));
  const ways = (WAYS[state] ?? []).filter(move => move !== "agree" || side.mayAnswer);
  const presses = ways.map(move => {
    const press = button(labelOf(move), () => show(side, thing, move));
    press.dataset["move"] = move;
    return press;
  });
  const number = steps.find(({ move }) => move === "tell")?.words["number"] ?? "";
  const theirs = steps.filter(({ mine }) => !mine);
  return h(
    "li",
    {},
    ...theirs.flatMap(({ actor, said, words }) => [
      h("p", { class: "small" }, h("bdi", {}, side.nameOf(actor)), ` · ${said}`),
      ...paragraphs(words.text),
    ]),
    h("p", {}, t("gated.told"), " ", h("strong", {}, h("bdi", {}, asked(thing).person))),
    h("p", {}, h("strong", {}, term("gated_state", state, ""))),
    number !== "" && h("p", { class: "small" }, t("gated.number")),
    number !== "" && h("p", { class: "small mono", dir: "ltr" }, number),
    h("div", { class: "row" }, ...presses),
  );
}

export function panel(things: readonly Thing[], side: Side): HTMLElement {
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("gated.title")),
    h("p", {}, t("gated.about")),
    h("p", {}, t("gated.free")),
    h("p", {}, h("a", { href: `${prefix()}/gate/` }, t("gated.oneself"))),
    h("ul", { class: "lines" }, ...things.map(each => row(side, each))),
  );
}
