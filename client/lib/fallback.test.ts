import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as native from "./agefile.ts";
import { utf8 } from "./bytes.ts";
import * as nativeEd25519 from "./ed25519.ts";

/** Everything anew, in a browser that knows none of the younger algorithms. */
async function oldBrowser() {
  const real = crypto.subtle.importKey.bind(crypto.subtle) as (...given: unknown[]) => unknown;
  const missing = ["ChaCha20-Poly1305", "X25519", "Ed25519"];
  const asked: string[] = [];
  const importKey = (...given: unknown[]) => {
    const name = typeof given[2] === "string" ? given[2] : (given[2] as { name: string }).name;
    if (!missing.includes(name)) return real(...given);
    asked.push(name);
    return Promise.reject(new DOMException("unknown algorithm", "NotSupportedError"));
  };
  vi.spyOn(crypto.subtle, "importKey").mockImplementation(importKey as never);
  const age = await import("./agefile.ts");
  const ed25519 = await import("./ed25519.ts");
  return { age, ed25519, asked };
}

beforeEach(() => void vi.resetModules());
afterEach(() => vi.restoreAllMocks());

test("a browser without the algorithms seals and opens the same files", async () => {
  const identity = native.generateIdentity();
  const recipient = await native.recipientOf(identity);
  const sealed = await native.seal(utf8("words"), [recipient]);
  const old = await oldBrowser();
  expect(await old.age.recipientOf(identity)).toBe(recipient);
  expect(await old.age.open(sealed, [identity])).toEqual(utf8("words"));
  const back = await old.age.seal(utf8("answer"), [recipient]);
  await expect(old.age.open(sealed, [old.age.generateIdentity()])).rejects.toMatchObject({
    kind: "no match",
  });
  expect(new Set(old.asked)).toEqual(new Set(["X25519", "ChaCha20-Poly1305"]));
  vi.restoreAllMocks();
  expect(await native.open(back, [identity])).toEqual(utf8("answer"));
});

test("a browser without Ed25519 signs and verifies the same", async () => {
  const seed = new Uint8Array(32).fill(7);
  const signer = await nativeEd25519.signerFromSeed(seed);
  const signature = await signer.sign(utf8("words"));
  const { ed25519, asked } = await oldBrowser();
  const other = await ed25519.signerFromSeed(seed);
  expect(other.key).toEqual(signer.key);
  expect(await other.sign(utf8("words"))).toEqual(signature);
  expect(await ed25519.verify(signer.key, signature, utf8("words"))).toBe(true);
  expect(await ed25519.verify(signer.key, signature, utf8("other"))).toBe(false);
  expect(asked).toEqual(["Ed25519"]);
});
