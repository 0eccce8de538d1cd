/** What panels ask with: boxes for words, and the button that sends, with what is said where it did not arrive. */

import type { ApiError } from "../../../lib/api.ts";
import { button, h, t, term } from "../../dom.ts";
import { explain } from "../../errors.ts";
import type { Answer, Side } from "./side.ts";

/** A box with its label; `id` is of the page's own. */
export function wordsField(
  id: string,
  label: string,
  hint = "",
  value = "",
): { field: HTMLElement; words: HTMLTextAreaElement } {
  const words = h(
    "textarea",
    { id, rows: 3, dir: "auto", "aria-describedby": hint !== "" && `${id}-hint` },
    value,
  );
  const field = h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    hint !== "" && h("p", { class: "hint", id: `${id}-hint` }, hint),
    words,
  );
  return { field, words };
}

/** One of a few; `chosen` is checked at first, where it is one of them. */
export function choices(
  name: string,
  legend: string,
  options: readonly (readonly [value: string, label: string])[],
  chosen = "",
): { field: HTMLElement; value: () => string } {
  const field = h("fieldset", {}, h("legend", {}, legend));
  for (const [value, label] of options) {
    const id = `${name}-${value}`;
    const input = h("input", { type: "radio", name, id, value, checked: value === chosen });
    field.append(h("div", { class: "choice" }, input, h("label", { for: id }, label)));
  }
  return { field, value: () => field.querySelector<HTMLInputElement>("input:checked")?.value ?? "" };
}

/** Why it was not taken: by the rule that is against it; without words for that, that it stands otherwise by now. */
function why({ me }: Side, error: unknown): string {
  const { reason } = (error as Partial<ApiError>).data ?? {};
  // Somebody has keys, and nobody has confirmed yet whose they are.
  if (reason === "not_yours" && me !== "reporter") return t("room.unconfirmed");
  return typeof reason === "string" ? term("unmet", reason, t("error.conflict")) : explain(error);
}

/**
 * A row with the button that sends what `answer` makes and the way back, and the line that says what did not
 * arrive: what was typed stays. Where `answer` gives words in place of an answer, they are said, and nothing
 * is sent.
 */
export function sending(side: Side, label: string, answer: () => Answer | string, kind = ""): HTMLElement {
  const says = h("p", { role: "alert" });
  const press = button(
    label,
    async () => {
      says.textContent = "";
      const made = answer();
      if (typeof made === "string") {
        says.textContent = made;
        return;
      }
      try {
        await side.send(made);
      } catch (error) {
        says.textContent = `${why(side, error)} ${t("send.kept")}`;
        return;
      }
      await side.home();
    },
    kind,
  );
  return h("div", {}, h("div", { class: "row" }, press, button(t("go.stay"), side.home)), says);
}
