/** The ways to say when to be asked how things are; what they lead to is fetched with the press. */

import { button, h, t } from "../../dom.ts";
import type { BeingAsked, Side, Thing } from "../work/side.ts";
import { withdrawing as withWords } from "./later.ts";

/** Before the first decision nobody could ask, and nobody does once the case is closed (docs/spec/casework.md). */
const UNASKED: readonly string[] = ["received", "closed"];

type Part = Awaited<ReturnType<typeof withWords>>;

function way(label: string, move: string, show: (part: Part) => void): HTMLElement {
  const press = button(label, async () => show(await withWords()), "link");
  press.dataset["move"] = move;
  return press;
}

export function beingAsked(phase = "received"): BeingAsked | undefined {
  if (UNASKED.includes(phase)) return undefined;
  return {
    declining: (side: Side, thing: Thing) =>
      way(t("asking.not_this"), "decline", part => part.showDeclining(side, thing)),
    rhythm: (side: Side, hasEnded: boolean) =>
      h(
        "div",
        { class: "row" },
        way(t("asking.ask"), "request", part => part.showAsked(side)),
        !hasEnded && way(t("asking.no_more"), "end", part => part.showEnding(side)),
      ),
  };
}

/** The first day; where there is one already, the panel has the way. */
export function askedLink(side: Side): HTMLElement | false {
  if (!side.beingAsked || side.things.some(({ object }) => object === "checkin")) return false;
  return h(
    "p",
    {},
    way(t("return.asked"), "asked", part => part.showAsked(side)),
  );
}
