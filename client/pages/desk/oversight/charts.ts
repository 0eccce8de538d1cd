/**
 * Charts of few numbers. The table is what is meant, the picture only shows it again: everything
 * that a chart says stands in words and numbers beside it. What is not shown is hollow and dashed,
 * so that it cannot be taken for nothing.
 */

import type { Shown } from "../../../lib/figures.ts";
import { h } from "../dom.ts";
import { language, list, t } from "../words.ts";

const SVG = "http://www.w3.org/2000/svg";

function svg(tag: string, props: Readonly<Record<string, string | number>>, ...children: Node[]) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

export function number(value: number): string {
  return new Intl.NumberFormat(language()).format(value);
}

/** The number, or that there is none to be seen. */
export function words(value: Shown): string {
  return value === null ? t("oversight.not_shown") : number(value);
}

/** The largest number, at least 1: what a full bar stands for. */
function most(values: readonly Shown[]): number {
  return Math.max(1, ...values.map(value => value ?? 0));
}

function bar(value: Shown, full: number): Element {
  const size = value === null ? { width: 100 } : { width: (100 * value) / full };
  const name = value === null ? "bar hidden" : "bar";
  const drawn = svg("rect", { class: name, x: 0, y: 0, height: 10, ...size });
  const frame = { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" };
  return svg("svg", { class: "bars", ...frame }, drawn);
}

/** One row of a table of bars. */
export interface Row {
  readonly label: string;
  readonly value: Shown;
}

/** A table in which each number has its bar. */
export function barTable(title: string, unit: string, rows: readonly Row[]): HTMLElement {
  const full = most(rows.map(({ value }) => value));
  const line = ({ label, value }: Row): HTMLElement =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, h("bdi", {}, label)),
      h("td", { class: "drawn" }, bar(value, full)),
      h("td", { class: value === null ? "number soft" : "number" }, words(value)),
    );
  return h(
    "table",
    { class: "figure-bars" },
    h("caption", {}, title),
    h(
      "thead",
      { class: "visually-hidden" },
      h(
        "tr",
        {},
        h("th", { scope: "col" }, t("oversight.what")),
        h("th", { scope: "col" }, t("oversight.bar")),
        h("th", { scope: "col" }, unit),
      ),
    ),
    h("tbody", {}, ...rows.map(line)),
  );
}

/** Numbers of the same months under one name; `look` is a class. */
export interface Series {
  readonly name: string;
  readonly look: "first" | "second";
  readonly values: readonly Shown[];
}

const STEP = 40;
const HEIGHT = 120;

function column(series: Series, at: number, place: number, of: number, full: number): Element {
  const value = series.values[at] ?? null;
  const width = (STEP - 12) / of;
  // Hollow and a quarter high: there is no number, and it is not nothing.
  const height = value === null ? HEIGHT / 4 : Math.max(1.5, (value * HEIGHT) / full);
  const name = value === null ? "column hidden" : `column ${series.look}`;
  const x = at * STEP + 6 + place * width;
  return svg("rect", { class: name, x, y: HEIGHT - height, width: width - 2, height });
}

function picture(title: string, about: string, months: number, series: readonly Series[]): Element {
  const full = most(series.flatMap(({ values }) => values));
  const columns = Array.from({ length: months }, (_, at) =>
    series.map((each, place) => column(each, at, place, series.length, full)),
  );
  const width = Math.max(1, months) * STEP;
  const floor = svg("line", { class: "floor", x1: 0, x2: width, y1: HEIGHT, y2: HEIGHT });
  const name = `chart-${crypto.randomUUID()}`;
  const spoken = (tag: string, text: string): Element => svg(tag, { id: `${name}-${tag}` }, new Text(text));
  return svg(
    "svg",
    {
      class: "columns",
      role: "img",
      viewBox: `0 0 ${width} ${HEIGHT + 1}`,
      preserveAspectRatio: "none",
      "aria-labelledby": `${name}-title ${name}-desc`,
    },
    spoken("title", title),
    spoken("desc", about),
    ...columns.flat(),
    floor,
  );
}

function legend(series: readonly Series[]): HTMLElement {
  const key = (look: string): Element =>
    svg(
      "svg",
      { class: "key", viewBox: "0 0 10 10", "aria-hidden": "true" },
      svg("rect", { class: `column ${look}`, x: 0.5, y: 0.5, width: 9, height: 9 }),
    );
  const some = series.some(({ values }) => values.includes(null));
  return h(
    "ul",
    { class: "legend" },
    ...series.map(({ name, look }) => h("li", {}, key(look), name)),
    some ? h("li", {}, key("hidden"), t("oversight.not_shown")) : null,
  );
}

/** Columns month by month, oldest first, and the table of the same numbers under it. */
export function monthChart(title: string, months: readonly string[], series: readonly Series[]): HTMLElement {
  const name = (month: string, style: "short" | "long"): string =>
    new Intl.DateTimeFormat(language(), { month: style, year: "numeric", timeZone: "UTC" }).format(
      new Date(`${month}-01T00:00:00Z`),
    );
  const [first, last] = [months[0] ?? "", months.at(-1) ?? ""];
  const about = t("oversight.chart_about", {
    names: list(series.map(each => each.name)),
    from: name(first, "long"),
    to: name(last, "long"),
  });
  const row = (month: string, at: number): HTMLElement =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, name(month, "short")),
      ...series.map(({ values }) => h("td", {}, words(values[at] ?? null))),
    );
  return h(
    "div",
    { class: "chart card" },
    h("h3", {}, title),
    legend(series),
    picture(title, about, months.length, series),
    h(
      "p",
      { class: "ends", "aria-hidden": "true" },
      h("span", {}, name(first, "short")),
      first === last ? null : h("span", {}, name(last, "short")),
    ),
    h(
      "details",
      {},
      h("summary", {}, t("oversight.as_table")),
      h(
        "table",
        { class: "numbers" },
        h("caption", { class: "visually-hidden" }, title),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, t("oversight.month")),
            ...series.map(each => h("th", { scope: "col" }, each.name)),
          ),
        ),
        h("tbody", {}, ...months.map(row).toReversed()),
      ),
    ),
  );
}
