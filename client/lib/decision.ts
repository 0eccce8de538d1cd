/**
 * What was decided about how a case goes on, held against what the server says of it: the letter says the
 * shell again (shell.ts), and the log has who decided, when, which way and by which letter.
 */

import { erasureOf } from "./erased.ts";
import type { History } from "./history.ts";
import type { Doubt } from "./letter.ts";
import type { LetterOrFailure } from "./letterAuthors.ts";
import { fits, type Shell, shellWith } from "./shell.ts";
import type { CaseView, DecisionView } from "./views.ts";

/** `shell`: the server says otherwise than its author signed; `log`: the log has it otherwise, or not. */
export type DecisionFault = Doubt | "unreadable" | "shell" | "log";

/** A decision as it can be shown. */
export interface Decision {
  /** The leaf of its event. */
  readonly event: string;
  readonly letter: string;
  readonly author: string;
  readonly at: string;
  /** The code of how it goes on. */
  readonly route: string;
  /** The reason; empty where it could not be read. */
  readonly text: string;
  /** Empty where everything holds: else it is shown as not genuine. */
  readonly faults: readonly DecisionFault[];
}

/** The event by which a case is decided. */
export const TRIAGED = "case_triaged";

type Decided = Pick<CaseView, "case" | "letters" | "decisions">;

/** What a decision is of: the record of the case itself. */
export function shellOf(
  id: string,
  { from, to, code, version }: Pick<DecisionView, "from" | "to" | "code" | "version">,
): Shell {
  return shellWith({ object: "case", id, move: "triage", version, from, to, code });
}

/** Whether the log has it as the server shows it. */
function isLogged(view: Decided, decision: DecisionView, { fields }: Pick<History, "fields">): boolean {
  const own = fields.get(decision.event);
  const listed = view.letters.find(({ id }) => id === decision.letter);
  const said = { event: TRIAGED, actor: decision.author, at: decision.at, route: decision.code };
  const letter = listed?.sha256;
  return Object.entries({ ...said, letter }).every(([name, value]) => own?.get(name) === value);
}

async function judged(
  view: Decided,
  decision: DecisionView,
  read: LetterOrFailure | undefined,
  history: Pick<History, "fields"> | null,
): Promise<Decision> {
  const { event, letter, author, at, code: route } = decision;
  const faults: DecisionFault[] = history === null || isLogged(view, decision, history) ? [] : ["log"];
  const shown = { event, letter, author, at, route };
  if (erasureOf(read)) return { ...shown, text: "", faults };
  if (!read?.ok) return { ...shown, text: "", faults: ["unreadable", ...faults] };
  const { body, doubts } = read.letter;
  const content = body.content as unknown as Readonly<Record<string, unknown>>;
  const text = typeof content["text"] === "string" ? content["text"].trim() : "";
  const isSaid = text !== "" && body.kind === "decision" && body.author === author;
  const differing = await fits(shellOf(view.case, decision), content, { older: true });
  if (!isSaid || differing.length > 0) faults.unshift("shell");
  return { ...shown, text, faults: [...doubts, ...faults] };
}

/** A decision that the log tells of and the server does not list. */
function unlisted(leaf: string, own: ReadonlyMap<string, string>): Decision {
  const of = (name: string): string => own.get(name) ?? "";
  const [author, at, route] = [of("actor"), of("at"), of("route")];
  return { event: leaf, letter: "", author, at, route, text: "", faults: ["log"] };
}

/**
 * Every decision, the newest by the log first. `letters`: as they were opened and judged; `history`: what
 * was followed of the log, null where something is kept from whoever looks (which the page says of all).
 */
export async function decisionsOf(
  view: Decided,
  letters: readonly LetterOrFailure[],
  history: Pick<History, "fields"> | null,
): Promise<Decision[]> {
  const each = view.decisions.map(decision => {
    const read = letters.find(({ id }) => id === decision.letter);
    return judged(view, decision, read, history);
  });
  const listed = await Promise.all(each);
  const logged = [...(history?.fields ?? [])].filter(([, own]) => own.get("event") === TRIAGED);
  const hidden = logged.filter(([leaf]) => !listed.some(({ event }) => event === leaf));
  const leaves = logged.map(([leaf]) => leaf);
  const all = [...listed, ...hidden.map(([leaf, own]) => unlisted(leaf, own))];
  // By their places in the log: a server could show an earlier one as the newest.
  return all.sort((a, b) => leaves.indexOf(a.event) - leaves.indexOf(b.event)).reverse();
}
