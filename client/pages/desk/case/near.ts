/** Who stands near whom, by the newest table of conflicts, and when a case was last looked at for it. */

import { lookUp } from "./conflictLookup.ts";
import { nearness } from "./passing.ts";

export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface Near extends Person {
  /** Of whom, and how. */
  readonly why: string;
}

/** Those of them who stand near somebody who is named. Raises as `lookUp`. */
export async function compareAll(names: readonly string[], people: readonly Person[]): Promise<Near[]> {
  if (names.length === 0 || people.length === 0) return [];
  const found = await lookUp(
    names,
    people.map(({ id }) => id),
  );
  return people.flatMap(({ id, name }) => {
    const why = nearness(names, { id, name }, found);
    return why === "" ? [] : [{ id, name, why }];
  });
}
