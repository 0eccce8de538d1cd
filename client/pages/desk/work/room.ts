/** What a letter to a party says of their room: what was before it, and who reads (lib/partyChain.ts). */

import { sha256hex } from "../../../lib/hash.ts";
import { headsOf, teamToSay, toldIn, type ToldInRoom } from "../../../lib/partyChain.ts";
import type { RoomSaid } from "../../../lib/partyLetter.ts";
import { sealedLetter } from "./file.ts";
import type { Work } from "./model.ts";

/** Letters with a party since the keys that they have today: of those before, they are told nothing. */
function lettersSince({ view, file, open }: Work, party: string) {
  const places = new Map([...(open.history?.fields.keys() ?? [])].map((leaf, place) => [leaf, place]));
  const enrolled = view.parties.findLast(each => each.party === party);
  const since = places.get(enrolled?.event ?? "") ?? places.size;
  const letters = file?.view.letters ?? [];
  return letters.filter(each => each.party === party && (places.get(each.leaf) ?? -1) > since);
}

async function toldOf(work: Work, party: string): Promise<ToldInRoom[]> {
  const told = lettersSince(work, party).map(async ({ id }) => {
    const sha256 = await sha256hex(await sealedLetter(work.open.id, id));
    const read = work.file?.letters.get(id)?.read;
    return read?.ok ? toldIn(read.letter, sha256) : { sha256, held: null };
  });
  return Promise.all(told);
}

/** Raises what fetching a letter raises. */
export async function roomSaid(work: Work, party: string): Promise<RoomSaid> {
  const told = await toldOf(work, party);
  const { readers, generation } = work.file?.opened ?? {};
  const members = [...(readers?.members.get(generation ?? -1)?.values() ?? [])];
  return { before: headsOf(told), team: teamToSay(told, members) };
}
