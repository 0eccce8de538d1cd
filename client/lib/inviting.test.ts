/** What a handler's browser makes to invite somebody: it opens by the nine words, and by nothing that is sent. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { generateIdentity, recipientOf } from "./agefile.ts";
import { unbase64 } from "./bytes.ts";
import { signerFromSeed } from "./ed25519.ts";
import { checkTeam, type Invitation, invitationDigest, openInvitation } from "./invitation.ts";
import { deriveInvite, readInvite } from "./invitecode.ts";
import { openKept } from "./invitekept.ts";
import { makeInvitation } from "./inviting.ts";
import type { CodeLanguage } from "./returncode.ts";
import { verifyRoster } from "./roster.ts";

const vectors = JSON.parse(readFileSync("vectors/channel.json", "utf8")) as {
  readonly rosters: readonly { readonly note: string; readonly root: string }[];
  readonly invitation: Invitation;
  readonly seeds: { readonly holder: string };
};
const { note, root } = vectors.rosters[0] ?? { note: "", root: "" };
const { by, team, party } = vectors.invitation;
const NOW = new Date("2026-11-21T09:59:59Z");

async function made(language: CodeLanguage = "en") {
  const roster = await verifyRoster(note, { root });
  const identity = generateIdentity();
  const file = { recipient: await recipientOf(identity), generation: 3 };
  const signer = await signerFromSeed(unbase64(vectors.seeds.holder));
  const inviting = { roster, party, file, team: team.toReversed(), by, signer, language, now: NOW };
  return { ...(await makeInvitation(inviting)), identity, file };
}

test("who is told the words reads who invites, and to which key of the file they will write", async () => {
  const { words, sent, file } = await made();
  expect(words.length).toBe(9);
  const keys = await deriveInvite(await readInvite(words.join(" ")), "heard.meridian.example");
  const invitation = await openInvitation(unbase64(sent.sealed), keys, NOW);
  expect(await checkTeam(invitation, note, root)).toMatchObject({ version: 1 });
  expect(invitation).toEqual({
    ...vectors.invitation,
    locator: keys.stored,
    file_recipient: file.recipient,
    generation: 3,
    expires: "2026-11-24T09:00:00Z",
  });
  expect([sent.locator, sent.digest, sent.expires, sent.generation]).toEqual([
    keys.stored,
    await invitationDigest(invitation),
    invitation.expires,
    3,
  ]);
});

test("what is kept of it opens by the key of the file, and checks the answer", async () => {
  const { words, sent, identity } = await made("zh-Hans");
  const keys = await deriveInvite(await readInvite(words.join(" ")), "heard.meridian.example");
  const members = new Map(team.map(({ id, signing }) => [id, signing]));
  const kept = await openKept(unbase64(sent.kept), identity, members);
  expect([kept.mac, kept.invitation.locator]).toEqual([keys.mac, keys.stored]);
});

test("nothing that is sent says the words, and no two invitations are alike", async () => {
  const [one, two] = await Promise.all([made(), made()]);
  expect(one?.sent.locator).not.toBe(two?.sent.locator);
  const said = JSON.stringify(one?.sent);
  expect(one?.words.filter(word => said.includes(` ${word} `))).toEqual([]);
  expect(one?.sent.sealed.length).toBe(two?.sent.sealed.length);
});
