/**
 * Which moves sign the very words before them: their letter says `answers`, the digest of the newest
 * letter of that record that its author was told (docs/spec/sealing.md, 11). Whoever corrects or approves a
 * transcript so signs it, with each correction before, to the byte.
 */

const ANSWERING: Readonly<Record<string, readonly string[]>> = {
  measure: ["take_up", "accept"],
  interview: ["correct", "approve", "not_approve", "approve_on_paper"],
  gate: ["agree", "decline", "take_back"],
  settlement: ["accept"],
};

/** A server may say anything, `constructor` too. */
function of(table: Readonly<Record<string, readonly string[]>>, object: string): readonly string[] {
  return Object.hasOwn(table, object) ? (table[object] ?? []) : [];
}

export function isAnswer({ object, move }: { readonly object: string; readonly move: string }): boolean {
  return of(ANSWERING, object).includes(move);
}

/** What nobody can say in the place of the party whose record it is. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  interview: ["confirm", "decline", "correct", "approve", "not_approve"],
  gate: ["agree", "decline", "take_back", "revoke"],
};

/** Whether it is for the party itself to say, and for nobody else. */
export function isPartysOwn({ object, move }: { readonly object: string; readonly move: string }): boolean {
  return of(OWN, object).includes(move);
}
