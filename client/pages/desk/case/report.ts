/** What the reporter wrote: their own words first, then the answers in plain headings. */

import { append, bdi, type Child, facts, h, line, notice, paragraphs } from "../dom.ts";
import { day, hour, iso, moment } from "../times.ts";
import { t, term } from "../words.ts";
import type { Fault, OpenCase, ShownLetter } from "./model.ts";

function word(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function entries(value: unknown): readonly Record<string, unknown>[] {
  if (!Array.isArray(value)) return [];
  return value.filter(one => typeof one === "object" && one !== null);
}

/** Codes as words of the desk; a free answer as it was written. */
function coded(family: string, value: unknown): string {
  const code = word(value);
  return code === "" ? "" : term(family, code);
}

function written(value: unknown, language = ""): Child {
  const words = word(value);
  return words === "" ? "" : paragraphs(words, language);
}

function person(entry: Record<string, unknown>, language: string): HTMLElement {
  const name = word(entry["name"]);
  return h(
    "li",
    {},
    h("b", {}, name === "" ? t("report.no_name") : bdi(name)),
    " ",
    entry["role"] ? h("span", { class: "badge" }, coded("party", entry["role"])) : null,
    entry["relation"] ? h("div", {}, line(word(entry["relation"]), language)) : null,
    entry["note"] ? paragraphs(word(entry["note"]), language) : null,
  );
}

function told(entry: Record<string, unknown>): HTMLElement {
  const when = word(entry["when"]);
  return h(
    "li",
    {},
    h("b", {}, bdi(word(entry["who"]))),
    when ? h("span", {}, " · ", h("bdi", {}, day(when))) : null,
    entry["acted"] === "no" ? h("span", { class: "badge" }, t("report.told_no")) : null,
    entry["acted"] === "yes" ? h("span", { class: "badge" }, t("report.told_yes")) : null,
  );
}

function listOf(items: readonly HTMLElement[]): Child {
  return items.length === 0 ? "" : h("ul", { class: "plain" }, ...items);
}

function contact(value: unknown, language: string): Child {
  if (typeof value !== "object" || value === null) return "";
  const entry = value as Record<string, unknown>;
  const pairs: (readonly [string, Child])[] = [
    [t("contact.how"), coded("how", entry["how"])],
    [t("contact.detail"), written(entry["detail"], language)],
    [t("contact.name"), word(entry["name"]) === "" ? "" : bdi(word(entry["name"]))],
    [t("contact.times"), written(entry["times"], language)],
    [t("contact.avoid"), written(entry["avoid"], language)],
  ];
  return pairs.some(([, shown]) => shown !== "") ? facts(pairs, "facts inner") : "";
}

function help(value: unknown): Child {
  if (!Array.isArray(value)) return "";
  const codes = value.filter(code => typeof code === "string");
  return listOf(codes.map(code => h("li", {}, term("wish", code))));
}

/** The answers beside the words; what was skipped is not shown as missing. */
function answers(content: Record<string, unknown>): HTMLElement {
  const language = word(content["language"]);
  const people = entries(content["people"]).map(entry => person(entry, language));
  return facts([
    [t("report.safe"), coded("answer", content["safe"])],
    [t("report.ongoing"), coded("answer", content["ongoing"])],
    [t("report.about"), coded("about", content["about"])],
    [t("report.people"), listOf(people)],
    [t("asked.when"), written(content["when"], language)],
    [t("asked.where"), written(content["where"], language)],
    [t("asked.told"), listOf(entries(content["told"]).map(told))],
    [t("asked.help"), help(content["help"])],
    [t("report.help_words"), written(content["help_words"], language)],
    [t("report.worries"), written(content["worries"], language)],
    [t("report.contact"), contact(content["contact"], language)],
    [t("report.needs"), written(content["needs"], language)],
    [t("report.language"), languageName(language)],
    [t("report.reveal"), coded("reveal", content["reveal"])],
  ]);
}

/** The language in which a letter is likely to be: a report says so of its reporter, of others nobody knows. */
export function languageOfLetter(open: OpenCase, letter: ShownLetter): string {
  if (letter.author !== "reporter") return "";
  const report = open.letters.find(({ kind }) => kind === "report");
  return word(report?.content?.["language"]);
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
    h("ul", {}, ...faults.map(fault => h("li", {}, t(`fault.${fault}`)))),
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
      [t("identity.name"), word(content["name"]) === "" ? "" : bdi(word(content["name"]))],
      [t("identity.contact"), written(content["contact"])],
      [t("word.anything_else"), written(content["words"])],
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
    first.content && [
      h("h2", {}, t("report.words")),
      meta(first),
      h(
        "div",
        { class: "testimony" },
        ...paragraphs(word(first.content["words"]), languageOfLetter(open, first)),
      ),
    ],
  );
  for (const letter of open.letters.filter(({ kind }) => kind === "addition")) {
    append(
      panel,
      h("h2", {}, t("report.added")),
      meta(letter),
      faultBox(letter),
      h(
        "div",
        { class: "testimony" },
        ...paragraphs(word(letter.content?.["words"]), languageOfLetter(open, letter)),
      ),
    );
  }
  const name = open.letters.find(({ kind }) => kind === "identity");
  append(
    panel,
    first.content && [h("h2", {}, t("report.answers")), answers(first.content)],
    name ? identityBox(name) : null,
  );
  return panel;
}
