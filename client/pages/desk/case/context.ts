/** What a part of the case's page is given: the case, and the ways on from it. */

import type { Content } from "../frame.ts";
import type { OpenCase } from "./model.ts";

/** Shows the case anew, with what changed said aloud. */
export type Again = (said: string) => Promise<void>;

export interface CaseContext {
  readonly open: OpenCase;
  readonly again: Again;
  /** Shows a page of its own. */
  readonly put: (page: Content) => void;
}
