/** Making a package at the desk: sealed as it is made, and counting once the log has that it is handed over. */

import { publicApi } from "../../../../lib/api.ts";
import type { Started } from "../../../../lib/agefile.ts";
import { hex, random } from "../../../../lib/bytes.ts";
import { serverTime } from "../../../../lib/clock.ts";
import { checkAll, sizeOf } from "../../../../lib/package/items.ts";
import { make } from "../../../../lib/package/making.ts";
import {
  inParts,
  picker,
  pour,
  type Sink,
  storage,
  type Stored,
  sweep,
  type TakePart,
} from "../../../../lib/package/ways.ts";
import { Store } from "../../../../lib/store.ts";
import { onLock } from "../../session.ts";
import type { CaseRecord, Work } from "../model.ts";
import { sendMove, type Words } from "../moving.ts";
import { itemsOf } from "./contents.ts";
import { chosenFor } from "./exhibits.ts";

/** How far it is. `first`: all is looked at before anything is given away. */
export interface Progress {
  readonly first: boolean;
  readonly done: number;
  readonly all: number;
}

/** A part that has to be saved before the next is made. */
export interface Part {
  readonly blob: Blob;
  readonly number: number;
  readonly last: boolean;
  readonly taken: () => void;
}

/** Of one package: its words, empty where it is sealed to a key; and an address to save it from, empty where it is saved. */
export interface Ready {
  readonly words: string;
  readonly href: string;
  readonly remove: () => void;
}

/** By the id of its record. */
export const ready = new Store<ReadonlyMap<string, Ready>>(new Map());

function keep(id: string, words: string, stored: Stored | null): void {
  const href = stored ? URL.createObjectURL(stored.blob) : "";
  const remove = (): void => {
    if (href !== "") URL.revokeObjectURL(href);
    void stored?.remove();
    ready.update(all => new Map([...all].filter(([other]) => other !== id)));
  };
  addEventListener("pagehide", remove, { once: true });
  ready.update(all => new Map([...all, [id, { words, href, remove }]]));
}

onLock(() => {
  for (const { remove } of ready.value.values()) remove();
});

export interface Asked {
  readonly work: Work;
  readonly record: CaseRecord;
  readonly started: () => Promise<Started>;
  /** The words that open it; empty where it is sealed to a key. */
  readonly shown: string;
  /** Of the transfer form. */
  readonly words: Words;
  readonly progress: (now: Progress) => void;
  readonly part: (part: Part) => void;
}

/** The first way that this browser has. Raises AbortError where no file was picked after all. */
async function sinkFor({ work, record, progress, part }: Asked): Promise<Sink> {
  const pick = picker();
  if (pick) return pick();
  if (ready.value.size === 0) await sweep();
  const stored = await storage();
  if (stored) return stored;
  const { packed } = chosenFor(work, record);
  const all = sizeOf(packed);
  await checkAll(packed, done => progress({ first: true, done, all }));
  const take: TakePart = (blob, number, last) =>
    new Promise(taken => {
      part({ blob, number, last, taken });
    });
  return inParts(take);
}

/** Where the reporter was kept from knowing, it is handed over so, too. */
function moveFor({ state }: CaseRecord): string {
  return state === "untold" ? "hand_over_untold" : "hand_over";
}

/**
 * Makes it and says in the log that it is handed over; then it is whole. Raises BadItem, BadBag, AbortError,
 * NotAllowed and what the server or the disk says: nothing of it is left then.
 */
export async function handOver(asked: Asked): Promise<void> {
  const { work, record, words } = asked;
  const sink = await sinkFor(asked);
  const chosen = chosenFor(work, record);
  const all = sizeOf(chosen.packed);
  const { organisation } = await publicApi().site();
  const about = {
    organisation,
    case: work.open.id,
    day: serverTime().toISOString().slice(0, 10),
    maker: "desk",
    ground: record.code,
    salt: hex(random(32)),
  };
  const made = make({
    items: itemsOf(work, chosen, about),
    about,
    started: await asked.started(),
    progress: done => asked.progress({ first: false, done, all }),
  });
  const exhibits = chosen.packed.map(each => each.record.past[0]?.number ?? 0).join(", ");
  const step = { object: "package", id: record.id, move: moveFor(record) };
  const said = () => sendMove(work, { ...step, digest: made.digest(), words: { ...words, exhibits } });
  keep(record.id, asked.shown, await pour(made.sealed, sink, said));
}
