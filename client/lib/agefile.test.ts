import * as typage from "age-encryption";
import fc from "fast-check";
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import * as age from "./agefile.ts";
import { type Bytes, concat, random, utf8 } from "./bytes.ts";
import { sealStream } from "./package/sealStream.ts";

const sizes = [0, 1, age.CHUNK - 1, age.CHUNK, age.CHUNK + 1, 3 * age.CHUNK];

describe.each([
  ["hybrid", age.generateIdentity],
  ["X25519", typage.generateX25519Identity],
])("%s files and typage", (_, generate) => {
  test.each(sizes)("typage opens what we seal: %i bytes", async size => {
    const identity = await generate();
    const plain = random(Math.min(size, 65536));
    const whole = concat(...Array(Math.max(1, Math.ceil(size / 65536))).fill(plain)).slice(0, size);
    const decrypter = new typage.Decrypter();
    decrypter.addIdentity(identity);
    const file = await age.seal(whole, [await age.recipientOf(identity)]);
    expect(await decrypter.decrypt(file)).toEqual(whole);
  });

  test("we open what typage seals", async () => {
    const identity = await generate();
    const recipient = await typage.identityToRecipient(identity);
    expect(await age.recipientOf(identity)).toBe(recipient);
    const encrypter = new typage.Encrypter();
    encrypter.addRecipient(recipient);
    const file = (await encrypter.encrypt(utf8("words"))) as Bytes;
    expect(await age.open(file, [identity])).toEqual(utf8("words"));
  });
});

test("Debian's age opens our X25519 files", async () => {
  const identity = await typage.generateX25519Identity();
  const file = await age.seal(utf8("words"), [await age.recipientOf(identity)]);
  const key = execFileSync("sh", ["-c", 'f=$(mktemp); echo "$1" >"$f"; echo "$f"', "", identity]);
  const path = new TextDecoder().decode(key).trim();
  const opened = execFileSync("age", ["--decrypt", "--identity", path], { input: file });
  expect(new TextDecoder().decode(opened)).toBe("words");
});

describe("what is refused", () => {
  test("recipients of both kinds in one file", async () => {
    const hybrid = await age.recipientOf(age.generateIdentity());
    const classic = await age.recipientOf(await typage.generateX25519Identity());
    await expect(age.seal(utf8("x"), [hybrid, classic])).rejects.toMatchObject({ kind: "refused" });
    await expect(age.seal(utf8("x"), [])).rejects.toMatchObject({ kind: "refused" });
  });

  test("a passphrase file, whatever it asks for", async () => {
    const encrypter = new typage.Encrypter();
    encrypter.setPassphrase("pass");
    encrypter.setScryptWorkFactor(4);
    const file = (await encrypter.encrypt(utf8("x"))) as Bytes;
    await expect(age.open(file, [age.generateIdentity()])).rejects.toMatchObject({
      kind: "refused",
    });
  });

  test("a header without end", async () => {
    const line = utf8(`-> x y\n${"A".repeat(10)}\n`);
    const endless = concat(utf8("age-encryption.org/v1\n"), ...Array(30000).fill(line));
    await expect(age.open(endless, [])).rejects.toMatchObject({ kind: "header" });
  });

  test("one altered byte, anywhere", async () => {
    const identity = age.generateIdentity();
    const file = await age.seal(utf8("words"), [await age.recipientOf(identity)]);
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const altered = file.slice();
        altered[at] = (altered[at] ?? 0) ^ by;
        await expect(age.open(altered, [identity])).rejects.toThrow();
      }),
      { numRuns: 60 },
    );
  });

  test("any bytes at all end in an AgeError", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async bytes => {
        const file = concat(utf8("age-encryption.org/v1\n"), bytes);
        await expect(age.open(file, [])).rejects.toBeInstanceOf(age.AgeError);
      }),
    );
  });
});

test("armor gives back the bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), bytes => {
      expect(age.dearmor(age.armor(Uint8Array.from(bytes)))).toEqual(Uint8Array.from(bytes));
    }),
  );
});

test("a stream gives the same file as a whole, whatever its pieces", async () => {
  const identity = age.generateIdentity();
  const recipient = await age.recipientOf(identity);
  const plain = concat(...Array(3).fill(random(50_000)));
  const pieces = new ReadableStream<Bytes>({
    start(controller) {
      for (let i = 0; i < plain.length; i += 7001) controller.enqueue(plain.slice(i, i + 7001));
      controller.close();
    },
  });
  const sealed = new Response(pieces.pipeThrough(sealStream(await age.start([recipient]))));
  const file = new Uint8Array(await sealed.arrayBuffer());
  expect(await age.open(file, [identity])).toEqual(plain);
  expect(age.recipientKinds(file)).toEqual(["mlkem768x25519"]);
});
