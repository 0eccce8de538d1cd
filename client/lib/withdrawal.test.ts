import { expect, test } from "vitest";

import vectors from "../../vectors/withdrawal.json" with { type: "json" };
import { base64, unbase64, utf8 } from "./bytes.ts";
import { signerFromSeed, verify } from "./ed25519.ts";
import { sha256hex } from "./hash.ts";
import { signWithdrawal } from "./withdrawal.ts";

const SAID = { case: "c".repeat(32), move: "withdraw", version: 3, sealed: base64(utf8("a letter")) };

/** As docs/spec/sealing.md writes it. */
async function isSigned(
  said: typeof SAID,
  signature: string,
  key: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const letter = await sha256hex(unbase64(said.sealed));
  const text = `heard/withdrawal/v1\n${said.case}\n${said.move}\n${said.version}\n${letter}\n`;
  return verify(key, unbase64(signature), utf8(text));
}

test("what is signed is this move of this case, by this letter, and nothing else", async () => {
  const signer = await signerFromSeed(new Uint8Array(32).fill(7));
  const { key } = signer;
  const signature = await signWithdrawal(signer, SAID);
  expect(unbase64(signature)).toHaveLength(64);
  expect(await isSigned(SAID, signature, key)).toBe(true);
  for (const other of [
    { ...SAID, case: "d".repeat(32) },
    { ...SAID, move: "come_back" },
    { ...SAID, version: 4 },
    { ...SAID, sealed: base64(utf8("another")) },
  ])
    expect(await isSigned(other, signature, key)).toBe(false);
});

test.each(vectors.signed)("what the server takes as signed is what is signed here: $move", async said => {
  const signer = await signerFromSeed(unbase64(vectors.seed));
  expect(base64(signer.key)).toBe(vectors.key);
  const { case: id, sealed } = vectors;
  expect(await signWithdrawal(signer, { ...said, case: id, sealed })).toBe(said.signature);
});
