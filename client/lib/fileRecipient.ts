/**
 * To whom the reporter's own letters to the file are sealed: a reader of the case told it in a letter, and the
 * log has that this key was made, and told by this letter (docs/spec/sealing.md, 5).
 */

import { isId, utf8 } from "./bytes.ts";
import type { Signer } from "./ed25519.ts";
import { sha256hex } from "./hash.ts";
import type { History } from "./history.ts";
import { type Draft, sealLetter, type SealedLetter } from "./letter.ts";
import type { Heard, LetterOrFailure } from "./letterAuthors.ts";
import type { Readers } from "./readers.ts";
import type { CaseView } from "./views.ts";

export interface FileRecipient {
  /** What a letter of the file says as its case. */
  readonly matter: string;
  readonly generation: number;
  /** age1pq1… */
  readonly recipient: string;
}

const MADE = "file_key_made";

/** What a letter tells, where all else about it holds and its author still reads the case. */
function toldIn(entry: LetterOrFailure, { readers }: Pick<Heard, "readers">): FileRecipient | null {
  if (!entry.ok || entry.letter.doubts.length > 0 || entry.letter.body.kind !== "file-key") return null;
  const { author, key, content } = entry.letter.body;
  // Of a report from before statements nobody can say who reads it: the page says so of all of it.
  if (readers.newest >= 0 && !readers.speaks(author, key, readers.newest)) return null;
  const { matter, generation, recipient } = content as unknown as Readonly<Record<string, unknown>>;
  if (!isId(matter) || !Number.isSafeInteger(generation) || typeof recipient !== "string") return null;
  return { matter, generation: generation as number, recipient };
}

/** Whether the log has it that this key was made and told so. */
async function isLogged(
  { generation, matter, recipient }: FileRecipient,
  letter: string | undefined,
  log: Pick<History, "fields">,
): Promise<boolean> {
  const said = {
    ...{ event: MADE, matter, generation: String(generation), told: letter },
    file_recipient: await sha256hex(utf8(recipient)),
  };
  return [...log.fields.values()].some(own =>
    Object.entries(said).every(([name, value]) => own.get(name) === value),
  );
}

/**
 * Whether nobody who read the case when a key was told, or since, was left out of it: they may have that key,
 * and the server's word that they lost it is no proof (docs/spec/sealing.md, 10, "Floor").
 */
function isKeptBy(told: number, { newest, members }: Pick<Readers, "newest" | "members">): boolean {
  const since = [...members].filter(([generation]) => generation >= told).flatMap(([, there]) => [...there]);
  return newest < 0 || since.every(([id]) => members.get(newest)?.has(id));
}

/** The newest; null where none is told that holds: then there is nothing to seal to. */
export async function fileRecipientOf(
  view: Pick<CaseView, "letters">,
  heard: Pick<Heard, "letters" | "readers">,
  log: Pick<History, "fields">,
): Promise<FileRecipient | null> {
  let newest: FileRecipient | null = null;
  let under = 0;
  for (const entry of heard.letters) {
    const told = toldIn(entry, heard);
    const listed = view.letters.find(({ id }) => id === entry.id);
    if (told === null || told.generation <= (newest?.generation ?? -1)) continue;
    if (!(await isLogged(told, listed?.sha256, log))) continue;
    newest = told;
    under = listed?.generation ?? 0;
  }
  // An older one is no way out: whoever was left out may have that, too.
  return isKeptBy(under, heard.readers) ? newest : null;
}

/** A letter of the reporter's to the file, as the API takes it. */
export async function sealForFile(
  { matter, generation, recipient }: FileRecipient,
  draft: Omit<Draft<"record">, "case">,
  signer: Signer,
): Promise<SealedLetter & { readonly to: "file"; readonly generation: number }> {
  const sealed = await sealLetter({ ...draft, case: matter }, signer, [recipient]);
  return { ...sealed, to: "file", generation };
}
