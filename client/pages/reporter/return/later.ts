/** Parts of the way back that are fetched when she presses for them. */

import { learnWords } from "../../dom.ts";
import { started } from "../../started.ts";
import { missing } from "../missing.ts";

export const actions = () =>
  import("./actions.ts").then(part => {
    started();
    return part;
  }, missing);

/** What becomes of a report that is taken back, with its words: for those who do so. */
export const withdrawing = () =>
  Promise.all([actions(), learnWords("work").catch(missing)]).then(([part]) => part);

/** What makes a package, with its words: for the few who ask for one. */
export const packaging = () =>
  Promise.all([import("./packaging.ts"), learnWords("work")]).then(([part]) => {
    started();
    return part;
  }, missing);
