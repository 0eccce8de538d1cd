/** Who stands near whom, by the newest table of conflicts. */

import { sleep } from "../../../lib/api.ts";
import { type Lookup, lookUp, newestTable } from "./conflictLookup.ts";
import { nearness } from "./passing.ts";

export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface Near extends Person {
  /** Of whom, and how. */
  readonly why: string;
}

/** Who was compared with whom, and what the table says; null where nobody was. */
export interface Looked {
  readonly names: readonly string[];
  readonly people: readonly Person[];
  readonly found: Lookup | null;
  /** Why it could not be looked up; null where it was. */
  readonly failed: unknown;
}

export const NOBODY: Looked = { names: [], people: [], found: null, failed: null };

/** Who waits for a page waits no longer than this for who stands near: it is said once it is known. */
const PATIENCE_MS = 1_000;

type Table = ReturnType<typeof newestTable>;

/** Those who stand near somebody who is named, and how, in the words of the language that is spoken now. */
export function nearIn({ names, people, found }: Looked): Near[] {
  if (found === null) return [];
  return people.flatMap(({ id, name }) => {
    const why = nearness(names, { id, name }, found);
    return why === "" ? [] : [{ id, name, why }];
  });
}

async function compared(names: readonly string[], people: readonly Person[], table?: Table): Promise<Looked> {
  if (names.length === 0 || people.length === 0) return NOBODY;
  const ids = people.map(({ id }) => id);
  const asked = { names, people, found: null, failed: null };
  return lookUp(names, ids, table).then(
    found => ({ ...asked, found }),
    (failed: unknown) => ({ ...asked, failed }),
  );
}

/**
 * Compares those who have to do with a case with those who are named in it, while it is opened: so what
 * comes of it stands on the page from the first, and moves nothing that somebody is about to press.
 */
export class Comparing {
  #table: Table | undefined;
  #asked = "";
  #looked = Promise.resolve(NOBODY);

  /** Asks for the table while the case is being read, where nobody was compared before. */
  begin(): void {
    if (this.#asked === "") this.#table ??= newestTable();
  }

  /**
   * Who of `people` stands near one of `names`; asked once, as long as they are the same. What takes long is
   * told to `late`, and until then it is nobody. Never rejects.
   */
  async of(
    names: readonly string[],
    people: readonly Person[],
    late: (looked: Looked) => void,
  ): Promise<Looked> {
    const asked = JSON.stringify([names, people.map(({ id, name }) => [id, name])]);
    if (asked !== this.#asked) {
      this.#looked = compared(names, people, this.#table);
      this.#asked = asked;
      this.#table = undefined; // whoever is named later is compared by the newest table of then
    }
    const looked = this.#looked;
    const soon = await Promise.race([looked, sleep(PATIENCE_MS)]);
    if (soon) return soon;
    void looked.then(async now => {
      await sleep(0); // after whoever asked has taken that it is nobody
      if (this.#looked === looked) late(now);
    });
    return NOBODY;
  }
}
