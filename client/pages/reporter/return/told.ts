/** How what she is told of is called: whose seat it is, what kind of protection. */

import { recordsOf, type ToldMove, type ToldRecord } from "../../../lib/toldMoves.ts";
import type { CaseView } from "../../../lib/api.ts";
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

/** Whether nothing goes on in it by itself: the report was taken back, for now or for good. */
export function isTakenBack({ state }: Pick<CaseView, "state">): boolean {
  return state === "withdrawn" || state === "stopped";
}

/** The case as she is told of it, to be moved. Of what others moved she may know less: the server says so then. */
export function caseOf({ view, told }: Pick<InboxSession, "view" | "told">) {
  const [own] = recordsOf(told, "case");
  const versions = [own?.version ?? 0, ...view.decisions.map(({ version }) => version)];
  return { id: view.case, version: Math.max(...versions), state: view.phase, moves: own?.moves ?? [] };
}

/** The reporter's newest word on taking it back; undefined where there is none. */
export function newestOwn({ told }: Pick<InboxSession, "told">): ToldMove | undefined {
  const moves = recordsOf(told, "case").flatMap(each => each.moves);
  return moves.findLast(({ view }) => ["withdraw", "come_back"].includes(view.move));
}

/** What kind it is, by the newest letter that says one. */
export function kindOf({ moves }: ToldRecord): string {
  const what = moves.findLast(({ words }) => words.what !== "")?.words.what ?? "";
  return term("protection", what, t("object.measure"));
}
