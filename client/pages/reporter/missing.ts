/** A part of a page that was fetched and did not come. */

import { byId } from "../dom.ts";
import { stopped } from "../started.ts";

/** It is said where somebody looks, with the other ways: no button does nothing. */
export function missing(error: unknown): never {
  const unstarted = byId("unstarted");
  unstarted.role = "alert";
  // Words that came a second late would grow above where somebody was led.
  unstarted.style.animation = "none";
  stopped();
  unstarted.scrollIntoView();
  throw error;
}
