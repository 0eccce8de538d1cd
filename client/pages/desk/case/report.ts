/** What the reporter wrote: their own words first, then the answers in plain headings. */

import { append, type Child, facts, h, notice, paragraphs } from "../dom.ts";
import { day, hour, iso, moment } from "../times.ts";
import { t, term } from "../words.ts";
import type { Fault, OpenCase, ShownLetter } from "./model.ts";

function word(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function entries(value: unknown): readonly Record<string, unknown>[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one) => typeof one === "object" && one !== null);
}

/** Codes as words of the desk; a free answer as it was written. */
function coded(family: string, value: unknown): string {
  const code = word(value);
  return code === "" ? "" : term(family, code);
}

function written(value: unknown): Child {
  const words = word(value);
  return words === "" ? "" : paragraphs(words);
}

function person(entry: Record<string, unknown>): HTMLElement {
  return h(
    "li",
    {},
    h("b", { dir: "auto" }, word(entry["name"]) || t("report.no-name")),
    " ",
    entry["role"] ? h("span", { class: "badge" }, coded("party", entry["role"])) : null,
    entry["relation"] ? h("div", { dir: "auto" }, word(entry["relation"])) : null,
    entry["note"] ? paragraphs(word(entry["note"])) : null,
  );
}

function told(entry: Record<string, unknown>): HTMLElement {
  const when = word(entry["when"]);
  return h(
    "li",
    {},
    h("b", { dir: "auto" }, word(entry["who"])),
    when ? h("span", {}, " · ", day(when)) : null,
    entry["acted"] === "no" ? h("span", { class: "badge" }, t("report.told-no")) : null,
    entry["acted"] === "yes" ? h("span", { class: "badge" }, t("report.told-yes")) : null,
  );
}

function listOf(items: readonly HTMLElement[]): Child {
  return items.length === 0 ? "" : h("ul", { class: "plain" }, ...items);
}

function contact(value: unknown): Child {
  if (typeof value !== "object" || value === null) return "";
  const entry = value as Record<string, unknown>;
  const pairs: (readonly [string, Child])[] = [
    [t("contact.how"), coded("how", entry["how"])],
    [t("contact.detail"), written(entry["detail"])],
    [t("contact.name"), word(entry["name"])],
    [t("contact.times"), written(entry["times"])],
    [t("contact.avoid"), written(entry["avoid"])],
  ];
  return pairs.some(([, shown]) => shown !== "") ? facts(pairs, "facts inner") : "";
}

function help(value: unknown): Child {
  if (!Array.isArray(value)) return "";
  const codes = value.filter((code) => typeof code === "string");
  return listOf(codes.map((code) => h("li", {}, term("help", code))));
}

/** The answers beside the words; what was skipped is not shown as missing. */
function answers(content: Record<string, unknown>): HTMLElement {
  return facts([
    [t("report.safe"), coded("safe", content["safe"])],
    [t("report.ongoing"), coded("ongoing", content["ongoing"])],
    [t("report.about"), coded("about", content["about"])],
    [t("report.people"), listOf(entries(content["people"]).map(person))],
    [t("report.when"), written(content["when"])],
    [t("report.where"), written(content["where"])],
    [t("report.told"), listOf(entries(content["told"]).map(told))],
    [t("report.help"), help(content["help"])],
    [t("report.help-words"), written(content["help_words"])],
    [t("report.worries"), written(content["worries"])],
    [t("report.contact"), contact(content["contact"])],
    [t("report.needs"), written(content["needs"])],
    [t("report.language"), languageName(word(content["language"]))],
    [t("report.reveal"), coded("reveal", content["reveal"])],
  ]);
}

function languageName(code: string): string {
  if (code === "") return "";
  try {
    return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(code) ?? code;
  } catch {
    return code; // not a language tag: shown as it came
  }
}

/** What does not hold about a letter, in a box that cannot be missed. */
export function faultNotice(faults: readonly Fault[]): HTMLElement {
  return notice(
    "grave",
    h("b", {}, t("fault.title")),
    h("ul", {}, ...faults.map((fault) => h("li", {}, t(`fault.${fault}`)))),
    h("p", {}, t("fault.next")),
  );
}

export function faultBox(letter: ShownLetter): HTMLElement | null {
  return letter.faults.length === 0 ? null : faultNotice(letter.faults);
}

function identityBox(letter: ShownLetter): HTMLElement {
  const content = letter.content ?? {};
  return h(
    "section",
    { class: "card identity", "aria-labelledby": "identity-title" },
    h("h3", { id: "identity-title" }, t("identity.title")),
    h("p", { class: "hint" }, t("identity.hint")),
    faultBox(letter),
    facts([
      [t("identity.name"), word(content["name"])],
      [t("identity.contact"), written(content["contact"])],
      [t("identity.words"), written(content["words"])],
    ]),
  );
}

function meta(letter: ShownLetter): HTMLElement {
  const when = letter.author === "reporter" ? hour(letter.at) : moment(letter.at);
  return h("p", { class: "hint" }, h("time", { datetime: iso(letter.at) }, when));
}

/** The panel: report, what was added to it, and her name where she gave it. */
export function reportPanel(open: OpenCase): HTMLElement {
  const panel = h("div", { class: "report" });
  const first = open.letters.find(({ kind }) => kind === "report");
  if (!first) {
    append(panel, notice("grave", t("report.missing")));
    return panel;
  }
  append(
    panel,
    faultBox(first),
    h("h2", {}, t("report.words")),
    meta(first),
    h("div", { class: "testimony" }, ...paragraphs(word(first.content?.["words"]))),
  );
  for (const letter of open.letters.filter(({ kind }) => kind === "addition")) {
    append(
      panel,
      h("h2", {}, t("report.added")),
      meta(letter),
      faultBox(letter),
      h("div", { class: "testimony" }, ...paragraphs(word(letter.content?.["words"]))),
    );
  }
  const name = open.letters.find(({ kind }) => kind === "identity");
  append(
    panel,
    h("h2", {}, t("report.answers")),
    first.content ? answers(first.content) : null,
    name ? identityBox(name) : null,
  );
  return panel;
}
