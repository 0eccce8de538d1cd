/** The letter of a link: who opens it, and what a hostile author or server can do. */

import { expect, test } from "vitest";

import { type GivenLink, openLink, sealLink } from "./caseLink.ts";
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
