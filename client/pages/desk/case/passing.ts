/** Passing a case on: to whom it can be passed, and doing it. */

import { signAlone } from "../../../lib/alone.ts";
import { newId } from "../../../lib/bytes.ts";
import { serverTime } from "../../../lib/clock.ts";
import { rewrap, sealLetter } from "../../../lib/desk.ts";
import { state } from "../../../lib/readers.ts";
import type { Holder } from "../../../lib/roster.ts";
import { t, term } from "../words.ts";
import { type Lookup, lookUp } from "./conflictLookup.ts";
import { api, keysOf, type OpenCase } from "./model.ts";

type Parts = readonly string[];

/** The parts of a name, without case and accents, in no order. */
function nameParts(name: string): Parts {
  const plain = name.normalize("NFKD").toLowerCase().replaceAll(/\p{M}/gu, "");
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** "Xu" may be "Xu Wen": who was named by half a name is not handed the case either. */
function mayBe(one: Parts, other: Parts): boolean {
  const [less, more] = one.length < other.length ? [one, other] : [other, one];
  return less.length > 0 && less.every(part => more.includes(part));
}

/** The names that the report gives, as they were written. */
export function namesIn(open: OpenCase): string[] {
  const people = open.letters.flatMap(({ kind, content }) =>
    kind === "report" && Array.isArray(content?.["people"]) ? content["people"] : [],
  );
  const names = people.map((person: unknown) => (person as { name?: unknown } | null)?.name);
  return [...new Set(names.filter(name => typeof name === "string" && name.trim() !== ""))] as string[];
}

/** How somebody has to do with whom the report names. */
export function relationsIn(lookup: Lookup, holder: string): string {
  const matches = lookup.matches.get(holder) ?? [];
  const words = matches.map(({ text, relation }) =>
    t("leave.because", { who: text, how: term("near", relation) }),
  );
  return words.join(" ");
}

export interface Hindrance {
  readonly words: string;
  /** False: somebody who reads it already may still be made its lead. */
  readonly barred: boolean;
}

/**
 * Why somebody may not have to do with a case that names these people, or null; of whom they stand near
 * only where the directory was asked.
 */
export function nearness(
  names: readonly string[],
  { id, name }: Pick<Holder, "id" | "name">,
  lookup: Lookup | null,
): string {
  const own = nameParts(name);
  if (names.some(each => mayBe(nameParts(each), own))) return t("pass.named");
  return lookup ? relationsIn(lookup, id) : "";
}

/** Why somebody cannot be passed the case, or null. `lookup`: null where the directory was not asked. */
export function hindranceTo(open: OpenCase, holder: Holder, lookup: Lookup | null): Hindrance | null {
  const barred = (words: string): Hindrance => ({ words, barred: true });
  const here = open.holders.find(({ id }) => id === holder.id);
  if (here?.left) return barred(t("pass.left"));
  if (open.left_out?.includes(holder.id)) return barred(t("pass.left_out"));
  const near = nearness(namesIn(open), holder, lookup);
  if (near !== "") return barred(near);
  return here?.released ? { words: t("pass.reads"), barred: false } : null;
}

/** Who stands near any of these; null where the table of conflicts could not be had. */
export async function compareNames(
  names: readonly string[],
  holders: readonly Pick<Holder, "id">[],
): Promise<Lookup | null> {
  if (names.length === 0) return { matches: new Map(), unknown: new Set() };
  const ids = holders.map(({ id }) => id);
  return lookUp(names, ids).catch(() => null);
}

/**
 * Before somebody new is handed the key, a message to the reporter says so: only by that can the
 * reporter and the others tell that what they write comes from somebody who was let in. Nothing where
 * the reporter chose them.
 */
async function letIn(open: OpenCase, to: Holder): Promise<void> {
  const { generation, readers } = open;
  const keys = keysOf(open);
  if (!readers.bases.has(generation) || readers.members.get(generation)?.has(to.id)) return;
  const stated = { generation, recipient: keys.view.case_recipient, holders: [to], prev: readers.last };
  const [now, said] = [serverTime(), await state(stated)];
  const signed = await signAlone(said, { case: open.case, author: open.me, now }, keys.signer);
  const content = { words: t("pass.told", { name: to.name, role: to.role }), readers: said, signed };
  const letter = { kind: "message" as const, seq: keys.nextSeq, content, now };
  await api.send(open.id, { ...(await sealLetter(keys, letter)), generation, kind: letter.kind });
}

export async function passTo(open: OpenCase, to: Holder): Promise<void> {
  await letIn(open, to);
  await api.pass(open.id, { id: newId(), to: to.id, wraps: await rewrap(keysOf(open), to) });
}
