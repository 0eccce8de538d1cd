/** Parts of the way back that are fetched when she presses for them. */

import { byId } from "../../dom.ts";
import { started, stopped } from "../../started.ts";

/** A part that does not come is said where she looks, with the other ways: no button does nothing. */
function missing(error: unknown): never {
  const said = byId("unstarted");
  said.role = "alert";
  stopped();
  said.scrollIntoView();
  throw error;
}

export const deeds = () =>
  import("./deeds.ts").then(part => {
    started();
    return part;
  }, missing);
