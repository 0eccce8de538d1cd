/** Times of promises: the moment where she is, and how far off that is. */

import { serverTime } from "../../../lib/clock.ts";
import { relativeTime } from "../../../lib/relativeTime.ts";
import { language, written } from "../../dom.ts";

/** "in 3 hours", "2 days ago". */
export function fromNow(iso: string): string {
  const format = new Intl.RelativeTimeFormat(language(), { numeric: "always" });
  return format.format(...relativeTime(new Date(iso), serverTime()));
}

/** The day of an instant, where she is; it may be years ago. */
export function dayOf(iso: string): string {
  return new Intl.DateTimeFormat(written(), { dateStyle: "long" }).format(new Date(iso));
}
