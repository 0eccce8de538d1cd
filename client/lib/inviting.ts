/** What a handler's browser makes to invite a party: nine words, and what goes to the server (channel.md, 3 and 4). */

import { base64 } from "./bytes.ts";
import type { Signer } from "./ed25519.ts";
import {
  expiryOf,
  type Invitation,
  invitationDigest,
  sealInvitation,
  type TeamMember,
} from "./invitation.ts";
import { deriveInvite, newInvite } from "./invitecode.ts";
import { sealKept } from "./invitekept.ts";
import { type CodeLanguage, wordsOf } from "./returncode.ts";
import { fingerprint, type Roster } from "./roster.ts";
import type { Invitation as Sent } from "./wire.ts";

export interface Inviting {
  readonly roster: Roster;
  readonly party: string;
  /** The newest file key that is proven. */
  readonly file: { readonly recipient: string; readonly generation: number };
  /** Who reads it, as they stated: ids with their keys. */
  readonly team: readonly TeamMember[];
  readonly by: string;
  readonly signer: Signer;
  /** Of which list the words are. */
  readonly language: CodeLanguage;
  readonly now: Date;
}

export interface MadeInvitation {
  /** To be told, and kept nowhere. */
  readonly words: readonly string[];
  readonly sent: Omit<Sent, "move">;
}

/** Raises BadInvitation, AgeError. */
export async function makeInvitation(inviting: Inviting): Promise<MadeInvitation> {
  const { roster, party, file, team, by, signer, language, now } = inviting;
  const entropy = await newInvite(language);
  const keys = await deriveInvite(entropy, roster.site);
  const invitation: Invitation = {
    root: await fingerprint(roster.root),
    roster: roster.sha256,
    party,
    locator: keys.stored,
    file_recipient: file.recipient,
    generation: file.generation,
    team: team.map(({ id, signing }) => ({ id, signing })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    by,
    expires: expiryOf(now),
  };
  const [sealed, kept, digest] = await Promise.all([
    sealInvitation(invitation, keys, signer),
    sealKept({ invitation, mac: keys.mac }, signer),
    invitationDigest(invitation),
  ]);
  const { locator, expires, generation } = invitation;
  const sent = { locator, digest, expires, generation, sealed: base64(sealed), kept: base64(kept) };
  return { words: await wordsOf(entropy, language), sent };
}
