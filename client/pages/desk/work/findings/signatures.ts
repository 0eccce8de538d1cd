/** Who signed beside a move that is not made yet, and as what. */

import { useEffect, useState } from "preact/hooks";
import { signedBy } from "../../../../lib/assents.ts";
import { signers } from "../../../../lib/casework.ts";
import { emptyRecord, one, rowOf } from "../../../../lib/caseworkState.ts";
import { BadShell, parseShell, type Shell } from "../../../../lib/shell.ts";
import { LocalizedError, t } from "../../words.ts";
import type { CaseRecord, Work } from "../model.ts";
import { against, assentsTo, type Step, versionOf } from "../moving.ts";

/** Somebody's signature. */
export interface Signature {
  readonly holder: string;
  readonly shell: Shell;
  readonly text: string;
}

type Base = Pick<Step, "object" | "id" | "move">;

function shellIn(content: Readonly<Record<string, unknown>>): Shell | null {
  try {
    return parseShell(content["record"]);
  } catch (error) {
    if (error instanceof BadShell) return null;
    throw error;
  }
}

/** Signatures of the next move of a record that hold, each with what it was given for. */
async function signaturesOf(work: Work, { object, id, move }: Base): Promise<Signature[]> {
  const { letters, open, view } = work;
  const version = versionOf(work.state, object, id) + 1;
  const found: Signature[] = [];
  for (const each of view.assents) {
    const isOfIt = each.object === object && each.record === id && each.move === move;
    const read = letters.get(each.file_letter)?.read;
    if (!isOfIt || each.version !== version || !read?.ok) continue;
    const content = read.letter.body.content as unknown as Readonly<Record<string, unknown>>;
    const shell = shellIn(content);
    if (shell === null) continue;
    const held = { assents: [each], letters, history: open.history };
    const [holder] = await signedBy(shell, held);
    const text = typeof content["text"] === "string" ? content["text"].trim() : "";
    if (holder !== undefined) found.push({ holder, shell, text });
  }
  return found;
}

/** Null until that is known. */
export function useSignatures(
  work: Work,
  { object, id }: CaseRecord,
  move: string,
): readonly Signature[] | null {
  const [found, setFound] = useState<readonly Signature[] | null>(null);
  useEffect(() => {
    let here = true;
    void signaturesOf(work, { object, id, move }).then(each => {
      if (here) setFound(each);
    });
    return () => {
      here = false;
    };
  }, [work, object, id, move]);
  return found;
}

/** What is asked of who finds together; a form to find out whether they do must be there first. */
const TOGETHER: readonly string[] = ["found_together", "stayed_together"];

/** Why whoever looks cannot make this move, whoever signs it beside them; empty where they can. */
export function stops(work: Work, step: Base & Partial<Step>): string {
  const { proven, lapsed } = work.open;
  if (!proven || lapsed) return "not_yours";
  const reason = against(work, step);
  return TOGETHER.includes(reason) ? "" : reason;
}

/** The step with everybody who signed exactly it. Raises LocalizedError where it takes more. */
export async function withSignatures(work: Work, step: Step): Promise<Step> {
  const agreed = (await assentsTo(work, step)).filter(id => id !== work.me.id);
  const { object, id } = step;
  const row = rowOf({ object, id, move: step.move, actor: "", at: "", version: 0 });
  const { state } = one(work.state, object, id) ?? emptyRecord(object, id);
  if (agreed.length < signers(row, step.code ?? "", state)) {
    throw new LocalizedError(() => t("signing.first"));
  }
  return agreed.length > 0 ? { ...step, agreed } : step;
}
