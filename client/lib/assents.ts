/**
 * Who signed beside a move: by a letter of their own to the file, which says the whole shell, and by the log
 * (docs/spec/sealing.md, 11). The server's list of them counts for nothing. Pure.
 */

import { rowOf } from "./caseworkState.ts";
import { signers } from "./casework.ts";
import { erasureOf } from "./erased.ts";
import type { History } from "./history.ts";
import type { LetterOrFailure } from "./letterAuthors.ts";
import { fits, type Shell, shellDigest } from "./shell.ts";
import type { AssentView, MoveView } from "./wire.ts";

/** What signatures are held against. */
export interface Signing {
  readonly assents: readonly Pick<AssentView, "holder" | "shell" | "file_letter">[];
  /** By id; `read` is null of what is sealed to a key that whoever looks has not. */
  readonly letters: ReadonlyMap<string, { readonly sha256: string; readonly read: LetterOrFailure | null }>;
  /** Null where something of it is kept from whoever looks, which the page says of all. */
  readonly history: Pick<History, "fields"> | null;
}

type Given = Signing["assents"][number];

function isLogged({ holder, shell, file_letter }: Given, { letters, history }: Signing): boolean {
  const sha256 = letters.get(file_letter)?.sha256;
  const said = { event: "assent_given", actor: holder, shell, file_letter: sha256 };
  const has = (own: ReadonlyMap<string, string>) =>
    Object.entries(said).every(([name, value]) => own.get(name) === value);
  return history === null || [...history.fields.values()].some(has);
}

async function isSigned({ holder, file_letter }: Given, shell: Shell, { letters }: Signing) {
  const letter = letters.get(file_letter);
  if (letter?.read === null || erasureOf(letter?.read)) return true;
  if (!letter?.read.ok) return false;
  const { body, doubts } = letter.read.letter;
  const isTheirs = body.kind === "assent" && body.author === holder && doubts.length === 0;
  return isTheirs && (await fits(shell, { ...body.content })).length === 0;
}

/** Ids of those who signed the move of this shell. */
export async function signedBy(shell: Shell, given: Signing): Promise<string[]> {
  const digest = await shellDigest(shell);
  const found: string[] = [];
  for (const each of given.assents) {
    if (each.shell !== digest || !isLogged(each, given)) continue;
    if (await isSigned(each, shell, given)) found.push(each.holder);
  }
  return found;
}

type Signed = Pick<MoveView, "object" | "record" | "move" | "version" | "actor" | "at" | "agreed" | "code">;

/** Whether as many others signed a move as it takes, and each whom the server names. */
export async function isSignedBeside(view: Signed, shell: Shell, given: Signing): Promise<boolean> {
  const { agreed, actor, code, record } = view;
  const row = rowOf({ ...view, id: record, agreed: [] });
  if (new Set([actor, ...agreed]).size !== agreed.length + 1) return false;
  if (agreed.length < signers(row, code, shell.from)) return false;
  const signed = agreed.length > 0 ? await signedBy(shell, given) : [];
  return agreed.every(id => signed.includes(id));
}
