/** The key of who is to open a package, as somebody typed or pasted it. */

import { recipientKey, start } from "../agefile.ts";

/** `secret`: it is the half that its owner keeps; `unknown`: it is no age recipient, or one of no strength. */
export type RecipientFault = "secret" | "unknown";

export class BadRecipient extends Error {
  override name = "BadRecipient";
  readonly fault: RecipientFault;
  constructor(fault: RecipientFault) {
    super(fault === "secret" ? "this is a secret key" : "this is not an age recipient");
    this.fault = fault;
  }
}

/** `age1…` or `age1pq1…` out of what was typed. Raises BadRecipient. */
export async function readRecipient(typed: string): Promise<string> {
  const given = typed.replace(/\s+/g, "");
  if (/^AGE-SECRET-KEY-/i.test(given)) throw new BadRecipient("secret");
  const recipient = given.toLowerCase();
  try {
    recipientKey(recipient);
    // Nothing can be sealed to a key of low order: that is found out by trying.
    await start([recipient]);
  } catch {
    throw new BadRecipient("unknown");
  }
  return recipient;
}
