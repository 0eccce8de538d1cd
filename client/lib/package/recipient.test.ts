import * as typage from "age-encryption";
import { expect, test } from "vitest";

import { generateIdentity, recipientOf } from "../agefile.ts";
import { bech32 } from "../bech32.ts";
import { BadRecipient, readRecipient } from "./recipient.ts";

const classic = await typage.generateX25519Identity();
const theirs = await typage.identityToRecipient(classic);

test.each([
  ["as it is", theirs],
  ["in capitals, as some print it", theirs.toUpperCase()],
  ["broken over lines", ` ${theirs.slice(0, 20)}\r\n ${theirs.slice(20)}\n`],
])("a key %s", async (_, typed) => {
  expect(await readRecipient(typed)).toBe(theirs);
});

test("a hybrid one", async () => {
  const hybrid = await recipientOf(generateIdentity());
  expect(await readRecipient(hybrid)).toBe(hybrid);
});

test.each([
  ["secret", classic],
  ["secret", generateIdentity().toLowerCase()],
  ["unknown", ""],
  ["unknown", theirs.slice(0, -1)],
  ["unknown", theirs.replace(/.$/, last => (last === "q" ? "p" : "q"))],
  ["unknown", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHSgbs"],
  ["unknown", bech32("age", new Uint8Array(32))],
  ["unknown", bech32("age1pq", new Uint8Array(1216))],
])("%s: %s", async (fault, typed) => {
  await expect(readRecipient(typed)).rejects.toEqual(new BadRecipient(fault as "secret"));
});
