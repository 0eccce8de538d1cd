/** The letter of a link: who opens it, and what a hostile author or server can do. */

import { expect, test } from "vitest";

import {
  type GivenCheck,
  type GivenLink,
  openLink,
  openLinkCheck,
  sealLink,
  sealLinkCheck,
} from "./caseLink.ts";
import { unbase64 } from "./bytes.ts";
import { type Somebody, somebody } from "./fileKey.world.ts";

const people = await Promise.all([1, 2, 3, 4].map(somebody));
const [amara, first, second, other] = people as [Somebody, Somebody, Somebody, Somebody];

const [LINK, ONE, TWO, THREE] = ["a", "1", "2", "3"].map(each => each.repeat(32)) as [
  string,
  string,
  string,
  string,
];

async function linked(): Promise<GivenLink> {
  const cases = [
    { id: TWO, recipient: second.recipient },
    { id: ONE, recipient: first.recipient },
  ];
  const said = { link: LINK, cases, words: "Both name the same man.", author: amara.id };
  const { id, sealed } = await sealLink({ ...said, now: new Date("2026-11-30T09:00:00Z") }, amara.signer);
  return { id: LINK, own: ONE, other: TWO, author: amara.id, letter: id, sealed: unbase64(sealed) };
}

const keyOf = (by: string) => (by === amara.id ? amara.signer.key : null);
const read = (given: GivenLink, identity: string) => openLink(given, [identity], keyOf);

test("either file opens it, from either case, and no other key does", async () => {
  const given = await linked();
  expect((await read(given, first.identity)).words).toBe("Both name the same man.");
  const there = { ...given, own: TWO, other: ONE };
  expect((await read(there, second.identity)).cases.map(({ id }) => id)).toEqual([ONE, TWO]);
  await expect(read(given, other.identity)).rejects.toThrow();
});

test.each([
  ["another link", { id: THREE }],
  ["another letter", { letter: THREE }],
  ["another author", { author: first.id }],
  ["another case", { other: THREE }],
  ["another case of one's own", { own: THREE }],
  ["the file of the other case as one's own", { own: TWO, other: ONE }],
])("what the server says of %s is not believed", async (_, more) => {
  await expect(read({ ...(await linked()), ...more }, first.identity)).rejects.toThrow();
});

/** What Amara found of that link, whose letter it answers. */
async function checked(): Promise<GivenCheck> {
  const { sealed: answered } = await linked();
  const cases = [
    { id: ONE, recipient: first.recipient },
    { id: TWO, recipient: second.recipient },
  ];
  const said = { link: LINK, cases, words: "I read both.", author: amara.id, answered, retaliation: false };
  const { id, sealed } = await sealLinkCheck(
    { ...said, now: new Date("2026-11-30T10:00:00Z") },
    amara.signer,
  );
  const given = { id: LINK, own: ONE, other: TWO, author: amara.id, letter: id, sealed: unbase64(sealed) };
  return { ...given, answered, retaliation: false };
}

test("a look at a link opens by either file, and as nothing else", async () => {
  const given = await checked();
  expect((await openLinkCheck(given, [first.identity], keyOf)).words).toBe("I read both.");
  await expect(openLinkCheck(given, [other.identity], keyOf)).rejects.toThrow();
  await expect(read(given, first.identity)).rejects.toThrow();
  await expect(openLinkCheck({ ...given, ...(await linked()) }, [first.identity], keyOf)).rejects.toThrow();
});

test.each([
  ["what was found", { retaliation: true }],
  ["the letter that it answers", { answered: new Uint8Array(3) }],
  ["another link", { id: THREE }],
  ["another author", { author: first.id }],
  ["another case", { other: THREE }],
])("what the server says of %s beside a look is not believed", async (_, more) => {
  await expect(openLinkCheck({ ...(await checked()), ...more }, [first.identity], keyOf)).rejects.toThrow();
});
