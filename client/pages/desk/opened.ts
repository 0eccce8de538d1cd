/** Which cases this person has opened, as far as this sitting knows: what is said before a first
 * opening is not said again. Kept by person, since another may unlock the same tab. */

import { deskApi, type QueueRow } from "../../lib/deskapi.ts";
import { desk } from "./session.ts";

const known = new Set<string>();

function mark(id: string): string {
  return `${desk().me.id} ${id}`;
}

export function noteOpened(id: string): void {
  known.add(mark(id));
}

/** Takes over what a page of the queue says. */
export function noteRows(rows: readonly QueueRow[]): void {
  for (const { id, opened } of rows) if (opened) noteOpened(id);
}

/** Somebody who comes by a link has not seen the queue: its first page is asked. */
export async function openedBefore(id: string): Promise<boolean> {
  if (!known.has(mark(id))) noteRows((await deskApi().cases("open")).cases);
  return known.has(mark(id));
}
