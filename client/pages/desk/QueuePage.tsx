/** The queue: what is open to this handler. References, times and states; never content. */

import { useState } from "preact/hooks";
import { serverTime } from "../../lib/clock.ts";
import { deskApi, type KeyChange, type QueueRow as Row } from "../../lib/deskapi.ts";
import { Button } from "../../ui/Button.tsx";
import { Name } from "../../ui/Name.tsx";
import { Notice, Refusal } from "../../ui/Notice.tsx";
import { type Column, Table } from "../../ui/Table.tsx";
import { useAction } from "../../ui/useAction.ts";
import { useTime } from "../../ui/useTime.ts";
import { type Content, announce } from "./frameState.ts";
import { noteRows } from "./opened.ts";
import { desk } from "./session.ts";
import { countdown, hour, iso, moment, pressure } from "./times.ts";
import { hasUnsent } from "./unsent.ts";
import { useWords } from "./useWords.ts";
import { count, t } from "./words.ts";

type Filter = "open" | "closed";
const FILTERS: readonly Filter[] = ["open", "closed"];

/** The chosen filter and the cursors of the pages before this one. */
interface Place {
  readonly filter: Filter;
  readonly back: readonly (string | null)[];
  readonly cursor: string | null;
}

interface Shown extends Place {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

type Go = (to: Place) => unknown;

function Due({ due }: { due: string | null }) {
  const { t } = useWords();
  const now = useTime();
  if (due === null) return <span class="soft">{t("queue.nothing_due")}</span>;
  const when = new Date(due);
  return (
    <time class={`due ${pressure(when, now)}`} dateTime={iso(when)} title={moment(when)}>
      {countdown(when, now)}
    </time>
  );
}

/** Not opened yet, or what is new since; nothing where all of it has been seen. */
function News({ row: { opened, unread } }: { row: Row }) {
  if (opened && unread === 0) return null;
  return <span class="badge new">{opened ? count("queue.unread", unread) : t("queue.unopened")}</span>;
}

const WEEK = 7 * 24 * 3_600_000;

/** Who reads a case is compared with those it names when it is opened: nobody has for a week. */
function Uncompared({ row: { opened, looked } }: { row: Row }) {
  const since = serverTime().getTime() - new Date(looked ?? 0).getTime();
  if (!opened || since < WEEK) return null;
  return <span class="badge">{t("queue.uncompared")}</span>;
}

function Reference({ row }: { row: Row }) {
  return (
    <>
      <a href={`#/case/${row.id}`} class="ref" dir="ltr">
        {row.ref}
      </a>
      {row.urgent ? <span class="badge unsafe">{t("queue.urgent")}</span> : null}
      <News row={row} />
      <Uncompared row={row} />
      {hasUnsent(row.id) ? <span class="badge">{t("queue.unsent")}</span> : null}
    </>
  );
}

/** While the reporter can still undo a withdrawal, until when. */
function State({ row: { state, returns_until: end } }: { row: Row }) {
  const { t, term } = useWords();
  const until = end === null ? null : new Date(end);
  return (
    <>
      {term("state", state)}
      {until !== null && until > serverTime() ? (
        <p class="small">{t("queue.returns", { when: moment(until) })}</p>
      ) : null}
    </>
  );
}

function useColumns(): readonly Column<Row>[] {
  const { t } = useWords();
  const received = (row: Row) => new Date(row.received);
  return [
    { key: "ref", head: t("queue.ref"), cell: row => <Reference row={row} /> },
    { key: "due", head: t("queue.due"), cell: row => <Due due={row.next_due} /> },
    { key: "state", head: t("queue.state"), cell: row => <State row={row} /> },
    {
      key: "received",
      head: t("queue.received"),
      cell: row => <time dateTime={iso(received(row))}>{hour(received(row))}</time>,
    },
    {
      key: "lead",
      head: t("queue.lead"),
      cell: row => (row.lead ? <Name>{row.lead}</Name> : t("queue.no_lead")),
    },
  ];
}

/** Up, Down, Home and End move between the rows while one of them has the focus. */
function walkRows(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a.ref")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const moves: Record<string, number> = {
    ArrowDown: Math.min(at + 1, links.length - 1),
    ArrowUp: Math.max(at - 1, 0),
    Home: 0,
    End: links.length - 1,
  };
  const to = moves[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  links[to]?.focus();
}

function emptyWords(filter: Filter): string {
  return t(filter === "open" ? "queue.empty" : "queue.empty_closed");
}

function Empty({ filter }: { filter: Filter }) {
  return (
    <div class="card empty">
      <h2>{emptyWords(filter)}</h2>
      {filter === "open" ? <p>{t("queue.empty_more")}</p> : null}
    </div>
  );
}

function Rows({ shown }: { shown: Shown }) {
  const columns = useColumns();
  if (shown.rows.length === 0) return <Empty filter={shown.filter} />;
  return (
    <>
      <Table
        class="queue"
        labelledBy="queue-title"
        columns={columns}
        rows={shown.rows}
        keyOf={row => row.id}
        rowClass={row => (row.urgent ? "urgent" : "")}
      />
      {shown.rows.length > 1 ? <p class="hint">{t("queue.keys")}</p> : null}
    </>
  );
}

function Pager({ shown, go }: { shown: Shown; go: Go }) {
  const { filter, back, cursor, next } = shown;
  const before = back.at(-1);
  if (before === undefined && next === null) return null;
  const newer = (): unknown => go({ filter, back: back.slice(0, -1), cursor: before ?? null });
  const older = (): unknown => go({ filter, back: [...back, cursor], cursor: next });
  return (
    <nav class="row pager" aria-label={t("queue.pages")}>
      {before === undefined ? null : <Button onPress={newer}>{t("queue.newer")}</Button>}
      {next === null ? null : <Button onPress={older}>{t("queue.older")}</Button>}
    </nav>
  );
}

function Filters({ shown, go }: { shown: Shown; go: Go }) {
  return (
    <div class="filters" role="group" aria-label={t("queue.show")}>
      {FILTERS.map(filter => (
        <Button
          key={filter}
          pressed={filter === shown.filter}
          onPress={() => go({ filter, back: [], cursor: null })}
        >
          {t(`queue.${filter}`)}
        </Button>
      ))}
    </div>
  );
}

/** What is due soonest first; what owes nothing, last. */
function byDue(a: Row, b: Row): number {
  return (a.next_due ?? "9").localeCompare(b.next_due ?? "9");
}

async function load(place: Place): Promise<Shown> {
  const page = await deskApi().cases(place.filter, place.cursor ?? "");
  noteRows(page.cases);
  announce(page.cases.length > 0 ? count("queue.shown", page.cases.length) : emptyWords(place.filter));
  // A queue of one page is put by what is due first; a longer one keeps the order of its pages.
  const whole = place.cursor === null && page.next === null;
  return { ...place, rows: whole ? page.cases.toSorted(byDue) : page.cases, next: page.next };
}

/** A mail said that something waits: this may be it. */
function KeysNotice({ changed }: { changed: KeyChange | null }) {
  const { t, term } = useWords();
  if (!changed || serverTime().getTime() - new Date(changed.at).getTime() > WEEK) return null;
  const values = { when: moment(new Date(changed.at)), what: term("change", changed.change) };
  return (
    <Notice kind="calm">
      <p>
        {t("queue.keys_changed", values)} <a href="#/account">{t("queue.keys_look")}</a>
      </p>
    </Notice>
  );
}

function Calendar() {
  const title = new URLSearchParams({ title: t("calendar.word") });
  return (
    <>
      <p class="calendar">
        <a href={`/desk/api/duties.ics?${title.toString()}`} download="duties.ics">
          {t("queue.calendar")}
        </a>
      </p>
      <p class="hint">{t("queue.calendar_hint")}</p>
    </>
  );
}

function QueuePage({ start }: { start: Shown }) {
  const { t } = useWords();
  const [shown, setShown] = useState(start);
  const turning = useAction(async (to: Place) => setShown(await load(to)));
  const { active, changed } = desk();
  return (
    <div class="page">
      <h1 id="queue-title">{t("queue.title")}</h1>
      {active ? null : (
        <Notice kind="warm">
          <p>{t("queue.not_active")}</p>
        </Notice>
      )}
      <KeysNotice changed={changed} />
      <p class="hint">{t("queue.lead_in")}</p>
      <div onKeyDown={walkRows}>
        <Filters shown={shown} go={turning.run} />
        <Refusal error={turning.error} />
        <Rows shown={shown} />
        <Pager shown={shown} go={turning.run} />
      </div>
      <Calendar />
    </div>
  );
}

/** The page. */
export async function queuePage(): Promise<Content> {
  const start = await load({ filter: "open", back: [], cursor: null });
  return () => <QueuePage start={start} />;
}
