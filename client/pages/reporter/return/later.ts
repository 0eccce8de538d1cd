/** Parts of the way back that are fetched when she presses for them. */

import { byId } from "../../dom.ts";
import { started, stopped } from "../../started.ts";

/** A part that does not come is said where she looks, with the other ways: no button does nothing. */
function missing(error: unknown): never {
  const unstarted = byId("unstarted");
  unstarted.role = "alert";
  // Words that came a second late would grow above where she was led.
  unstarted.style.animation = "none";
  stopped();
  unstarted.scrollIntoView();
  throw error;
}

export const actions = () =>
  import("./actions.ts").then(part => {
    started();
    return part;
  }, missing);
