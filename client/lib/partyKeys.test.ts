import { expect, test } from "vitest";

import { generateIdentity, recipientOf } from "./agefile.ts";
import { base64, utf8 } from "./bytes.ts";
import { signerFromSeed } from "./ed25519.ts";
import { sha256hex } from "./hash.ts";
import { expiryOf, type Invitation } from "./invitation.ts";
import { makeAnswer } from "./inviteanswer.ts";
import { deriveInvite, newInvite } from "./invitecode.ts";
import { sealKept } from "./invitekept.ts";
import {
  type GivenKeys,
  judgePartyKeys,
  newestKeys,
  partyRecipient,
  type PartyWorld,
  sentOn,
} from "./partyKeys.ts";
import { vouchFor } from "./partyVouch.ts";
import { deriveKeys, newEntropy } from "./returncode.ts";

const SITE = "heard.example";
const NOW = new Date("2026-11-29T22:10:05Z");
const [HOLDER, GAO, NOOR] = ["1".repeat(32), "a".repeat(32), "b".repeat(32)];
const signer = await signerFromSeed(new Uint8Array(32).fill(1));
const members = new Map([[HOLDER, { id: HOLDER, recipient: "0".repeat(64), signing: base64(signer.key) }]]);

/** A party who was invited under generation 0 and answered an hour later, as the server tells it. */
async function enrolled(party: string, name: string, file: string, more: Partial<Invitation> = {}) {
  const keys = await deriveInvite(await newInvite("en"), SITE);
  const own = await deriveKeys(await newEntropy("en"), SITE);
  const invitation: Invitation = {
    root: Array.from({ length: 8 }, () => "0f0f0").join(" "),
    roster: "1".repeat(64),
    party,
    locator: keys.stored,
    file_recipient: await recipientOf(file),
    generation: 0,
    team: [{ id: HOLDER, signing: base64(signer.key) }],
    by: HOLDER,
    expires: expiryOf(NOW),
    ...more,
  };
  const { invitation: digest, ...answer } = await makeAnswer(invitation, keys, own);
  const given: GivenKeys = {
    ...answer,
    digest,
    invitation: `${name}-id`,
    kept: base64(await sealKept({ invitation, mac: keys.mac }, signer)),
    event: `${name}-opened`,
  };
  const invited = { event: "party_invited", party, locator: keys.stored, at: "2026-11-29T22:10:05Z" };
  const opened = {
    event: "channel_opened",
    party,
    signing: given.signing,
    recipient: await sha256hex(utf8(given.recipient)),
    at: "2026-11-29T23:00:00Z",
  };
  return {
    given,
    own,
    name,
    log: [
      [`${name}-invited`, invited],
      [`${name}-opened`, opened],
    ] as const,
  };
}

type Event = readonly [string, Readonly<Record<string, string>>];
const file = generateIdentity();
const MADE: Event = ["made", { event: "file_key_made", generation: "0", at: "2026-11-29T21:00:00Z" }];
const gao = await enrolled(GAO, "gao", file);
const noor = await enrolled(NOOR, "noor", file);

function world(log: readonly Event[], more: Partial<PartyWorld> = {}): PartyWorld {
  return {
    file: { keys: new Map([[0, file]]), readers: { members: new Map([[0, members]]) } },
    invitations: ["gao", "noor", "later"].map(name => ({ id: `${name}-id`, generation: 0 })),
    history: { fields: new Map(log.map(([leaf, fields]) => [leaf, new Map(Object.entries(fields))])) },
    vouched: [],
    ...more,
  };
}

const log = [MADE, ...gao.log, ...noor.log];

async function faults(given: readonly GivenKeys[], within: PartyWorld): Promise<string[]> {
  return (await judgePartyKeys(given, within)).map(({ fault }) => fault);
}

test("the keys of two parties hold, and letters are sealed to the newest of each", async () => {
  const judged = await judgePartyKeys([gao.given, noor.given], world(log));
  expect(judged.map(({ fault, replaced }) => [fault, replaced])).toEqual([
    ["", false],
    ["", false],
  ]);
  expect(partyRecipient(judged, GAO)).toBe(gao.own.recipient);
  expect(partyRecipient(judged, "c".repeat(32))).toBeNull();
});

test("keys that the server put in the place of a party's are refused, whatever else it changes", async () => {
  const strange = await enrolled(GAO, "gao", generateIdentity());
  const swapped = { ...gao.given, recipient: strange.given.recipient, signing: strange.given.signing };
  const told = world([MADE, gao.log[0], ["gao-opened", strange.log[1][1]]]);
  expect(await faults([swapped], world(log))).toEqual(["log"]);
  expect(await faults([swapped], told)).toEqual(["signature"]);
  // All of its own: a kept invitation of its own does not open under the file key of the team.
  expect(await faults([strange.given], told)).toEqual(["closed"]);
  const theirs = { ...strange.given, kept: gao.given.kept };
  expect(await faults([theirs], told)).toEqual(["invitation"]);
  expect(partyRecipient(await judgePartyKeys([theirs], told), GAO)).toBeNull();
});

test("keys of which the log says another thing, or hides it, are refused", async () => {
  const [invited, [leaf, opened]] = gao.log;
  for (const name of ["event", "party", "signing", "recipient"] as const) {
    const { [name]: _closed, ...hidden } = opened;
    for (const told of [{ ...opened, [name]: "another" }, hidden]) {
      expect(await faults([gao.given], world([MADE, invited, [leaf, told]]))).toEqual(["log"]);
    }
  }
});

test("an answer of one party is none of another", async () => {
  expect(await faults([{ ...gao.given, kept: noor.given.kept }], world(log))).toEqual(["party"]);
});

test("a proof that was changed is refused", async () => {
  const changed = { ...gao.given, mac: noor.given.mac };
  expect(await faults([changed], world(log))).toEqual(["mac"]);
});

test("without a log that can be believed nothing is sealed", async () => {
  expect(await faults([gao.given], world(log, { history: null }))).toEqual(["log"]);
  expect(await faults([gao.given], world([MADE, gao.log[0]]))).toEqual(["log"]);
});

test("an answer to an invitation that was replaced before it came is refused", async () => {
  const again: Event = ["again", { event: "party_invited", party: GAO, locator: "0".repeat(64), at: "x" }];
  const [invited, opened] = gao.log;
  expect(await faults([gao.given], world([MADE, invited, again, opened]))).toEqual(["replaced"]);
  expect(await faults([gao.given], world([MADE, invited, opened, again]))).toEqual([""]);
});

test("a renewal of the file key before the answer, or within its hour, ends it", async () => {
  const renewed = (at: string): Event => ["renewed", { event: "file_key_made", generation: "1", at }];
  expect(await faults([gao.given], world([...log, renewed("2026-11-29T22:59:00Z")]))).toEqual(["generation"]);
  expect(await faults([gao.given], world([...log, renewed("2026-11-29T23:40:00Z")]))).toEqual(["generation"]);
  expect(await faults([gao.given], world([...log, renewed("2026-11-30T00:00:00Z")]))).toEqual([""]);
});

test("an answer that came after 72 hours is refused", async () => {
  const [invited, [leaf, opened]] = gao.log;
  const late: Event = [leaf, { ...opened, at: "2026-12-02T22:00:00Z" }];
  expect(await faults([gao.given], world([MADE, invited, late]))).toEqual(["expired"]);
});

test("who could not read the file invited nobody, and who has no key of it cannot tell", async () => {
  const readers = { members: new Map([[0, new Map()]]) };
  const keys = new Map([[0, file]]);
  expect(await faults([gao.given], world(log, { file: { keys, readers } }))).toEqual(["author"]);
  const without = { keys: new Map(), readers: { members: new Map([[0, members]]) } };
  expect(await faults([gao.given], world(log, { file: without }))).toEqual(["closed"]);
});

test("who has no key of the invitation goes by the word of a reader, on just what the log has", async () => {
  const members = new Map<number, ReadonlyMap<string, never>>();
  const later = { file: { keys: new Map<number, string>(), readers: { members } } };
  const { party, event, recipient, signing } = gao.given;
  const said = { party, event, recipient: await sha256hex(utf8(recipient)), signing };
  const vouched = [said];
  expect(await faults([gao.given, noor.given], world(log, { ...later, vouched }))).toEqual(["", "closed"]);
  for (const name of ["party", "event", "recipient", "signing"] as const) {
    const other = [{ ...said, [name]: noor.given[name] }];
    expect(await faults([gao.given], world(log, { ...later, vouched: other }))).toEqual(["closed"]);
  }
  const hidden = world([MADE, ...noor.log], { ...later, vouched });
  expect(await faults([gao.given], hidden)).toEqual(["log"]);
  // Whoever can check, checks: a word makes nothing of a false proof.
  const forged = { ...gao.given, mac: noor.given.mac };
  expect(await faults([forged], world(log, { vouched }))).toEqual(["mac"]);
  const again = { matter: "e".repeat(32), generation: 1 };
  expect(await vouchFor([gao.given, noor.given], vouched, again)).toMatchObject({
    ...again,
    keys: [{ party: NOOR, event: "noor-opened" }],
  });
  expect(await vouchFor([gao.given], vouched, again)).toBe(null);
});

test("keys that were replaced count no more, whatever the server leaves out", async () => {
  const later = await enrolled(GAO, "later", file);
  const all = world([...log, ...later.log]);
  const both = await judgePartyKeys([gao.given, later.given], all);
  expect(both.map(({ replaced }) => replaced)).toEqual([true, false]);
  expect(newestKeys(both, GAO)?.recipient).toBe(later.own.recipient);
  expect(partyRecipient(await judgePartyKeys([gao.given], all), GAO)).toBeNull();
});

test("a letter to a party says the day alone", () => {
  expect(sentOn(NOW).toISOString()).toBe("2026-11-29T00:00:00.000Z");
});
