/**
 * Who of the readers cannot judge a report about whom: asked for in batches that do not show the
 * server whom she named (client/lib/conflicts.ts), and by the names on the signed list, here. Nothing
 * is asked of a table that the log does not prove.
 */

import { publicApi } from "../lib/api.ts";
import { serverTime } from "../lib/clock.ts";
import { Unproved } from "../lib/conflictproof.ts";
import { type Conflict, Conflicts } from "../lib/conflicts.ts";
import { type Checked, mayBe, type Named, type Out, type Reader } from "./readers.ts";
import { trust } from "./site.ts";

const table = new Conflicts(publicApi().conflicts, async () => {
  const { roster } = await trust();
  return { policy: roster, now: serverTime() };
});

type Found = ReadonlyMap<string, readonly Conflict[]>;

function outsOf({ name, key, line, failed }: Named, readers: readonly Reader[], matches: Found): Out[] {
  const person = name || key;
  const known = [name, key].flatMap(text => matches.get(text) ?? []);
  const listed = known.filter(({ relation }) => line || relation === "self");
  const alike = readers
    .filter(reader => mayBe(name, reader.name))
    .map(({ id }) => ({ holder: id, relation: "name" }));
  return [...listed, ...alike].map(each => ({ ...each, person, failed }));
}

function isKnown({ id }: Reader): boolean {
  return table.head?.holders.includes(id) ?? false;
}

/** Looks up whom she named. Never fails: what could not be asked is told by `whole`. */
export async function checkNamed(named: readonly Named[], readers: readonly Reader[]): Promise<Checked> {
  const texts = [...new Set(named.flatMap(({ name, key }) => [name, key]))].filter(Boolean);
  // What was answered before in this visit holds, also where nothing more can be asked.
  let proved = true;
  const kept = (error: unknown) => {
    proved = !(error instanceof Unproved);
    return table.atHand(texts);
  };
  const matches: Found = await table
    .of(texts)
    .catch(kept)
    .catch(() => new Map());
  const ids = new Set(readers.map(({ id }) => id));
  const each = named.map(one => ({ one, outs: outsOf(one, readers, matches) }));
  return {
    outs: each.flatMap(({ outs }) => outs).filter(({ holder }) => ids.has(holder)),
    unmatched: each.flatMap(({ one, outs }) => (outs.length === 0 ? [one.name || one.key] : [])),
    proved,
    // A reader whom the table does not have yet was not compared with anybody.
    whole: texts.length === 0 || (texts.every(text => matches.has(text)) && readers.every(isKnown)),
  };
}
