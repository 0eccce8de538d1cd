/** The file of a worked case, opened. */

import { publicApi } from "../../../lib/api.ts";
import type { Bytes } from "../../../lib/bytes.ts";
import { publicKey } from "../../../lib/ed25519.ts";
import { type OpenFile, openFile } from "../../../lib/fileKey.ts";
import { whoSawMoreOfFile } from "../../../lib/fileSeen.ts";
import { identitiesIn } from "../../../lib/keyring.ts";
import type { LetterOrFailure } from "../../../lib/letterAuthors.ts";
import type { MoveLetter } from "../../../lib/moves.ts";
import { judgePartyKeys, type PartyKeys } from "../../../lib/partyKeys.ts";
import { vouchedIn, type VouchedKeys } from "../../../lib/partyVouch.ts";
import { SigningKeys } from "../../../lib/signingKeys.ts";
import type { PartyKeysView, WorkedFileView, WorkView } from "../../../lib/wire.ts";
import type { OpenCase } from "../case/model.ts";
import type { Unlocked } from "../session.ts";
import { keptOf } from "./kept.ts";

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
  /** Who had seen what is not shown to whoever looks: ids of holders and parties, or `reporter`. */
  readonly sawMore: readonly string[];
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

/** A sealed letter of the file. Raises what the server says. */
export function sealedLetter(of: string, letter: string): Promise<Bytes> {
  return keptOf(of).fetch(letter);
}

/**
 * Letters by which it is known who reads the file and who is in the case: before them nothing is shown.
 */
export function neededFirst({ moves, file }: WorkView): ReadonlySet<string> {
  const notes = (file?.letters ?? []).filter(({ kind, party }) => kind === "note" && party === "");
  const people = moves.filter(({ object }) => object === "party");
  const ids = people.flatMap(each => [each.file_letter, each.party_letter]);
  return new Set([...notes.map(({ id }) => id), ...ids]);
}

async function opened(
  given: WorkedFileView,
  view: WorkView,
  open: OpenCase,
  desk: Unlocked,
): Promise<OpenFile> {
  const kept = keptOf(open.id);
  const signers = new SigningKeys(desk.roster, version => publicApi().roster(version));
  const world = {
    case: open.id,
    readers: open.readers,
    history: open.history,
    generation: open.generation,
    successors: () => signers.successors,
    keyOf: keyOf(view, open, signers),
    fetch: (letter: string) => kept.fetch(letter),
    opened: kept.opened,
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

/** What readers said of parties' keys, under the file keys that whoever looks has. */
export function vouchedFor(
  { letters }: Pick<WorkedFileView, "letters">,
  { matter, letters: read }: Pick<OpenFile, "matter" | "letters">,
  under?: number,
): VouchedKeys[] {
  return letters.flatMap(({ generation, party }, at) => {
    const one = read[at];
    const counts = one?.ok && party === "" && (under === undefined || generation === under);
    return counts ? vouchedIn(one.letter, { matter, generation }) : [];
  });
}

type Is = (letter: string) => boolean;

/** Null where the file has no key yet. Only those letters are opened that `isWanted`; of others nothing is said. */
export async function openFileOf(
  view: WorkView,
  open: OpenCase,
  desk: Unlocked,
  isWanted: Is = () => true,
): Promise<WorkFile | null> {
  if (view.file === null) return null;
  const wanted = { ...view.file, letters: view.file.letters.filter(({ id }) => isWanted(id)) };
  const file = await opened(wanted, view, open, desk);
  const vouched = vouchedFor(wanted, file);
  const world = { file, invitations: view.invitations, history: open.history, vouched };
  const parties = await judgePartyKeys(view.parties, world);
  const judged = file.letters.map(each => heldAgainst(parties, each));
  const read = new Map(judged.map(each => [each.id, each]));
  // Of some letters alone, those of a room would name others that are only not opened yet.
  const isWhole = wanted.letters.length === view.file.letters.length;
  const sawMore = open.history && isWhole ? whoSawMoreOfFile(open.history, wanted.letters, judged) : [];
  const letters = view.file.letters.map(({ id, sha256, generation }): [string, MoveLetter] => {
    return [id, { sha256, read: file.keys.has(generation) ? (read.get(id) ?? null) : null }];
  });
  return {
    view: view.file,
    // What they wrote themselves was written by what they were shown: if some of it is gone, nothing is sealed.
    opened: sawMore.includes(open.me) ? { ...file, mayWrite: false } : file,
    parties,
    reads: file.keys.size > 0,
    letters: new Map(letters),
    faults: file.faults,
    sawMore,
  };
}
