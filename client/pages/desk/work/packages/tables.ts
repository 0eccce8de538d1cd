/** The tables of a package of the desk. */

import { every } from "../../../../lib/caseworkState.ts";
import { type Cells, table } from "../../../../lib/package/items.ts";
import type { Item } from "../../../../lib/package/making.ts";
import { textIn } from "../../case/letters.ts";
import { type Key, t, term } from "../../words.ts";
import { numberOf } from "../exhibits/copies.ts";
import type { CaseRecord, JudgedMove, Work } from "../model.ts";
import { actorName, partyName, said } from "../naming.ts";
import { codeWords, moveWords } from "../words.ts";
import type { Packed } from "./exhibits.ts";
import { pastOf } from "./words.ts";

/** Headings: of a custody record and of evidence as the pages say them. */
const head = (...keys: readonly Key[]): Cells => keys.map(key => t(key));

const CUSTODY = ["from", "kept", "condition", "tool"] as const;

function deed({ moved }: JudgedMove): string {
  const { move, code = "" } = moved;
  return move === "handle" ? codeWords(code) : moveWords(move);
}

function custodyRow(work: Work, move: JudgedMove): Cells {
  const { actor, at, agreed = [], digest = "", move: done } = move.moved;
  return [
    new Date(at).toISOString(),
    deed(move),
    actorName(work, actor),
    agreed.map(id => actorName(work, id)).join(", "),
    said(move, "text"),
    ...CUSTODY.map(name => said(move, name)),
    done === "note" ? "" : digest,
    said(move, "plain"),
    said(move, "sha256"),
    move.view.event,
  ];
}

/** Earlier packages that say that they have it. */
function handed(work: Work, number: number): JudgedMove[] {
  const moves = work.moves.filter(({ moved }) => moved.object === "package");
  return moves.filter(move => said(move, "exhibits").split(", ").includes(String(number)));
}

/** What was done with an exhibit, in its order, and in which packages it went out. */
function custody(work: Work, record: CaseRecord): readonly Cells[] {
  const all = [...pastOf(work, record), ...handed(work, record.past[0]?.number ?? 0)];
  const inOrder = all.toSorted((a, b) => Date.parse(a.moved.at) - Date.parse(b.moved.at));
  return inOrder.map(move => custodyRow(work, move));
}

export function custodyItems(work: Work, packed: readonly Packed[]): Item[] {
  const columns = head(
    ...(["package.column_when", "package.column_what", "package.column_by", "handover.beside"] as const),
    ...(["custody.text", "custody.from", "custody.kept", "custody.condition", "custody.tool"] as const),
    ...(["custody.sealed", "package.column_digest", "custody.sha256", "package.column_leaf"] as const),
  );
  return packed.map(({ record, path }) =>
    table(`40-custody/${path.split("/")[2] ?? numberOf(work, record)}.csv`, [
      columns,
      ...custody(work, record),
    ]),
  );
}

const timelineHead = (): Cells =>
  head(
    ...(["package.column_when", "package.column_what", "package.column_code"] as const),
    ...(["package.column_by", "package.column_leaf"] as const),
  );

function timeline({ open }: Work): Item {
  const rows = open.timeline.map(({ at, event, actor, name, leaf }): Cells => {
    const who = name || term("actor", actor);
    return [at, term("event", event), event, who, leaf];
  });
  return table("50-timeline.csv", [timelineHead(), ...rows]);
}

/** What others hold: what, who has it, and what came of asking them to keep it. */
function preservation({ open }: Work): Item[] {
  if (open.evidence.length === 0) return [];
  const rows = open.evidence.map(({ kind, letter, state, overwritten, ...when }): Cells => {
    const said = open.letters.find(({ id }) => id === letter);
    const told = (["what", "where", "holder", "from", "until"] as const).map(name => textIn(said, name));
    const { noted, ordered, confirmed, lost } = when;
    return [term("evidence_kind", kind), ...told, state, overwritten, noted, ordered, confirmed, lost];
  });
  const columns = head(
    ...(["evidence.kind", "evidence.what", "evidence.where", "evidence.holder"] as const),
    ...(["evidence.from", "handover.until", "queue.state", "handover.overwritten"] as const),
    ...(["handover.noted", "handover.ordered", "handover.confirmed", "handover.lost"] as const),
  );
  return [table("60-preservation/evidence.csv", [columns, ...rows])];
}

/** Who is in the case, and who reads it. */
function people(work: Work): Item {
  const parties = every(work.state, "party").map(({ id, code }): Cells => {
    return [id, partyName(work, id), id === "reporter" ? t("actor.reporter") : codeWords(code)];
  });
  const readers = work.open.holders.map(({ id, name, role }): Cells => [id, name, role]);
  return table("70-people.csv", [
    head("package.column_id", "identity.name", "package.column_role"),
    ...parties,
    ...readers,
  ]);
}

export function tableItems(work: Work): Item[] {
  return [timeline(work), ...preservation(work), people(work)];
}
