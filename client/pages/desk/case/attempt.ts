/** Deeds that may be refused. */

import { notice, replace } from "../dom.ts";
import { problemWords } from "../problems.ts";

export interface Attempt {
  readonly deed: () => Promise<unknown>;
  readonly after: () => Promise<unknown>;
  /** Where it is said that it did not work. */
  readonly place: HTMLElement;
}

/** Does it; what the server refuses is said where the reader is. */
export async function attempt({ deed, after, place }: Attempt): Promise<void> {
  try {
    await deed();
  } catch (error) {
    replace(place, notice("warm", problemWords(error)));
    return;
  }
  await after();
}
