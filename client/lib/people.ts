/**
 * The signing keys of everyone who ever stood in a roster: a letter outlives its author's place in
 * the list. Older rosters are fetched one by one, and only where a letter needs them; each must be
 * the very note that the newer one names, signed by the same root key.
 */

import type { Bytes } from "./bytes.ts";
import { publicKey } from "./ed25519.ts";
import { type Roster, verifyRoster } from "./roster.ts";

type Listed = Pick<Roster, "entries">;

export class SigningKeys {
  readonly #known = new Map<string, Bytes>();
  readonly #fetchNote: (version: number) => Promise<string>;
  /** The oldest roster read so far; null where there is none to go back from. */
  #oldest: Roster | null;

  constructor(newest: Roster | null, fetchNote: (version: number) => Promise<string>) {
    this.#oldest = newest;
    this.#fetchNote = fetchNote;
    this.#learn(newest ?? { entries: [] });
  }

  /** The key of an author, null where no roster names them or an older one cannot be had. */
  async of(author: string): Promise<Bytes | null> {
    while (!this.#known.has(author) && (await this.#goBack())) {
      // one roster further each time
    }
    return this.#known.get(author) ?? null;
  }

  // A newer roster was learnt first and stays: an id keeps the key it had last.
  #learn({ entries }: Listed): void {
    for (const { id, signing } of entries) {
      if (!this.#known.has(id)) this.#known.set(id, publicKey(signing));
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
      this.#learn(older);
      return true;
    } catch {
      return false; // what cannot be verified names nobody; the letter is shown as not genuine
    }
  }
}
