/** What board, audit committee and works council see: how promises are kept, without any report. */

import { deskApi } from "../../../lib/deskapi.ts";
import type { Alarm, Figure, Month, Shown, Week } from "../../../lib/figures.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { type Column, Table } from "../../../ui/Table.tsx";
import type { Content } from "../frameState.ts";
import { day, moment } from "../times.ts";
import { useWords } from "../useWords.ts";
import { type Key, language, t, term } from "../words.ts";
import { BarTable, MonthChart, monthName, number, type Row, type Series, words } from "./charts.tsx";

const API = "/desk/api/oversight";

function Tile({ name, figure, least }: { name: Key; figure: Figure; least: number }) {
  return (
    <div class="tile card">
      <dt>{t(name)}</dt>
      {figure.total === null ? (
        <dd class="few">{t("oversight.fewer", { number: number(least) })}</dd>
      ) : (
        <dd>{number(figure.total)}</dd>
      )}
    </div>
  );
}

function itemName(by: string, item: string): string {
  if (by === "tier") return term("tier", item);
  if (by === "kind") return term("duty", item);
  if (by === "unit") return item === "several" ? t("oversight.several") : item;
  if (by === "due") return item === "later" ? t("oversight.later") : weekOf(item);
  return term(by === "code" ? "worked" : "suspension", item);
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

type Ways = readonly (readonly [string, Key])[];

/** A count with each of its breakdowns; in words where it is too small for any. */
function Standing({ title, figure, ways, least }: { title: Key; figure: Figure; ways: Ways; least: number }) {
  return (
    <section>
      <h2>{t(title)}</h2>
      {figure.total === null ? (
        <p class="soft">{t("oversight.too_few", { number: number(least) })}</p>
      ) : (
        <div class="figures">
          {ways.map(([by, name]) => (
            <div class="card" key={by}>
              <BarTable title={t(name)} unit={t("oversight.cases")} rows={rowsOf(figure, by)} />
            </div>
          ))}
        </div>
      )}
    </section>
  );
}

function hours(value: number | null): string {
  if (value === null) return t("oversight.not_shown");
  const unit = value > 48 ? "day" : "hour";
  const size = unit === "day" ? value / 24 : value;
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "long" }).format(size);
}

function Acknowledged({ months }: { months: readonly Month[] }) {
  const columns: readonly Column<Month>[] = [
    { key: "month", head: t("oversight.month"), cell: ({ month }) => monthName(month) },
    { key: "cases", head: t("oversight.cases"), cell: ({ acknowledged }) => words(acknowledged.cases) },
    { key: "median", head: t("oversight.median"), cell: ({ acknowledged }) => hours(acknowledged.median) },
    {
      key: "slowest",
      head: t("oversight.slowest"),
      cell: ({ acknowledged }) => hours(acknowledged.slowest_tenth),
    },
  ];
  return (
    <div class="card chart taken">
      <h3 id="taken">{t("oversight.acknowledged")}</h3>
      <p class="hint">{t("oversight.acknowledged_more")}</p>
      <Table
        class="numbers"
        labelledBy="taken"
        columns={columns}
        rows={months}
        keyOf={({ month }) => month}
      />
    </div>
  );
}

type Drawn = readonly [name: Key, look: Series["look"], pick: (month: Month) => Shown];

const total = (pick: (month: Month) => Figure) => (month: Month) => pick(month).total;
const updates = (pick: (month: Month) => Figure) => (month: Month) => pick(month).by.kind?.update ?? null;

/** What is drawn of each month, by the chart that it stands in. */
const CHARTS: readonly (readonly [title: Key, drawn: readonly Drawn[]])[] = [
  [
    "oversight.promises",
    [
      ["oversight.kept", "first", total(month => month.kept)],
      ["oversight.missed", "second", total(month => month.missed)],
    ],
  ],
  [
    "oversight.updates",
    [
      ["oversight.kept", "first", updates(month => month.kept)],
      ["oversight.missed", "second", updates(month => month.missed)],
    ],
  ],
  ["oversight.before", [["oversight.cases", "first", ({ before }) => before?.total ?? null]]],
  ["oversight.escalations", [["oversight.cases", "first", total(month => month.escalations)]]],
  [
    "oversight.asked",
    [
      ["oversight.demands", "first", total(month => month.demands)],
      ["oversight.overridden", "second", total(month => month.overridden)],
    ],
  ],
  [
    "oversight.findings",
    [
      ["oversight.findings_all", "first", ({ findings }) => findings?.total ?? null],
      ["worked.substantiated", "second", ({ findings }) => findings?.by.code?.substantiated ?? null],
    ],
  ],
  [
    "oversight.gate",
    [
      ["oversight.gate_filed", "first", ({ gate }) => gate?.total ?? null],
      ["oversight.gate_late", "second", ({ gate }) => gate?.by.time?.late ?? null],
    ],
  ],
];

function Charts({ months: newest }: { months: readonly Month[] }) {
  const months = newest.toReversed();
  const names = months.map(({ month }) => month);
  return (
    <>
      {CHARTS.map(([title, drawn]) => {
        const series = drawn.map(([name, look, pick]) => ({ name: t(name), look, values: months.map(pick) }));
        return <MonthChart key={title} title={t(title)} months={names} series={series} />;
      })}
    </>
  );
}

/** By what was found, of the newest month of which a number may be shown; nothing where there is none. */
function Findings({ months }: { months: readonly Month[] }) {
  const shown = months.find(({ findings }) =>
    Object.values(findings?.by.code ?? {}).some(each => each !== null),
  );
  if (!shown?.findings) return null;
  const rows = rowsOf(shown.findings, "code");
  return (
    <div class="card">
      <BarTable
        title={t("oversight.findings_month", { month: monthName(shown.month, "long") })}
        unit={t("oversight.cases")}
        rows={rows}
      />
      <p class="hint">{t("oversight.findings_more")}</p>
    </div>
  );
}

function ByMonth({ months }: { months: readonly Month[] }) {
  return (
    <section>
      <h2>{t("oversight.by_month")}</h2>
      <p class="hint">{t("oversight.by_month_more")}</p>
      {months.length === 0 ? (
        <p class="soft">{t("oversight.no_month")}</p>
      ) : (
        <div class="figures charts">
          <Charts months={months} />
          <Findings months={months} />
          <Acknowledged months={months} />
        </div>
      )}
    </section>
  );
}

function Downloads() {
  const title = new URLSearchParams({ title: t("oversight.calendar_title") });
  return (
    <p class="row">
      <a class="button quiet" href={`${API}/duties.csv`} download>
        {t("oversight.csv")}
      </a>
      <a class="button quiet" href={`${API}/duties.ics?${title.toString()}`} download>
        {t("oversight.calendar")}
      </a>
    </p>
  );
}

/** A witness that saw another or a longer log is another matter than one that does not watch it. */
const GATE = {
  keeper: "oversight.gate_keeper",
  keepers: "oversight.gate_keepers",
  action: "oversight.gate_action",
  seats: "oversight.gate_seats",
} as const;

const OTHER_LOG = new Set(["ahead", "fork"]);

function alarmWords({ kind, subject, what, since }: Alarm): string {
  if (kind === "file") return t("oversight.alarm_file", { day: day(since) });
  if (kind === "clock") return t("oversight.alarm_clock", { name: subject, day: day(since) });
  if (kind === "epoch") return t("oversight.alarm_epoch", { day: day(since) });
  if (kind === "gate") return t(GATE[subject as keyof typeof GATE], { day: day(since) });
  const key = OTHER_LOG.has(what) ? "oversight.alarm_other" : "oversight.alarm_refuses";
  return t(key, { name: subject, day: day(since) });
}

function Alarms({ alarms }: { alarms: readonly Alarm[] }) {
  if (alarms.length === 0) return null;
  return (
    <Notice kind="grave">
      <h2>{t("oversight.alarm")}</h2>
      <ul>
        {alarms.map(alarm => (
          <li key={`${alarm.kind} ${alarm.subject} ${alarm.what}`}>{alarmWords(alarm)}</li>
        ))}
      </ul>
      <p>{t("oversight.alarm_do")}</p>
    </Notice>
  );
}

const WHOSE: Ways = [
  ["unit", "oversight.by_unit"],
  ["tier", "oversight.by_tier"],
  ["kind", "oversight.by_kind"],
];

function Tiles({ week: { least, ...week } }: { week: Week }) {
  return (
    <dl class="tiles">
      <Tile name="oversight.open" figure={week.open} least={least} />
      <Tile name="oversight.overdue" figure={week.overdue} least={least} />
      <Tile name="oversight.suspended" figure={week.suspended} least={least} />
      <Tile name="oversight.evidence" figure={week.evidence} least={least} />
      {week.copies ? <Tile name="oversight.copies" figure={week.copies} least={least} /> : null}
      {week.caseload ? <Tile name="oversight.caseload" figure={week.caseload} least={least} /> : null}
    </dl>
  );
}

function OversightPage({ week, alarms }: { week: Week; alarms: readonly Alarm[] }) {
  const { t } = useWords();
  const { least } = week;
  const open: Ways = [...WHOSE, ["due", "oversight.by_due"]];
  const suspended: Ways = [["reason", "oversight.by_reason"]];
  return (
    <div class="page oversight">
      <h1>{t("tier.0")}</h1>
      <p class="lead">{t("oversight.lead")}</p>
      <Alarms alarms={alarms} />
      <p>{t("oversight.as_of", { when: moment(new Date(week.made)), next: day(week.next) })}</p>
      <Notice kind="calm">
        <p>{t("oversight.small", { number: number(least) })}</p>
      </Notice>
      <Tiles week={week} />
      <Downloads />
      <Standing title="oversight.overdue" figure={week.overdue} ways={WHOSE} least={least} />
      <Standing title="oversight.open" figure={week.open} ways={open} least={least} />
      <Standing title="oversight.suspended" figure={week.suspended} ways={suspended} least={least} />
      <ByMonth months={week.months} />
    </div>
  );
}

/** The page. Raises ApiError (`not_found`) for who has no oversight. */
export async function oversightPage(): Promise<Content> {
  const [week, alarms] = await Promise.all([deskApi().oversight(), deskApi().alarms()]);
  return () => <OversightPage week={week} alarms={alarms} />;
}
