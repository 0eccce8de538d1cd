import { expect, test } from "vitest";

import { generateIdentity, open, recipientOf } from "./agefile.ts";
import { unbase64, utf8 } from "./bytes.ts";
import { keyText, signerFromSeed } from "./ed25519.ts";
import { fileRecipientOf, sealForFile } from "./fileRecipient.ts";
import { sha256hex } from "./hash.ts";
import { judgeLetter, letterBody, packLetter, unpackLetter } from "./letter.ts";
import type { Heard } from "./letterAuthors.ts";

const [CASE, MATTER, AMARA] = ["a", "b", "c"].map(each => each.repeat(32)) as [string, string, string];
const amara = await signerFromSeed(new Uint8Array(32).fill(9));
const hers = await signerFromSeed(new Uint8Array(32).fill(7));
const identities = [generateIdentity(), generateIdentity()];
const recipients = await Promise.all(identities.map(each => recipientOf(each)));
const digest = (n: number) => String(n).repeat(64);

/** The letter by which a generation is told. */
async function telling(generation: number, recipient = recipients[generation] ?? "") {
  const id = String(generation).repeat(32);
  const about = { case: CASE, id, seq: generation, kind: "file-key" as const, author: AMARA };
  const content = { matter: MATTER, generation, recipient };
  const body = letterBody({ ...about, content, now: new Date("2026-11-30T09:00:00Z") }, amara);
  const plaintext = await packLetter(utf8(JSON.stringify(body)), amara);
  return { ok: true as const, id, letter: await judgeLetter(plaintext, { ...about, key: amara.key }) };
}

const letters = [await telling(0), await telling(1)];
const view = { letters: letters.map(({ id }, at) => ({ id, sha256: digest(at), generation: 0 })) } as never;

/** Who reads the newest generation of the case. */
function readers(reads: readonly string[]): Heard["readers"] {
  const speaks = (author: string, key: string) => reads.includes(author) && key === keyText(amara.key);
  const members = new Map([[0, new Map(reads.map(id => [id, {}]))]]);
  return { newest: 0, speaks, members } as unknown as Heard["readers"];
}

async function made(generation: number, changed: Readonly<Record<string, string>> = {}) {
  const own = {
    ...{ event: "file_key_made", matter: MATTER, generation: String(generation), told: digest(generation) },
    file_recipient: await sha256hex(utf8(recipients[generation] ?? "")),
    ...changed,
  };
  return [`e${generation}`, new Map(Object.entries(own))] as const;
}

const log = async (...events: ReturnType<typeof made>[]) => ({ fields: new Map(await Promise.all(events)) });
const heard = (given = letters, reads: readonly string[] = [AMARA]) => ({
  letters: given,
  readers: readers(reads),
});

test("the newest that a reader told and the log has is taken, whatever the order", async () => {
  const both = await log(made(0), made(1));
  const newest = { matter: MATTER, generation: 1, recipient: recipients[1] };
  expect(await fileRecipientOf(view, heard(), both)).toEqual(newest);
  expect(await fileRecipientOf(view, heard([...letters].reverse()), both)).toEqual(newest);
});

test("one that the log has otherwise, or not, is not", async () => {
  const older = { matter: MATTER, generation: 0, recipient: recipients[0] };
  for (const changed of [
    { event: "file_key_given" },
    { told: digest(7) },
    { file_recipient: digest(7) },
    { generation: "2" },
    { matter: CASE },
  ]) {
    expect(await fileRecipientOf(view, heard(), await log(made(0), made(1, changed)))).toEqual(older);
  }
  expect(await fileRecipientOf(view, heard(), await log())).toBeNull();
});

test("what somebody else than a reader tells is not, nor what does not hold", async () => {
  const both = await log(made(0), made(1));
  expect(await fileRecipientOf(view, heard(letters, []), both)).toBeNull();
  const [first, second] = letters;
  if (!first || !second) throw new Error("two letters");
  const forged = { ...second, letter: { ...second.letter, doubts: ["signature" as const] } };
  expect((await fileRecipientOf(view, heard([first, forged]), both))?.generation).toBe(0);
});

test("none that somebody has who was left out of the case since, whatever the server takes", async () => {
  const renewed = (...reads: readonly string[][]): Heard["readers"] => {
    const members = new Map(reads.map((ids, at) => [at, new Map(ids.map(id => [id, {}]))]));
    return { ...readers([AMARA]), newest: reads.length - 1, members } as unknown as Heard["readers"];
  };
  const [jonas, ines] = ["d".repeat(32), "e".repeat(32)];
  const both = await log(made(0), made(1));
  const told = async (...reads: readonly string[][]) =>
    (await fileRecipientOf(view, { letters, readers: renewed(...reads) }, both))?.generation;
  expect(await told([AMARA, jonas], [AMARA, jonas, ines])).toBe(1);
  expect(await told([AMARA, jonas], [AMARA])).toBeUndefined();
  expect(await told([AMARA], [AMARA, jonas], [AMARA])).toBeUndefined();
});

test("a letter to the file says the matter as its case, and the file's key opens it", async () => {
  const told = { matter: MATTER, generation: 1, recipient: recipients[1] ?? "" };
  const content = { text: "Yes.", record: {} };
  const draft = {
    kind: "record" as const,
    seq: 3,
    author: "reporter",
    content,
    now: new Date("2026-11-30T09:30:00Z"),
    seen: "",
  };
  const sealed = await sealForFile(told, draft, hers);
  expect([sealed.to, sealed.generation, sealed.seq]).toEqual(["file", 1, 3]);
  const { body, signed } = await unpackLetter(
    await open(unbase64(sealed.sealed), [identities[1] ?? ""]),
    hers.key,
  );
  expect([body.case, body.author, body.content, signed]).toEqual([MATTER, "reporter", content, true]);
  await expect(open(unbase64(sealed.sealed), [identities[0] ?? ""])).rejects.toThrow();
});
