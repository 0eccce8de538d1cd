/** Which exhibits go into a package of the desk, and why the others do not (docs/spec/casework.md, "Handing a case over"). */

import type { Bytes } from "../../../../lib/bytes.ts";
import { every } from "../../../../lib/caseworkState.ts";
import { hasMinor } from "../../../../lib/caseworkMinor.ts";
import { MAX_SEALED } from "../../../../lib/exhibits.ts";
import { holds, movesOf } from "../../../../lib/moves.ts";
import { exhibitPath } from "../../../../lib/package/bag.ts";
import { BadItem, type Exhibit, named } from "../../../../lib/package/items.ts";
import { sealedFile } from "../../case/viewing.ts";
import { fileOf, isOfReport, keptContent, keptOf, numberOf } from "../exhibits/copies.ts";
import type { CaseRecord, Work } from "../model.ts";
import { newest, said } from "../naming.ts";

/** Why an exhibit is not in it. */
export type Out = "privileged" | "intimate" | "withheld" | "unreceived" | "gone" | "elsewhere" | "doubtful";

export interface Packed extends Exhibit {
  readonly record: CaseRecord;
}

export interface Chosen {
  readonly packed: readonly Packed[];
  readonly left: readonly { readonly record: CaseRecord; readonly why: Out }[];
}

const HERE: readonly string[] = ["received", "verified", "exhibited"];
const GONE: readonly string[] = ["returned", "destroyed"];

/** What is intimate goes along by the reporter's letter alone; never where somebody is under age. */
function mayBeIntimate(work: Work, handing: CaseRecord): boolean {
  const own = movesOf(work.moves, "package", handing.id);
  const granted = own.findLast(({ moved }) => moved.move === "grant");
  const stands = handing.state === "agreed" && holds(work.moves, handing);
  return stands && said(granted, "intimate") === "yes" && !hasMinor(work.state);
}

function whyOut(work: Work, record: CaseRecord, intimate: boolean): Out | null {
  if (!holds(work.moves, record)) return "doubtful";
  if (record.code === "privileged") return "privileged";
  if (record.code === "intimate" && !intimate) return "intimate";
  if (record.state === "withheld") return "withheld";
  if (GONE.includes(record.state)) return "gone";
  if (!HERE.includes(record.state)) return "unreceived";
  if (isOfReport(work, record)) return fileOf(work, record)?.about ? null : "gone";
  const kept = keptOf(work, record);
  return kept?.whole && kept.size <= MAX_SEALED ? null : "elsewhere";
}

/** Fetched and opened when it is read. */
function late(name: string, content: () => Promise<Bytes>): ReadableStream<Bytes> {
  const source = new ReadableStream<Bytes>({
    async pull(controller) {
      controller.enqueue(await content());
      controller.close();
    },
  });
  return named(name, source);
}

/** As it was received, or nothing: of a file of the report the letter has the digest that the custody record says. */
function streamOf(work: Work, record: CaseRecord, name: string): ReadableStream<Bytes> {
  const plain = newest(work, record, "plain");
  const shown = fileOf(work, record);
  if (shown?.about) {
    if (shown.about.digest !== plain) throw new BadItem(name);
    return named(name, sealedFile(work.open, shown.id, shown.about).stream());
  }
  const kept = keptOf(work, record);
  if (kept === null) throw new BadItem(name);
  return late(name, () => keptContent(work, record, kept));
}

function packed(work: Work, record: CaseRecord): Packed {
  const shown = fileOf(work, record);
  const called = shown?.about?.name ?? newest(work, record, "name");
  return {
    record,
    path: exhibitPath(record.past[0]?.number ?? 0, called),
    name: called,
    size: Number(newest(work, record, "size")) || 0,
    digest: newest(work, record, "plain"),
    stream: () => streamOf(work, record, numberOf(work, record)),
  };
}

export function chosenFor(work: Work, handing: CaseRecord): Chosen {
  const intimate = mayBeIntimate(work, handing);
  const all = every(work.state, "exhibit").toSorted((a, b) => a.number - b.number);
  const judged = all.map(record => ({ record, why: whyOut(work, record, intimate) }));
  return {
    packed: judged.flatMap(({ record, why }) => (why === null ? [packed(work, record)] : [])),
    left: judged.flatMap(({ record, why }) => (why === null ? [] : [{ record, why }])),
  };
}

/** Files that came with the report and are no exhibit: nobody has said of them what they are. */
export function unnoted(work: Work): readonly string[] {
  const taken = every(work.state, "exhibit").map(record => newest(work, record, "file"));
  return work.open.files.flatMap(({ id, about }) => (about && !taken.includes(id) ? [about.name] : []));
}
