import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { generateIdentity, open, recipientOf, seal } from "./agefile.ts";
import { base64, type Bytes, utf8 } from "./bytes.ts";
import { signerFromSeed } from "./ed25519.ts";
import {
  BadInvitation,
  expiryOf,
  type Invitation,
  inviterKey,
  openInvitation,
  readInvitation,
  sealInvitation,
  writeInvitation,
} from "./invitation.ts";
import { checkAnswer, type InviteAnswer, makeAnswer, parseAnswer } from "./inviteanswer.ts";
import { deriveInvite, newInvite, readInvite } from "./invitecode.ts";
import { openKept, sealKept } from "./invitekept.ts";
import { openOwn, sealOwn } from "./inviteown.ts";
import { deriveKeys, newEntropy, wordsOf } from "./returncode.ts";
import { INVITATION_MAX_SEALED } from "./shared.ts";

const SITE = "heard.example";
const NOW = new Date("2026-11-29T22:10:05Z");
const HOLDER = "1".repeat(32);
const OTHER = "2".repeat(32);
const signer = await signerFromSeed(new Uint8Array(32).fill(1));
const other = await signerFromSeed(new Uint8Array(32).fill(2));
const own = await deriveKeys(await newEntropy("en"), SITE);

/** Amara invites Gao; `words` are what he is told. */
async function invite(more: Partial<Invitation> = {}) {
  const entropy = await newInvite("en");
  const keys = await deriveInvite(entropy, SITE);
  const identity = generateIdentity();
  const invitation: Invitation = {
    root: Array.from({ length: 8 }, () => "0f0f0").join(" "),
    roster: "1".repeat(64),
    party: "a".repeat(32),
    locator: keys.stored,
    file_recipient: await recipientOf(identity),
    generation: 0,
    team: [
      { id: HOLDER, signing: base64(signer.key) },
      { id: OTHER, signing: base64(other.key) },
    ],
    by: HOLDER,
    expires: expiryOf(NOW),
    ...more,
  };
  const words = (await wordsOf(entropy)).join(" ");
  const sealed = await sealInvitation(invitation, keys, signer);
  const kept = await sealKept({ invitation, mac: keys.mac }, signer);
  return { words, keys, invitation, sealed, kept, identity };
}

type Invited = Awaited<ReturnType<typeof invite>>;

/** By a party who types the words. */
async function answer({ sealed }: Invited, words: string): Promise<InviteAnswer> {
  const keys = await deriveInvite(await readInvite(words), SITE);
  return makeAnswer(await openInvitation(sealed, keys, NOW), keys, own);
}

async function fault(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "ok";
  } catch (error) {
    if (error instanceof BadInvitation) return error.fault;
    throw error;
  }
}

async function check(made: InviteAnswer, invited: Invited, newest = 0): Promise<string> {
  const { kept, identity, invitation } = invited;
  const members = new Map(invitation.team.map(({ id, signing }) => [id, signing]));
  const read = await openKept(kept, identity, members);
  const sent = JSON.parse(JSON.stringify(made)) as unknown;
  return fault(() =>
    checkAnswer(parseAnswer(sent), read, { came: NOW, locator: invitation.locator, newest }),
  );
}

const gao = await invite();

test("a party enrols, and the code opens nothing of what comes next", async () => {
  const made = await answer(gao, gao.words);
  expect(await check(made, gao)).toBe("ok");
  const letter = await seal(utf8("notice"), [made.recipient]);
  expect(await open(letter, [own.identity])).toEqual(utf8("notice"));
  await expect(open(letter, [gao.keys.identity])).rejects.toMatchObject({ kind: "no match" });
});

test.each(["en", "zh-Hans"] as const)("nine words in %s are read as they are shown", async language => {
  for (let n = 0; n < 100; n++) {
    const entropy = await newInvite(language);
    const words = await wordsOf(entropy, language);
    expect([entropy.length, words.length]).toEqual([12, 9]);
    expect(await readInvite(words.join(language === "en" ? " " : ""))).toEqual(entropy);
  }
});

test("a party comes back to the team that invited, whatever the server gives out", async () => {
  const stranger = await deriveKeys(await newEntropy("en"), SITE);
  const sealed = await sealOwn(gao.invitation, own);
  expect(await openOwn(sealed, own)).toEqual(gao.invitation);
  await expect(openOwn(sealed, stranger)).rejects.toMatchObject({ kind: "no match" });
  const forged = await sealOwn(gao.invitation, { ...stranger, recipient: own.recipient });
  expect(await fault(() => openOwn(forged, own))).toBe("signature");
});

test("an answer to one invitation is none to another", async () => {
  const tan = await invite();
  const made = await answer(tan, tan.words);
  expect([await check(made, tan), await check(made, gao)]).toEqual(["ok", "invitation"]);
});

test("an answer of one party is none of another", async () => {
  const tan = await invite({ party: "b".repeat(32) });
  expect(await check(await answer(tan, tan.words), gao)).toBe("party");
});

test("the words of one invitation open no other", async () => {
  const tan = await invite();
  await expect(answer(gao, tan.words)).rejects.toMatchObject({ kind: "no match" });
});

test("a renewal of the file key ends an invitation", async () => {
  const third = await invite({ generation: 3 });
  const made = await answer(third, third.words);
  expect([await check(made, third, 3), await check(made, third, 4)]).toEqual(["ok", "generation"]);
});

test("who could not read the file invites nobody to it", async () => {
  const { kept, identity, invitation } = gao;
  const without = new Map([[OTHER, base64(other.key)]]);
  const swapped = new Map([[HOLDER, base64(other.key)]]);
  const right = new Map([[HOLDER, inviterKey(invitation)]]);
  const found = [without, swapped, right].map(members => fault(() => openKept(kept, identity, members)));
  expect(await Promise.all(found)).toEqual(["author", "author", "ok"]);
});

test("what is larger than any invitation is not opened", async () => {
  // Nothing of it is parsed: it is no age file.
  const large = new Uint8Array(INVITATION_MAX_SEALED + 1);
  expect(await fault(() => openInvitation(large, gao.keys, NOW))).toBe("too_large");
});

describe("nobody writes what a reader refuses", () => {
  test.each<[string, Partial<Invitation>]>([
    ["member", { expires: "2026-12-02T21:30:00Z" }],
    ["member", { team: gao.invitation.team.toReversed() }],
    ["member", { party: "Gao" }],
    ["locator", { locator: "0".repeat(64) }],
    ["signature", { by: OTHER }],
  ])("%s: %j", async (kind, more) => {
    const changed = { ...gao.invitation, ...more };
    expect(await fault(() => writeInvitation(changed, gao.keys, signer))).toBe(kind);
  });

  test("a mac of another length", async () => {
    const kept = { invitation: gao.invitation, mac: gao.keys.mac.slice(1) };
    expect(await fault(() => sealKept(kept, signer))).toBe("member");
  });
});

test("a whole team has room, and every invitation one length", async () => {
  const seeds = Array.from({ length: 62 }, (_, n) => new Uint8Array(32).fill(n));
  const signers = await Promise.all(seeds.map(signerFromSeed));
  const team = signers.map(({ key }, n) => ({ id: n.toString(16).padStart(32, "0"), signing: base64(key) }));
  const lengths = await Promise.all(
    [1, 2, 62].map(async n => {
      const made = { ...gao.invitation, team: team.slice(0, n), by: "0".repeat(32) };
      const [first] = signers;
      return (await sealInvitation(made, gao.keys, first ?? signer)).length;
    }),
  );
  expect(new Set(lengths).size).toBe(1);
});

const twelveBytes = fc.uint8Array({ minLength: 12, maxLength: 12 });

test("an answer made with another code never checks", async () => {
  const property = fc.asyncProperty(twelveBytes, async entropy => {
    const keys = await deriveInvite(Uint8Array.from(entropy), SITE);
    expect(await check(await makeAnswer(gao.invitation, keys, own), gao)).toBe("mac");
  });
  await fc.assert(property, { numRuns: 100 });
});

test("an invitation with one byte changed is never read", async () => {
  const good = await writeInvitation(gao.invitation, gao.keys, signer);
  const property = fc.asyncProperty(
    fc.nat(good.length - 1),
    fc.integer({ min: 1, max: 255 }),
    async (at, by) => {
      const changed: Bytes = good.slice();
      changed[at] = (changed[at] ?? 0) ^ by;
      const found = await fault(() => readInvitation(changed, gao.keys.mac));
      expect(["format", "padding", "mac"]).toContain(found);
    },
  );
  await fc.assert(property, { numRuns: 200 });
});

test("an answer with one member of another never checks", async () => {
  const made = await answer(gao, gao.words);
  const tan = await invite({ party: "b".repeat(32) });
  const stranger = await deriveKeys(await newEntropy("en"), SITE);
  const strange = await makeAnswer(tan.invitation, tan.keys, stranger);
  const found: Record<string, string> = {};
  for (const name of Object.keys(made) as (keyof InviteAnswer)[]) {
    found[name] = await check({ ...made, [name]: strange[name] }, gao);
  }
  expect(found).toEqual({
    party: "party",
    recipient: "signature",
    signing: "signature",
    verifier: "signature",
    invitation: "invitation",
    signature: "signature",
    mac: "mac",
  });
});
