/** A report as she wrote it, question by question; what she skipped is left out. */

import type { ReportContent } from "../../../lib/letter.ts";
import { h, inOneLine, t, term } from "../../dom.ts";

function lines(...values: readonly string[]): string {
  return values.filter(value => value !== "").join("\n");
}

function rows(report: ReportContent): [string, string][] {
  const { contact, people, told } = report;
  const worded = (family: string, value: string) => (value === "" ? "" : term(family, value));
  const person = ({ name, note, relation, role }: (typeof people)[number]) =>
    inOneLine(name, note, relation, worded("role", role));
  return [
    ["words", report.words],
    ["safe", worded("safe", report.safe)],
    ["about", worded("about", report.about)],
    ["when", report.when],
    ["where", report.where],
    ["ongoing", worded("ongoing", report.ongoing)],
    ["people", lines(...people.map(person))],
    ["told", lines(...told.map(({ who, when, acted = "" }) => inOneLine(who, when, worded("acted", acted))))],
    ["help", lines(...report.help.map(code => term("wish", code)), report.help_words)],
    ["worries", report.worries],
    [
      "contact",
      lines(worded("reach", contact.how), contact.detail, contact.times, contact.name, contact.avoid),
    ],
    ["needs", report.needs],
    ["reveal", worded("reveal", report.reveal)],
  ];
}

export function summaryOf(report: ReportContent): HTMLElement {
  const shown = rows(report).filter(([, value]) => value !== "");
  return h(
    "dl",
    { class: "answers" },
    ...shown.map(([key, value]) =>
      h("div", {}, h("dt", {}, t(`asked.${key}`)), h("dd", { dir: "auto" }, value)),
    ),
  );
}

/** The same as plain text, for the archive that she takes with her. */
export function summaryText(report: ReportContent): string {
  return rows(report)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => `${t(`asked.${key}`)}\n${value}\n`)
    .join("\n");
}
