import { describe, expect, it } from "vitest";
import { generateIdentity, open, recipientOf } from "./agefile.ts";
import { text } from "./bytes.ts";
import { type Contact, ContactTooLong, contactText, isAddress, sealContact } from "./contact.ts";

const EMAIL: Contact = { kind: "email", address: "lin@example.org", language: "zh-Hans" };
const PUSH: Contact = { kind: "push", endpoint: `https://push.example.org/${"a".repeat(600)}` };

describe("a contact", () => {
  it("opens with the notification key, and says what she entered", async () => {
    const identity = generateIdentity();
    const sealed = await sealContact(EMAIL, { recipient: await recipientOf(identity) });
    const said = text(await open(sealed, [identity]));
    expect(JSON.parse(said)).toEqual({ v: 1, ...EMAIL });
  });

  it("has one length, whatever it is", async () => {
    const recipient = await recipientOf(generateIdentity());
    const [email, push] = await Promise.all([EMAIL, PUSH].map(each => sealContact(each, { recipient })));
    expect(contactText(EMAIL)).toHaveLength(1024);
    expect(email?.length).toBe(push?.length);
  });

  it("refuses what does not fit instead of cutting it", () => {
    const long: Contact = { kind: "push", endpoint: `https://p.example/${"a".repeat(1024)}` };
    expect(() => contactText(long)).toThrow(ContactTooLong);
  });

  it.each(["lin@example.org", "l.i+n@a.b.example"])("takes %s", address => {
    expect(isAddress(address)).toBe(true);
  });

  it.each([
    "lin",
    "@example.org",
    "lin@example",
    "林@example.org",
    "a@b@c.org",
    "a b@c.org",
    `${"a".repeat(65)}@b.org`,
  ])("does not take %s, which could never be written to", address => expect(isAddress(address)).toBe(false));
});
