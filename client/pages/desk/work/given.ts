/** One thing that waits for somebody in a worked case. */

import type { Part } from "./store.ts";

export interface Next {
  readonly who: string;
  readonly what: string;
  readonly part: Part;
  readonly mine: boolean;
}

/** Without `who` it waits for whoever leads. */
export type Given = Omit<Next, "who"> & { readonly who?: string };
