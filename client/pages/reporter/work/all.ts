/** All panels of what is told of the work on a case: one part, fetched with the first thing that one shows. */

import { panel as interviews } from "./interviews.ts";
import type { SHOWN } from "./shown.ts";
import type { Panel } from "./side.ts";

export const PANELS: Readonly<Record<(typeof SHOWN)[number], Panel>> = {
  interview: interviews,
};
