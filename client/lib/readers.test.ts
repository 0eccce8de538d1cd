import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { base64 } from "./bytes.ts";
import { signerFromSeed } from "./ed25519.ts";
import { digestOf, follow, type Reader, type Readers, type Said, type Statement } from "./readers.ts";

async function key(seed: number): Promise<string> {
  return base64((await signerFromSeed(new Uint8Array(32).fill(seed))).key);
}

const REPORTER_KEY = await key(0);
const PEOPLE: Reader[] = await Promise.all(
  [1, 2, 3, 4, 5, 6].map(async n => {
    const id = String(n).repeat(32);
    return { id, recipient: id + id, signing: await key(n) };
  }),
);
const INSIDERS = PEOPLE.slice(0, 4);
const OUTSIDERS = PEOPLE.slice(4);

const state = (generation: number, people: Reader[], out: Reader[], prev: string): Statement => ({
  generation,
  recipient: String(generation).repeat(64),
  readers: people.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  excluded: out.map(({ id }) => id).sort(),
  prev,
});

function letter(author: Reader | null, statement: Statement): Said {
  const { generation, recipient } = statement;
  return {
    author: author?.id ?? "reporter",
    key: author?.signing ?? REPORTER_KEY,
    generation,
    recipient,
    statement,
  };
}

const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;

/** What honest people wrote: `steps` choose who does what. */
async function history(steps: readonly number[]) {
  let now = [...INSIDERS.slice(0, 3)];
  let base = state(0, now, [], "");
  const said = [letter(null, base)];
  const gone: Reader[] = [];
  for (const step of steps) {
    const author = pick([null, ...now], step);
    const fresh = INSIDERS.find(each => !gone.includes(each) && !now.includes(each));
    const prev = await digestOf(base);
    if (author && fresh && step % 2 === 0) {
      said.push(letter(author, state(base.generation, [fresh], [], prev)));
      now.push(fresh);
      continue;
    }
    const out = now.filter(each => each !== author).slice(0, now.length > 1 ? step % 2 : 0);
    now = now.filter(each => !out.includes(each));
    gone.push(...out);
    base = state(base.generation + 1, now, out, prev);
    said.push(letter(author, base));
  }
  return { said, gone };
}

const facts = ({ bases, members }: Readers) => [
  [...bases].map(([at, { digest }]) => [at, digest]),
  [...members].map(([at, ids]) => [at, [...ids.keys()].sort()]),
];

/** A true letter passed off as another, or a foreign signature. */
function forged(said: readonly Said[], at: number, how: number): Said {
  const original = pick(said, at);
  const statement = original.statement as Statement;
  const outsider = pick(OUTSIDERS, at);
  if (how === 0) return { ...original, recipient: "f".repeat(64) };
  if (how === 1) return { ...original, generation: original.generation + 1 };
  if (how === 2) return { ...original, key: outsider.signing, statement: { ...statement, excluded: [] } };
  return letter(outsider, { ...statement, readers: [outsider] });
}

const steps = fc.array(fc.nat(30), { maxLength: 5 });
const forgeries = fc.array(fc.tuple(fc.nat(20), fc.nat(3)), { maxLength: 4 });
const order = fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 });
const shuffled = (all: readonly Said[], by: readonly number[]) =>
  all
    .map((each, at) => ({ each, by: by[at] ?? 0 }))
    .sort((a, b) => a.by - b.by)
    .map(({ each }) => each);

describe("a dishonest server", () => {
  test("that shows everything, in any order, twice and with forgeries, changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(steps, forgeries, order, async (choices, made, by) => {
        const { said, gone } = await history(choices);
        const honest = await follow(REPORTER_KEY, said);
        const out = [...OUTSIDERS, ...gone].map(each =>
          letter(each, state(honest.newest + 1, [each], [], honest.last)),
        );
        const all = [...said, ...made.map(([at, how]) => forged(said, at, how)), ...out, ...said];
        expect(facts(await follow(REPORTER_KEY, shuffled(all, by)))).toEqual(facts(honest));
        for (const { id, signing } of gone) expect(honest.speaks(id, signing, honest.newest)).toBe(false);
      }),
    );
  });

  test("that withholds gains nobody", async () => {
    await fc.assert(
      fc.asyncProperty(steps, forgeries, order, async (choices, made, by) => {
        const { said } = await history(choices);
        const honest = await follow(REPORTER_KEY, said);
        const kept = said.filter((_, at) => (by[at] ?? 0) % 2 === 0);
        const all = [...kept, ...made.map(([at, how]) => forged(said, at, how))];
        const found = await follow(REPORTER_KEY, shuffled(all, by));
        for (const [at, { digest }] of found.bases) {
          expect(digest).toBe(honest.bases.get(at)?.digest);
          for (const [id, reader] of found.members.get(at) ?? []) {
            expect(honest.members.get(at)?.get(id)).toEqual(reader);
          }
        }
      }),
    );
  });
});

test("who lets somebody in gives nobody another key, or they would write in everybody's name", async () => {
  const [amara, xu, other] = PEOPLE as [Reader, Reader, Reader];
  const base = state(0, [amara, xu], [], "");
  const own = state(0, [{ ...other, id: xu.id }], [], await digestOf(base));
  const found = await follow(REPORTER_KEY, [letter(null, base), letter(amara, own)]);
  expect(found.members.get(0)?.get(xu.id)).toEqual(xu);
  expect([xu.signing, other.signing].map(each => found.speaks(xu.id, each, 0))).toEqual([true, false]);
});
