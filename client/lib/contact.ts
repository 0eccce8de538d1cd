/**
 * Where she wants to be told that something changed (docs/spec/notices.md): sealed here to the
 * notification key alone, all of one length, so that what the server keeps does not say where.
 */

import { seal } from "./agefile.ts";
import { type Bytes, utf8 } from "./bytes.ts";
import type { Service } from "./roster.ts";
import { CONTACT_MAX_ADDRESS, CONTACT_SIZE } from "./shared.ts";

export type Contact =
  | { readonly kind: "email"; readonly address: string; readonly language: string }
  | { readonly kind: "push"; readonly endpoint: string };

/* As the server reads it (formats/contact.py): plain ASCII, for mail servers without SMTPUTF8. */
const LOCAL = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const DOMAIN = /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

/** Whether a message can be sent to this. */
export function isAddress(text: string): boolean {
  const [local = "", domain = "", ...more] = text.split("@");
  return text.length <= CONTACT_MAX_ADDRESS && !more.length && LOCAL.test(local) && DOMAIN.test(domain);
}

/** The address or the push service's endpoint is longer than a contact may be. */
export class ContactTooLong extends Error {
  override name = "ContactTooLong";
}

/** `CONTACT_SIZE` bytes: JSON filled up with spaces. Raises ContactTooLong. */
export function contactText(contact: Contact): Bytes {
  const raw = utf8(JSON.stringify({ v: 1, ...contact }));
  if (raw.length > CONTACT_SIZE) throw new ContactTooLong("this address is too long");
  const out = new Uint8Array(CONTACT_SIZE).fill(0x20);
  out.set(raw);
  return out;
}

/**
 * For `POST inbox/contacts`. Sealed to what the verified roster names and to nothing else: a key that
 * the server names would tell its maker who she is.
 */
export function sealContact(contact: Contact, { recipient }: Pick<Service, "recipient">): Promise<Bytes> {
  return seal(contactText(contact), [recipient]);
}

/** Subscribes this browser; `key` is `signing` of the roster's service. The subscription's keys are left
 * out: nothing is ever sent in a push. Raises what the browser raises where she says no. */
export async function pushContact(at: ServiceWorkerRegistration, key: string): Promise<Contact> {
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const { endpoint } = await at.pushManager.subscribe(options);
  return { kind: "push", endpoint };
}
