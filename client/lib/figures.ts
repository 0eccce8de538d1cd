/** The board's figures (docs/spec/openapi.json): a number that is not shown is null, never 0. */

import type { Figure } from "./wire.ts";

export type { Alarm, Figure, Month, Week } from "./wire.ts";
export type Shown = Figure["total"];
