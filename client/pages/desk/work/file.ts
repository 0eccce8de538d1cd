/** The file of a worked case, opened. */

import { publicApi } from "../../../lib/api.ts";
import { publicKey } from "../../../lib/ed25519.ts";
import { type OpenFile, openFile } from "../../../lib/fileKey.ts";
import { identitiesIn } from "../../../lib/keyring.ts";
import type { LetterOrFailure } from "../../../lib/letterAuthors.ts";
import type { MoveLetter } from "../../../lib/moves.ts";
import { judgePartyKeys, type PartyKeys } from "../../../lib/partyKeys.ts";
import { SigningKeys } from "../../../lib/signingKeys.ts";
import type { PartyKeysView, WorkedFileView, WorkView } from "../../../lib/wire.ts";
import { api, type OpenCase } from "../case/model.ts";
import type { Unlocked } from "../session.ts";

/** The file as it is shown. */
export interface WorkFile {
  readonly view: WorkedFileView;
  readonly opened: OpenFile;
  /** Whether whoever looks reads any of it. */
  readonly reads: boolean;
  readonly letters: ReadonlyMap<string, MoveLetter>;
  /** What parties enrolled, and what is wrong with it. */
  readonly parties: readonly PartyKeys[];
  readonly faults: readonly string[];
}

/** The key that a party says it signed with, where it enrolled it; else its newest. */
function partyKey(parties: readonly PartyKeysView[], author: string, claimed: string): string | undefined {
  const own = parties.filter(({ party }) => party === author);
  return (own.find(({ signing }) => signing === claimed) ?? own.at(-1))?.signing;
}

function keyOf({ parties }: WorkView, open: OpenCase, signers: SigningKeys) {
  return (author: string, day: string, claimed: string) => {
    if (author === "reporter") return publicKey(open.reporter.signing);
    const party = partyKey(parties, author, claimed);
    return party === undefined ? signers.of(author, day, claimed) : publicKey(party);
  };
}

async function opened(
  given: WorkedFileView,
  view: WorkView,
  open: OpenCase,
  desk: Unlocked,
): Promise<OpenFile> {
  const signers = new SigningKeys(desk.roster, version => publicApi().roster(version));
  const world = {
    case: open.id,
    readers: open.readers,
    history: open.history,
    generation: open.generation,
    successors: () => signers.successors,
    keyOf: keyOf(view, open, signers),
    fetch: (letter: string) => api.fileLetter(open.id, letter),
  };
  return openFile(given, world, { id: desk.me.id, identities: identitiesIn(desk.keyring) });
}

/** What a party wrote counts by a key that is theirs. */
function heldAgainst(parties: readonly PartyKeys[], entry: LetterOrFailure): LetterOrFailure {
  if (!entry.ok) return entry;
  const { author, key } = entry.letter.body;
  const isTheirs = parties.some(each => each.party === author && each.signing === key && each.fault === "");
  if (isTheirs || !parties.some(({ party }) => party === author)) return entry;
  return { ...entry, letter: { ...entry.letter, doubts: [...entry.letter.doubts, "key"] } };
}

/** Null where the file has no key yet. */
export async function openFileOf(view: WorkView, open: OpenCase, desk: Unlocked): Promise<WorkFile | null> {
  if (view.file === null) return null;
  const file = await opened(view.file, view, open, desk);
  const world = { file, invitations: view.invitations, history: open.history };
  const parties = await judgePartyKeys(view.parties, world);
  const read = new Map(file.letters.map(each => [each.id, heldAgainst(parties, each)]));
  const letters = view.file.letters.map(({ id, sha256, generation }): [string, MoveLetter] => {
    return [id, { sha256, read: file.keys.has(generation) ? (read.get(id) ?? null) : null }];
  });
  return {
    view: view.file,
    opened: file,
    parties,
    reads: file.keys.size > 0,
    letters: new Map(letters),
    faults: file.faults,
  };
}
