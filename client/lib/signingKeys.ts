/**
 * The signing keys of everyone who ever stood in a roster, each for the days on which they did: a
 * letter outlives its author's place in the list and the keys that it was signed with, and nobody
 * goes on signing after either. Older rosters are fetched one by one, and only where a letter needs
 * them; each must be the very note that the newer one names, signed by the same root key.
 */

import type { Bytes } from "./bytes.ts";
import { publicKey, sameKey } from "./ed25519.ts";
import type { Successor } from "./readers.ts";
import { type Roster, verifyRoster } from "./roster.ts";

/** A key and the days on which a roster lets it sign, both inclusive, UTC. */
interface Term {
  readonly key: Bytes;
  readonly from: string;
  readonly until: string;
}

const EVER = "9999-12-31";

export class SigningKeys {
  /** By id, what the newest roster says first. */
  readonly #known = new Map<string, Term[]>();
  readonly #successors: Successor[] = [];
  readonly #fetchNote: (version: number) => Promise<string>;
  /** The oldest roster read so far; null where there is none to go back from. */
  #oldest: Roster | null;
  /** On the way to the one before it: letters are opened side by side, and each waits for the same. */
  #going: Promise<boolean> | null = null;

  constructor(newest: Roster | null, fetchNote: (version: number) => Promise<string>) {
    this.#oldest = newest;
    this.#fetchNote = fetchNote;
    if (newest) this.#learn(newest, EVER);
  }

  /**
   * The key that an author had on a day (`YYYY-MM-DD`, UTC), null where no roster lists them for it
   * or an older one cannot be had. While keys are changed there are two: then the one that is
   * `claimed` (base64), where it is one of them.
   */
  async of(author: string, day: string, claimed = ""): Promise<Bytes | null> {
    for (;;) {
      const terms = (this.#known.get(author) ?? []).filter(({ from, until }) => from <= day && day <= until);
      const term = terms.find(({ key }) => sameKey(key, claimed)) ?? terms[0];
      if (term) return term.key;
      this.#going ??= this.#goBack().finally(() => {
        this.#going = null;
      });
      if (!(await this.#going)) return null;
    }
  }

  /** Which key followed on which, in the rosters that were read so far. */
  get successors(): readonly Successor[] {
    return this.#successors;
  }

  /** `end`: the day on which the next roster took its place; what it says holds until then. */
  #learn({ entries }: Pick<Roster, "entries">, end: string): void {
    for (const { id, signing, from, until, earlier = [] } of entries) {
      const last = until !== null && until < end ? until : end;
      const terms = [{ signing, until: last }, ...earlier].map(each => {
        return { key: publicKey(each.signing), from, until: each.until < last ? each.until : last };
      });
      this.#known.set(id, [...(this.#known.get(id) ?? []), ...terms]);
      for (const [at, { signing: before }] of earlier.entries()) {
        // The roster was verified: each of its keys signed for the next.
        this.#successors.push({ holder: id, before, after: earlier[at + 1]?.signing ?? signing, by: before });
      }
    }
  }

  async #goBack(): Promise<boolean> {
    const newer = this.#oldest;
    this.#oldest = null;
    if (!newer || newer.previous === null) return false;
    try {
      const note = await this.#fetchNote(newer.version - 1);
      const older = await verifyRoster(note, { root: newer.root, site: newer.site });
      if (older.sha256 !== newer.previous) return false;
      this.#oldest = older;
      this.#learn(older, newer.issued.slice(0, 10));
      return true;
    } catch {
      return false; // what cannot be verified names nobody; the letter is shown as not genuine
    }
  }
}
