/**
 * What is said before a message goes out with a question that hurts. It is a warning: whoever
 * writes may change the words, or send them with a reason that is counted.
 */

import { type Finding, type Override, OVERRIDES } from "../../../lib/wordcheck.ts";
import { button, h, notice, replace } from "../dom.ts";
import { say } from "../frame.ts";
import { count, t, term } from "../words.ts";
import { choices } from "./choices.ts";

/** A wording and the box in which it stands. */
export interface Found extends Finding {
  readonly box: HTMLTextAreaElement;
}

export interface Warning {
  readonly found: readonly Found[];
  /** Sends with the reason; what goes wrong is shown by whoever gave it. */
  readonly send: (override: Override) => Promise<void>;
}

/** Puts the writer where the phrase stands. */
function select({ box, start, end }: Found): void {
  box.focus();
  box.setSelectionRange(start, end);
}

function phraseItem(found: Found): HTMLElement {
  const phrase = found.box.value.slice(found.start, found.end);
  const show = button({ label: t("warned.show"), kind: "link", act: () => select(found) });
  show.setAttribute("aria-label", t("warned.show_of", { phrase }));
  return h(
    "li",
    {},
    h("p", {}, h("q", { dir: "auto" }, phrase), " ", show),
    h("p", {}, term("flag_why", found.flag)),
    h("p", { class: "better" }, h("b", {}, t("warned.better")), " ", term("flag_better", found.flag)),
  );
}

function overriding(warning: Warning, place: HTMLElement): void {
  const problem = h("div", { role: "alert" });
  const reasons = choices({
    name: "override",
    legend: t("warned.why"),
    options: OVERRIDES.map(code => ({ value: code, label: term("override", code) })),
  });
  const act = async (): Promise<void> => {
    const chosen = OVERRIDES.find(code => code === reasons.value());
    if (chosen) await warning.send(chosen);
    else replace(problem, notice("warm", t("form.choose_reason")));
  };
  replace(
    place,
    h("p", { class: "small" }, t("warned.counted")),
    reasons.element,
    problem,
    button({ label: t("warned.send"), act }),
  );
  place.querySelector("input")?.focus();
}

/** Fills `place` with the warning and moves the reader to its heading. */
export function warn(place: HTMLElement, warning: Warning): void {
  const { found } = warning;
  const heading = h("h3", { id: "warned-title", tabindex: "-1" }, count("warned.title", found.length));
  const more = h("div", {});
  const edit = (): void => {
    const first = found[0];
    replace(place);
    if (first) select(first);
  };
  replace(
    place,
    h(
      "div",
      { class: "notice warm warned", role: "group", "aria-labelledby": "warned-title" },
      heading,
      h("p", {}, t("warned.lead")),
      h("ul", { class: "plain" }, ...found.map(phraseItem)),
      h(
        "div",
        { class: "row" },
        button({ label: t("warned.edit"), kind: "main", act: edit }),
        button({ label: t("warned.anyway"), kind: "link", act: () => overriding(warning, more) }),
      ),
      more,
    ),
  );
  heading.focus();
  say(count("warned.title", found.length));
}
