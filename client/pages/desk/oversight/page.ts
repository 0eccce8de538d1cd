/** What board, audit committee and works council see: how promises are kept, without any report. */

import { deskApi } from "../../../lib/deskapi.ts";
import type { Alarm, Figure, Month, Week } from "../../../lib/figures.ts";
import { h, notice } from "../dom.ts";
import { day, moment } from "../times.ts";
import { type Key, language, t, term } from "../words.ts";
import { barTable, monthChart, number, type Row, type Series, words } from "./charts.ts";

const API = "/desk/api/oversight";

function tile(name: Key, figure: Figure, least: number): HTMLElement {
  const shown =
    figure.total === null
      ? h("dd", { class: "few" }, t("oversight.fewer", { number: number(least) }))
      : h("dd", {}, number(figure.total));
  return h("div", { class: "tile card" }, h("dt", {}, t(name)), shown);
}

function itemName(by: string, item: string): string {
  if (by === "tier") return term("tier", item);
  if (by === "kind") return term("duty", item);
  if (by === "unit") return item === "several" ? t("oversight.several") : item;
  if (by === "due") return item === "later" ? t("oversight.later") : weekOf(item);
  return term("suspension", item);
}

function weekOf(monday: string): string {
  const options: Intl.DateTimeFormatOptions = { month: "short", day: "numeric", timeZone: "UTC" };
  const shown = new Intl.DateTimeFormat(language(), options).format(new Date(`${monday}T00:00:00Z`));
  return t("figures.week", { day: shown });
}

function rowsOf(figure: Figure, by: string): Row[] {
  const cells = Object.entries(figure.by[by] ?? {});
  return cells.map(([item, value]) => ({ label: itemName(by, item), value }));
}

/** A count with each of its breakdowns; in words where it is too small for any. */
function standing(title: Key, figure: Figure, ways: readonly (readonly [string, Key])[], least: number) {
  const tables = ways.map(([by, name]) =>
    h("div", { class: "card" }, barTable(t(name), t("oversight.cases"), rowsOf(figure, by))),
  );
  return h(
    "section",
    {},
    h("h2", {}, t(title)),
    figure.total === null
      ? h("p", { class: "soft" }, t("oversight.too_few", { number: number(least) }))
      : h("div", { class: "figures" }, ...tables),
  );
}

function series(name: Key, look: Series["look"], values: Series["values"]): Series {
  return { name: t(name), look, values };
}

function hours(value: number | null): string {
  if (value === null) return t("oversight.not_shown");
  const unit = value > 48 ? "day" : "hour";
  const size = unit === "day" ? value / 24 : value;
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "long" }).format(size);
}

function acknowledged(months: readonly Month[]): HTMLElement {
  const cell = (value: number | null): HTMLElement => h("td", {}, hours(value));
  const name = (month: string): string =>
    new Intl.DateTimeFormat(language(), { month: "short", year: "numeric", timeZone: "UTC" }).format(
      new Date(`${month}-01T00:00:00Z`),
    );
  const heads = ["month", "cases", "median", "slowest"] as const;
  return h(
    "div",
    { class: "card chart taken" },
    h("h3", { id: "taken" }, t("oversight.acknowledged")),
    h("p", { class: "hint" }, t("oversight.acknowledged_more")),
    h(
      "table",
      { class: "numbers", "aria-labelledby": "taken" },
      h("thead", {}, h("tr", {}, ...heads.map(head => h("th", { scope: "col" }, t(`oversight.${head}`))))),
      h(
        "tbody",
        {},
        ...months.map(({ month, acknowledged: taken }) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, name(month)),
            h("td", {}, words(taken.cases)),
            cell(taken.median),
            cell(taken.slowest_tenth),
          ),
        ),
      ),
    ),
  );
}

function charts(week: Week): HTMLElement[] {
  const months = week.months.toReversed();
  const names = months.map(({ month }) => month);
  const total = (pick: (month: Month) => Figure) => months.map(month => pick(month).total);
  const updates = (pick: (month: Month) => Figure) =>
    months.map(month => pick(month).by.kind?.update ?? null);
  const chart = (title: Key, ...drawn: Series[]): HTMLElement => monthChart(t(title), names, drawn);
  return [
    chart(
      "oversight.promises",
      series(
        "oversight.kept",
        "first",
        total(month => month.kept),
      ),
      series(
        "oversight.missed",
        "second",
        total(month => month.missed),
      ),
    ),
    chart(
      "oversight.updates",
      series(
        "oversight.kept",
        "first",
        updates(month => month.kept),
      ),
      series(
        "oversight.missed",
        "second",
        updates(month => month.missed),
      ),
    ),
    chart(
      "oversight.before",
      series(
        "oversight.cases",
        "first",
        months.map(({ before }) => before?.total ?? null),
      ),
    ),
    chart(
      "oversight.escalations",
      series(
        "oversight.cases",
        "first",
        total(month => month.escalations),
      ),
    ),
    chart(
      "oversight.asked",
      series(
        "oversight.demands",
        "first",
        total(month => month.demands),
      ),
      series(
        "oversight.overridden",
        "second",
        total(month => month.overridden),
      ),
    ),
  ];
}

function byMonth(week: Week): HTMLElement {
  return h(
    "section",
    {},
    h("h2", {}, t("oversight.by_month")),
    h("p", { class: "hint" }, t("oversight.by_month_more")),
    week.months.length === 0
      ? h("p", { class: "soft" }, t("oversight.no_month"))
      : h("div", { class: "figures charts" }, ...charts(week), acknowledged(week.months)),
  );
}

function downloads(): HTMLElement {
  const title = new URLSearchParams({ title: t("oversight.calendar_title") });
  return h(
    "p",
    { class: "row" },
    h("a", { class: "button quiet", href: `${API}/duties.csv`, download: true }, t("oversight.csv")),
    h(
      "a",
      { class: "button quiet", href: `${API}/duties.ics?${title}`, download: true },
      t("oversight.calendar"),
    ),
  );
}

/** A witness that saw another or a longer log is another matter than one that does not watch it. */
const OTHER_LOG = new Set(["ahead", "fork"]);

function alarmWords({ kind, subject, what, since }: Alarm): string {
  if (kind === "file") return t("oversight.alarm_file", { day: day(since) });
  if (kind === "clock") return t("oversight.alarm_clock", { name: subject, day: day(since) });
  if (kind === "epoch") return t("oversight.alarm_epoch", { day: day(since) });
  const words = OTHER_LOG.has(what) ? "oversight.alarm_other" : "oversight.alarm_refuses";
  return t(words, { name: subject, day: day(since) });
}

function alarmNotice(alarms: readonly Alarm[]): HTMLElement | null {
  if (alarms.length === 0) return null;
  return notice(
    "grave",
    h("h2", {}, t("oversight.alarm")),
    h("ul", {}, ...alarms.map(alarm => h("li", {}, alarmWords(alarm)))),
    h("p", {}, t("oversight.alarm_do")),
  );
}

/** The page. Raises ApiError (`not_found`) for who has no oversight. */
export async function oversightPage(): Promise<HTMLElement> {
  const [week, alarms] = await Promise.all([deskApi().oversight(), deskApi().alarms()]);
  const { least } = week;
  const whose = [
    ["unit", "oversight.by_unit"],
    ["tier", "oversight.by_tier"],
    ["kind", "oversight.by_kind"],
  ] as const;
  return h(
    "div",
    { class: "page oversight" },
    h("h1", {}, t("tier.0")),
    h("p", { class: "lead" }, t("oversight.lead")),
    alarmNotice(alarms),
    h("p", {}, t("oversight.as_of", { when: moment(new Date(week.made)), next: day(week.next) })),
    notice("calm", h("p", {}, t("oversight.small", { number: number(least) }))),
    h(
      "dl",
      { class: "tiles" },
      tile("oversight.open", week.open, least),
      tile("oversight.overdue", week.overdue, least),
      tile("oversight.suspended", week.suspended, least),
      tile("oversight.evidence", week.evidence, least),
    ),
    downloads(),
    standing("oversight.overdue", week.overdue, whose, least),
    standing("oversight.open", week.open, [...whose, ["due", "oversight.by_due"]], least),
    standing("oversight.suspended", week.suspended, [["reason", "oversight.by_reason"]], least),
    byMonth(week),
  );
}
