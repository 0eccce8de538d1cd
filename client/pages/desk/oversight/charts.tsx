/**
 * Charts of few numbers. The table is what is meant, the picture only shows it again: everything
 * that a chart says stands in words and numbers beside it. What is not shown is hollow and dashed,
 * so that it cannot be taken for nothing.
 */

import { useId } from "preact/hooks";
import type { Shown } from "../../../lib/figures.ts";
import { Disclosure } from "../../../ui/Disclosure.tsx";
import { useWords } from "../useWords.ts";
import { language, list, t } from "../words.ts";

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

/** `month`: `YYYY-MM`. */
export function monthName(month: string, style: "short" | "long" = "short"): string {
  return new Intl.DateTimeFormat(language(), { month: style, year: "numeric", timeZone: "UTC" }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
}

function Bar({ value, full }: { value: Shown; full: number }) {
  const width = value === null ? 100 : (100 * value) / full;
  const look = value === null ? "bar hidden" : "bar";
  return (
    <svg class="bars" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class={look} x={0} y={0} height={10} width={width} />
    </svg>
  );
}

/** One row of a table of bars. */
export interface Row {
  readonly label: string;
  readonly value: Shown;
}

/** A table in which each number has its bar. */
export function BarTable({ title, unit, rows }: { title: string; unit: string; rows: readonly Row[] }) {
  const { t } = useWords();
  const full = most(rows.map(({ value }) => value));
  return (
    <table class="figure-bars">
      <caption>{title}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{t("oversight.what")}</th>
          <th scope="col">{t("oversight.bar")}</th>
          <th scope="col">{unit}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, value }) => (
          <tr key={label}>
            <th scope="row">
              <bdi>{label}</bdi>
            </th>
            <td class="drawn">
              <Bar value={value} full={full} />
            </td>
            <td class={value === null ? "number soft" : "number"}>{words(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
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

interface ColumnProps {
  readonly series: Series;
  readonly at: number;
  /** Which of `of` columns beside each other. */
  readonly place: number;
  readonly of: number;
  readonly full: number;
}

function Column({ series, at, place, of, full }: ColumnProps) {
  const value = series.values[at] ?? null;
  const width = (STEP - 12) / of;
  // Hollow and a quarter high: there is no number, and it is not nothing.
  const height = value === null ? HEIGHT / 4 : Math.max(1.5, (value * HEIGHT) / full);
  const look = value === null ? "column hidden" : `column ${series.look}`;
  const x = at * STEP + 6 + place * width;
  return <rect class={look} x={x} y={HEIGHT - height} width={width - 2} height={height} />;
}

interface PictureProps {
  readonly title: string;
  readonly about: string;
  readonly months: readonly string[];
  readonly series: readonly Series[];
}

function Picture({ title, about, months, series }: PictureProps) {
  const name = useId();
  const full = most(series.flatMap(({ values }) => values));
  const width = Math.max(1, months.length) * STEP;
  return (
    <svg
      class="columns"
      role="img"
      viewBox={`0 0 ${width} ${HEIGHT + 1}`}
      preserveAspectRatio="none"
      aria-labelledby={`${name}-title ${name}-desc`}
    >
      <title id={`${name}-title`}>{title}</title>
      <desc id={`${name}-desc`}>{about}</desc>
      {months.map((month, at) =>
        series.map((each, place) => (
          <Column
            key={`${month} ${each.name}`}
            series={each}
            at={at}
            place={place}
            of={series.length}
            full={full}
          />
        )),
      )}
      <line class="floor" x1={0} x2={width} y1={HEIGHT} y2={HEIGHT} />
    </svg>
  );
}

function Key({ look }: { look: string }) {
  return (
    <svg class="key" viewBox="0 0 10 10" aria-hidden="true">
      <rect class={`column ${look}`} x={0.5} y={0.5} width={9} height={9} />
    </svg>
  );
}

function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul class="legend">
      {series.map(({ name, look }) => (
        <li key={name}>
          <Key look={look} />
          {name}
        </li>
      ))}
      {series.some(({ values }) => values.includes(null)) ? (
        <li>
          <Key look="hidden" />
          {t("oversight.not_shown")}
        </li>
      ) : null}
    </ul>
  );
}

interface ChartProps {
  readonly title: string;
  /** Oldest first. */
  readonly months: readonly string[];
  readonly series: readonly Series[];
}

function NumberTable({ title, months, series }: ChartProps) {
  return (
    <table class="numbers">
      <caption class="visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t("oversight.month")}</th>
          {series.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {months
          .map((month, at) => (
            <tr key={month}>
              <th scope="row">{monthName(month)}</th>
              {series.map(({ name, values }) => (
                <td key={name}>{words(values[at] ?? null)}</td>
              ))}
            </tr>
          ))
          .toReversed()}
      </tbody>
    </table>
  );
}

/** Columns month by month, and the table of the same numbers under it. */
export function MonthChart({ title, months, series }: ChartProps) {
  const { t } = useWords();
  const [first, last] = [months[0] ?? "", months.at(-1) ?? ""];
  const about = t("oversight.chart_about", {
    names: list(series.map(each => each.name)),
    from: monthName(first, "long"),
    to: monthName(last, "long"),
  });
  return (
    <div class="chart card">
      <h3>{title}</h3>
      <Legend series={series} />
      <Picture {...{ title, about, months, series }} />
      <p class="ends" aria-hidden="true">
        <span>{monthName(first)}</span>
        {first === last ? null : <span>{monthName(last)}</span>}
      </p>
      <Disclosure summary={t("oversight.as_table")}>
        <NumberTable {...{ title, months, series }} />
      </Disclosure>
    </div>
  );
}
