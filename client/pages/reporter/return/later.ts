/** Parts of the way back that are fetched when she presses for them. */

import { started } from "../../started.ts";
import { missing } from "../missing.ts";

export const actions = () =>
  import("./actions.ts").then(part => {
    started();
    return part;
  }, missing);
