/** What of it is next. */

import type { Given } from "../given.ts";
import type { Work } from "../model.ts";

export function interviewsNext(_work: Work): Given[] {
  return [];
}
