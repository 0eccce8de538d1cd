/** From nine words to twelve: what a party's browser checks, in what order, and what it answers. */

import { ApiError, publicApi } from "./api.ts";
import { base64, type Bytes } from "./bytes.ts";
import { serverTime } from "./clock.ts";
import { checkTeam, type Invitation, openInvitation } from "./invitation.ts";
import { makeAnswer } from "./inviteanswer.ts";
import { deriveInvite, type InviteKeys, readInvite } from "./invitecode.ts";
import { BadInvitation } from "./inviteframe.ts";
import { sealOwn } from "./inviteown.ts";
import { sha256hex } from "./hash.ts";
import { utf8 } from "./bytes.ts";
import { inviteApi } from "./partyApi.ts";
import { type CodeKeys, deriveKeys } from "./returncode.ts";
import { type Holder, type Roster, verifyRoster } from "./roster.ts";
import type { NewAnswer } from "./wire.ts";

/** How many rosters back one is looked for: an invitation is 72 hours old at the most. */
const ROSTERS_BACK = 16;

/** An invitation of which everything held. */
export interface Invited {
  readonly site: string;
  readonly keys: InviteKeys;
  readonly invitation: Invitation;
  /** The newest roster under the same root. */
  readonly roster: Roster;
  /** The team as the roster names them; who it does not list any more is left out. */
  readonly team: readonly Holder[];
  /** The names of those, as the roster of the invitation has them. */
  readonly gone: readonly string[];
}

/** The roster with this digest: the newest, or one of the few before it. */
async function noteOf(digest: string, newest: string, version: number): Promise<string> {
  let note = newest;
  for (let back = 1; (await sha256hex(utf8(note))) !== digest; back++) {
    if (back > ROSTERS_BACK || version - back < 1) return newest; // which `checkTeam` refuses
    note = await publicApi().roster(version - back);
  }
  return note;
}

/**
 * Opens the invitation of nine words as they were typed, and checks it in the order of channel.md, 3.
 * Raises BadCode, ApiError (404; 410 `used`, `expired`), Unreachable, AgeError, BadInvitation, BadRoster.
 */
export async function openInvited(typed: string): Promise<Invited> {
  const entropy = await readInvite(typed);
  const { site, root } = await publicApi().site();
  const keys = await deriveInvite(entropy, site);
  const sealed = await inviteApi(keys.locator).invitation();
  const invitation = await openInvitation(sealed, keys, serverTime());
  const newest = await publicApi().roster();
  const roster = await newestOf(newest, root, invitation);
  const note = await noteOf(invitation.roster, newest, roster.version);
  const then = await checkTeam(invitation, note, root);
  return { site, keys, invitation, roster, ...teamOf(invitation, then, roster) };
}

/** A root key that is not the invitation's is told as that, whatever else it signed. */
async function newestOf(note: string, root: string, invitation: Invitation): Promise<Roster> {
  try {
    return await verifyRoster(note, { root });
  } catch (error) {
    await checkTeam(invitation, note, root);
    throw error;
  }
}

/** Who of the team is on a newer roster, with the same key. */
export function teamOf(invitation: Invitation, then: Roster, now: Roster) {
  const listed = (roster: Roster) =>
    invitation.team.flatMap(({ id, signing }) =>
      roster.entries.filter(entry => entry.id === id && entry.signing === signing),
    );
  const team = listed(now);
  const gone = listed(then).filter(({ id }) => !team.some(each => each.id === id));
  return { team, gone: gone.map(({ name }) => name) };
}

/** An answer that is ready to be sent, and sent again as the same bytes where none came back. */
export interface ReadyAnswer {
  readonly own: CodeKeys;
  readonly body: NewAnswer;
}

/** `entropy`: of the party's own twelve words. */
export async function readyAnswer({ site, keys, invitation }: Invited, entropy: Bytes): Promise<ReadyAnswer> {
  const own = await deriveKeys(entropy, site);
  const answer = await makeAnswer(invitation, keys, own);
  return { own, body: { ...answer, own: base64(await sealOwn(invitation, own)) } };
}

/** Raises ApiError, Unreachable: then the same answer can be sent once more. */
export async function sendAnswer({ keys }: Invited, { body }: ReadyAnswer): Promise<void> {
  await inviteApi(keys.locator).answer(body);
}

/** Why nine words did not open: a word of `invited.*` in the pages' books; empty where it is none of these. */
export function refusalOf(error: unknown): string {
  if (error instanceof BadInvitation) return AS[error.fault] ?? error.fault;
  if (error instanceof ApiError && error.status === 404) return "unknown";
  if (error instanceof ApiError && error.status === 410) return error.code;
  return error instanceof Error && error.name === "AgeError" ? "forged" : "";
}

/** Those that mean one thing to the person who reads it. */
const AS: Readonly<Record<string, string>> = {
  too_large: "forged",
  format: "forged",
  padding: "forged",
  member: "forged",
  mac: "forged",
  signature: "forged",
  locator: "other",
  team: "team_unlisted",
};
