/** A party's room as their page opens it, and what a server and somebody who left the team can do. */

import { readFileSync } from "node:fs";
import { shake256 } from "@noble/hashes/sha3.js";
import { expect, test } from "vitest";

import { generateIdentity, recipientOf } from "./agefile.ts";
import { base64, type Bytes, concat, newId, unbase64, utf8 } from "./bytes.ts";
import { keyText, type Signer, signerFromSeed } from "./ed25519.ts";
import { sha256hex } from "./hash.ts";
import { expiryOf, type Invitation, type TeamMember } from "./invitation.ts";
import { sealOwn } from "./inviteown.ts";
import { sealLetter } from "./letter.ts";
import { COSIGNATURE, formatSignature, keyHash } from "./note.ts";
import { type RoomSaid, sealPartyLetter, toOf } from "./partyLetter.ts";
import { openRoom, type PartyRoom, sealWords } from "./partyRoom.ts";
import { deriveKeys, newEntropy } from "./returncode.ts";
import { fingerprint } from "./roster.ts";
import { aLog, hiding } from "./verifySent.world.ts";
import type { Channel, PartyLetterView } from "./wire.ts";

const { rosters } = JSON.parse(readFileSync("vectors/channel.json", "utf8")) as {
  rosters: { note: string; root: string }[];
};
const { note, root } = rosters[0] as { note: string; root: string };
const NOW = new Date("2026-11-30T10:00:00Z");
const [AMARA, XU] = ["1".repeat(32), "2".repeat(32)] as const;
const GAO = "a".repeat(32);
const MATTER = "e".repeat(32);
const signers: Readonly<Record<string, Signer>> = {
  [AMARA]: await signerFromSeed(new Uint8Array(32).fill(1)),
  [XU]: await signerFromSeed(new Uint8Array(32).fill(2)),
};
const own = await deriveKeys(await newEntropy("en"), "heard.example");
const files = await Promise.all([0, 1, 2].map(() => recipientOf(generateIdentity())));

const teamOf = (...ids: string[]): TeamMember[] =>
  ids.map(id => ({ id, signing: keyText((signers[id] as Signer).key) }));

const invitation: Invitation = {
  root: await fingerprint(root),
  roster: "1".repeat(64),
  party: GAO,
  locator: "2".repeat(64),
  file_recipient: files[0] as string,
  generation: 0,
  team: teamOf(AMARA, XU),
  by: AMARA,
  expires: expiryOf(NOW),
};

interface Written {
  readonly view: PartyLetterView;
  readonly sealed: Bytes;
}

let count = 0;

/** A letter as the server has it. */
async function letter(author: string, room: RoomSaid, generation = 0, file = files[generation]) {
  const seq = count++;
  const draft = { case: MATTER, id: newId(), seq, kind: "message" as const, author };
  const signer = author === GAO ? own.signer : (signers[author] as Signer);
  const sent = await sealPartyLetter(
    { ...draft, content: { words: `The ${seq}th.` }, now: new Date("2026-11-30T00:00:00Z") },
    signer,
    { party: own.recipient, file: String(file), generation },
    room,
  );
  const sealed = unbase64(sent.sealed);
  const sha256 = await sha256hex(sealed);
  const view = { ...draft, on: "2026-11-30", size: sealed.length, sha256, generation };
  return { view, sealed };
}

const says = (team: readonly TeamMember[], ...before: Written[]): RoomSaid => ({
  before: before.map(({ view }) => view.sha256).sort(),
  team,
});

async function opened(
  letters: readonly Written[],
  generation = 0,
  erasures: string[] = [],
): Promise<PartyRoom> {
  const channel: Channel = {
    ...{ party: GAO, matter: MATTER, own: base64(await sealOwn(invitation, own)) },
    file: { generation, recipient: String(files[generation]) },
    letters: letters.map(({ view }) => view),
    moves: [],
    duties: [],
    earlier: [],
    erasures,
    may_leave: true,
  };
  const of = (id: string) => letters.find(({ view }) => view.id === id)?.sealed as Bytes;
  return openRoom({ channel, root, roster: note, letter: id => Promise.resolve(of(id)) }, own);
}

const doubtsOf = ({ letters }: PartyRoom) => letters.map(({ doubts }) => doubts.join());

const first = await letter(AMARA, says(teamOf(AMARA, XU)));
const reply = await letter(GAO, says([], first));
const next = await letter(XU, says([], reply));

test("a room in which nothing is missing holds, and its next letter names the newest", async () => {
  const room = await opened([first, reply, next]);
  expect([room.sawMore, doubtsOf(room)]).toEqual([[], ["", "", ""]]);
  expect(room.said).toEqual({ before: [next.view.sha256], team: [] });
  const { sealed, id } = await sealWords(room, "I was not there.", NOW);
  const view = { ...reply.view, id, seq: room.nextSeq, sha256: await sha256hex(unbase64(sealed)) };
  const after = await opened([first, reply, next, { view, sealed: unbase64(sealed) }]);
  expect([after.sawMore, after.said.before]).toEqual([[], [view.sha256]]);
});

test("a letter that is left out shows by who had seen it", async () => {
  const room = await opened([first, next]);
  expect([room.sawMore, room.file !== null]).toEqual([[XU], true]);
});

test("what the party had seen themselves, and is gone, stops the page", async () => {
  const room = await opened([reply, next]);
  expect([room.sawMore, room.file]).toEqual([[GAO], null]);
});

test("another order than that in which they were written shows", async () => {
  expect((await opened([reply, first, next])).sawMore).toEqual([GAO]);
});

test("the server's own digest of a letter counts for nothing", async () => {
  const lie = { ...first, view: { ...first.view, sha256: "9".repeat(64) } };
  expect((await opened([lie, reply, next])).sawMore).toEqual([]);
});

test("letters from before rooms named each other open as ever", async () => {
  const draft = { case: MATTER, id: newId(), seq: 50, kind: "message" as const, author: AMARA };
  const to = await toOf({ party: own.recipient, file: String(files[0]), generation: 0 });
  const content = { words: "Long ago.", to };
  const recipients = [own.recipient, String(files[0])];
  const sent = await sealLetter({ ...draft, content, now: NOW }, signers[AMARA] as Signer, recipients);
  const sealed = unbase64(sent.sealed);
  const sha256 = await sha256hex(sealed);
  const view = { ...draft, on: "2026-11-30", size: sealed.length, sha256, generation: 0 };
  const room = await opened([{ view, sealed }]);
  expect([room.sawMore, doubtsOf(room), room.said.before]).toEqual([[], [""], [sha256]]);
});

test("an empty letter stands in its place under the digest that is listed, and nothing is sent", async () => {
  const empty = { view: { ...first.view, size: 0 }, sealed: new Uint8Array() };
  const room = await opened([empty, reply, next]);
  expect([room.sawMore, doubtsOf(room), room.file]).toEqual([[], ["", "", ""], null]);
  expect(room.letters.map(({ letter: read }) => read !== null)).toEqual([false, true, true]);
  expect(room.letters[0]?.erased).toBeUndefined();
  const another = { ...empty, view: { ...empty.view, sha256: "9".repeat(64) } };
  expect((await opened([another, reply, next])).sawMore).toEqual([GAO]);
});

/** Of the vectors. */
const seedOf = (label: string) => Uint8Array.from(shake256(utf8(`heard vectors ${label}`), { dkLen: 32 }));

async function cosignature(receipt: string, witness: string): Promise<string> {
  const note = receipt.slice(receipt.indexOf("\n\n") + 2);
  const time = new Uint8Array(8).fill(1, 4);
  const seconds = new DataView(time.buffer).getBigUint64(0);
  const signer = await signerFromSeed(seedOf(witness));
  const message = utf8(`cosignature/v1\ntime ${seconds}\n${note.slice(0, note.lastIndexOf("\n\n") + 1)}`);
  const name = `witness.${witness}.example`;
  const hash = await keyHash(name, COSIGNATURE, signer.key);
  return formatSignature({ name, hash, signature: concat(time, await signer.sign(message)) });
}

/** What the log says, as a party is shown it; witnessed by both of the roster. */
async function erased(what: string): Promise<string> {
  const log = await aLog(seedOf("log"));
  const said = { event: "erased", at: "2030-01-02T03:00:00Z", actor: "clock", case: "c".repeat(32) };
  const whole = await log.receipt({ ...said, fields: "", matter: MATTER, what, ground: "HinSchG § 11(5)" });
  const receipt = await hiding(whole, ["actor", "case", "fields"]);
  const signed = await Promise.all(["union", "board"].map(each => cosignature(receipt, each)));
  return receipt + signed.join("");
}

test("an empty letter was erased where the roster's log proves that of its class, and only there", async () => {
  const empty = { view: { ...first.view, size: 0 }, sealed: new Uint8Array() };
  const room = await opened([empty, reply, next], 0, [await erased("report")]);
  expect(room.letters.map(each => each.erased?.ground)).toEqual(["HinSchG § 11(5)", undefined, undefined]);
  expect([room.sawMore, doubtsOf(room), room.file]).toEqual([[], ["", "", ""], null]);
  const other = await opened([empty, reply, next], 0, [await erased("findings")]);
  expect(other.letters[0]?.erased).toBeUndefined();
});

test("a newer file key counts by who is of the team, and who left it makes none known", async () => {
  const without = await letter(AMARA, says(teamOf(AMARA), next), 1);
  const renewed = await opened([first, reply, next, without], 1);
  expect([renewed.file?.generation, [...renewed.team.keys()]]).toEqual([1, [AMARA]]);
  const forged = await letter(XU, says(teamOf(AMARA, XU), without), 2);
  const room = await opened([first, reply, next, without, forged], 2);
  expect([room.file, doubtsOf(room)]).toEqual([null, ["", "", "", "", "to"]]);
  const under = await letter(XU, says([], without), 1);
  expect(doubtsOf(await opened([first, reply, next, without, under], 1)).at(-1)).toBe("to");
});

test("before the team said so, who left it is believed as ever", async () => {
  const forged = await letter(XU, says(teamOf(AMARA, XU), next), 1);
  expect((await opened([first, reply, next, forged], 1)).file?.generation).toBe(1);
});
