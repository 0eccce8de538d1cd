/** What a page of its own asks with: a box for words, one of a few answers, and the button that sends. */

import { button, h, t } from "../../dom.ts";
import { refusalOf } from "./moving.ts";

/** Where a page of its own leads back to. */
interface Home {
  readonly home: () => void | Promise<void>;
}

/**
 * The button, and what is said where it did not arrive: what was written stays. Where `act` gives words in place of
 * sending, something is missing: they are said.
 */
export function sending(go: Home, label: string, act: () => string | Promise<void>, kind = "") {
  const says = h("p", { role: "alert" });
  const press = button(
    label,
    async () => {
      says.textContent = "";
      try {
        const lacks = act();
        if (typeof lacks === "string") says.textContent = lacks;
        else await lacks.then(go.home);
      } catch (error) {
        says.textContent = `${refusalOf(error)} ${t("send.kept")}`;
      }
    },
    kind,
  );
  return { press, says };
}

/** `id`: of the page's own. */
export function wordsField(id: string, label: string, hint: string) {
  const words = h("textarea", { id, rows: 3, dir: "auto", "aria-describedby": `${id}-hint` });
  const field = h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    h("p", { class: "hint", id: `${id}-hint` }, hint),
    words,
  );
  return { field, words };
}

/** One radio button, with its label; `of`: kept with it. */
export function choice(name: string, value: string, label: string, of = ""): HTMLElement {
  const id = [name, of, value].filter(Boolean).join("-");
  const input = h("input", { type: "radio", name, id, value, "data-of": of || false });
  return h("div", { class: "choice" }, input, h("label", { for: id }, label));
}

/** The radio button that is chosen of these. */
export function chosenIn(choices: HTMLElement): HTMLInputElement | null {
  return choices.querySelector("input:checked");
}
