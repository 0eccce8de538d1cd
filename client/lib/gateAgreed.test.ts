import { expect, test } from "vitest";

import vectors from "../../vectors/gateagreed.json" with { type: "json" };
import { unbase64 } from "./bytes.ts";
import { signerFromSeed } from "./ed25519.ts";
import { keepersDigest, signAgreement } from "./gateAgreed.ts";

test("what the server takes as signed is what is signed here", async () => {
  const signer = await signerFromSeed(unbase64(vectors.seed));
  expect(await signAgreement(signer, vectors.signed)).toBe(vectors.signed.signature);
  for (const other of [{ case: "0" }, { record: "0" }, { version: 9 }, { sealed: "AAAA" }])
    expect(await signAgreement(signer, { ...vectors.signed, ...other })).not.toBe(vectors.signed.signature);
});

test.each(vectors.keepers)("keepers have the digest that the server has of them: $digest", async each => {
  const keepers = each.recipients.map(recipient => ({ recipient }));
  expect(await keepersDigest(keepers)).toBe(each.digest);
});
