/** How what she is told of is called: whose seat it is, what kind of protection. */

import type { ToldRecord } from "../../../lib/toldMoves.ts";
import { t, term } from "../../dom.ts";
import type { InboxSession } from "./inboxSession.ts";

/** Whose seat it is: who declared it. */
export function holderOf({ moves }: ToldRecord): string {
  return moves.find(({ view }) => view.move === "declare")?.view.actor ?? "";
}

/** As the signed list of readers has them, which the root key signed; else as the server says. */
export function named(session: InboxSession, id: string): { name: string; role: string } {
  const listed = session.trusted?.roster.entries.find(each => each.id === id);
  return listed ?? session.view.holders.find(each => each.id === id) ?? { name: id, role: "" };
}

/** What kind it is, by the newest letter that says one. */
export function kindOf({ moves }: ToldRecord): string {
  const what = moves.findLast(({ words }) => words.what !== "")?.words.what ?? "";
  return term("protection", what, t("object.measure"));
}
