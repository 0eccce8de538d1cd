/**
 * Passkeys (W3C WebAuthn level 3) with the PRF extension: one touch signs in and gives the 32
 * bytes that unlock the keyring (docs/spec/sealing.md, 7).
 */

import { base64url, type Bytes, equal, random, unbase64url, utf8 } from "../../lib/bytes.ts";
import { sha256 } from "../../lib/hash.ts";

const PRF_INPUT = "heard/keyring/v1";

/** The person closed the browser's dialogue, or no passkey was at hand. */
export class PasskeyDeclined extends Error {
  override name = "PasskeyDeclined";
}

/** This browser or place (no HTTPS, an address instead of a name) has no passkeys. */
export class PasskeysMissing extends Error {
  override name = "PasskeysMissing";
}

/** This device holds a passkey of this person already. */
export class PasskeyKnown extends Error {
  override name = "PasskeyKnown";
}

/** The browser or the device could not make or use one, for a reason of its own. */
export class PasskeyFailed extends Error {
  override name = "PasskeyFailed";
}

/** Options as the server sends them: bytes as base64url. */
export interface CreationJson {
  readonly challenge: string;
  readonly rp: { readonly id?: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly pubKeyCredParams: readonly PublicKeyCredentialParameters[];
  readonly timeout?: number;
  readonly excludeCredentials?: readonly { readonly id: string }[];
  readonly authenticatorSelection?: AuthenticatorSelectionCriteria;
}
export interface RequestJson {
  readonly challenge: string;
  readonly rpId?: string;
  /** Those that may answer; where it is left out, whichever the device finds. */
  readonly allowCredentials?: readonly { readonly id: string }[];
  readonly timeout?: number;
}

/** `credential` goes to the server; `prf` never leaves the browser. Null: it cannot unlock. */
export interface Touched {
  readonly credential: object;
  readonly id: string;
  readonly prf: Bytes | null;
}

async function prfExtension(): Promise<AuthenticationExtensionsClientInputs> {
  return { prf: { eval: { first: await sha256(utf8(PRF_INPUT)) } } };
}

function asBytes(value: unknown): Bytes | null {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (!ArrayBuffer.isView(value)) return null;
  return new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength).slice();
}

function prfOf(credential: PublicKeyCredential): Bytes | null {
  const first = asBytes(credential.getClientExtensionResults().prf?.results?.first);
  return first?.length === 32 ? first : null;
}

async function ask(run: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  if (!hasPasskeys()) throw new PasskeysMissing("no passkeys here");
  try {
    const credential = await run();
    if (credential instanceof PublicKeyCredential) return credential;
  } catch (error) {
    throw meant(error);
  }
  throw new PasskeyDeclined("no passkey was used");
}

/** What an error of the browser means; its own sentence is English and for programmers. */
function meant(error: unknown): Error {
  const name = error instanceof Error ? error.name : "";
  if (name === "SecurityError") return new PasskeysMissing("no passkeys here");
  if (name === "InvalidStateError") return new PasskeyKnown("a passkey of this device is known");
  if (name === "NotAllowedError" || name === "AbortError") return new PasskeyDeclined("no passkey was used");
  return new PasskeyFailed(name);
}

// Written out by hand, not `credential.toJSON()`: that one carries the PRF output, and the server
// that keeps the sealed keyring must never see what opens it.
function forServer(credential: PublicKeyCredential, response: object): object {
  const id = base64url(new Uint8Array(credential.rawId));
  const attachment = credential.authenticatorAttachment;
  return {
    id,
    rawId: id,
    type: "public-key",
    authenticatorAttachment: attachment,
    clientExtensionResults: {},
    response,
  };
}

function text(bytes: ArrayBuffer): string {
  return base64url(new Uint8Array(bytes));
}

/**
 * Makes a passkey, and touches it once more to see what it will give at each sign-in: some give
 * another PRF output, or none, than they gave or promised while they were made.
 */
export async function makePasskey(options: CreationJson): Promise<Touched> {
  const extensions = await prfExtension();
  const publicKey: PublicKeyCredentialCreationOptions = {
    rp: options.rp,
    user: { ...options.user, id: unbase64url(options.user.id) },
    challenge: unbase64url(options.challenge),
    pubKeyCredParams: [...options.pubKeyCredParams],
    timeout: options.timeout ?? 300_000,
    excludeCredentials: (options.excludeCredentials ?? []).map(({ id }) => ({
      id: unbase64url(id),
      type: "public-key",
    })),
    authenticatorSelection: options.authenticatorSelection ?? {},
    attestation: "none",
    extensions,
  };
  const created = await ask(() => navigator.credentials.create({ publicKey }));
  const response = created.response as AuthenticatorAttestationResponse;
  const credential = forServer(created, {
    clientDataJSON: text(response.clientDataJSON),
    attestationObject: text(response.attestationObject),
    transports: response.getTransports(),
  });
  return { credential, id: text(created.rawId), prf: await steadyPrf(created, options.rp.id) };
}

/** The output that sign-ins will get; null where there is none, or where no two touches agree. */
async function steadyPrf(credential: PublicKeyCredential, rpId?: string): Promise<Bytes | null> {
  const first = prfOf(credential);
  if (!first && credential.getClientExtensionResults().prf?.enabled !== true) return null;
  const next = await prfFrom([credential.rawId], rpId);
  if (!next || !first || equal(first, next)) return next;
  // With and without a PIN or fingerprint a key may have two: what counts is that it stays.
  const last = await prfFrom([credential.rawId], rpId);
  return last && equal(next, last) ? last : null;
}

/** Touches one of these passkeys only for its PRF output; nothing is sent anywhere. */
async function prfFrom(ids: readonly BufferSource[], rpId?: string): Promise<Bytes | null> {
  const extensions = await prfExtension();
  const used = await ask(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: random(32),
        allowCredentials: ids.map(id => ({ id, type: "public-key" })),
        userVerification: "required",
        extensions,
        ...(rpId === undefined ? {} : { rpId }),
      },
    }),
  );
  return prfOf(used);
}

/** Tells the device, where it listens, that a passkey it made is of no use: the site did not take it. */
export async function forgetPasskey(options: CreationJson, credentialId: string): Promise<void> {
  const known = globalThis.PublicKeyCredential as unknown as
    { signalUnknownCredential?: (what: { rpId: string; credentialId: string }) => Promise<void> } | undefined;
  const rpId = options.rp.id ?? location.hostname;
  await known?.signalUnknownCredential?.({ rpId, credentialId }).catch(() => undefined);
}

/** Signs the server's challenge with a passkey that the person picks; gives what unlocks, too. */
export async function usePasskey(options: RequestJson): Promise<Touched> {
  return touched(options, await prfExtension());
}

/** Signs the server's challenge, and unlocks nothing. */
export async function confirmByPasskey(options: RequestJson): Promise<object> {
  return (await touched(options, {})).credential;
}

async function touched(
  options: RequestJson,
  extensions: AuthenticationExtensionsClientInputs,
): Promise<Touched> {
  const { rpId, allowCredentials: allowed } = options;
  const known = allowed?.map(({ id }) => ({ id: unbase64url(id), type: "public-key" as const }));
  const used = await ask(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: unbase64url(options.challenge),
        timeout: options.timeout ?? 300_000,
        userVerification: "required",
        extensions,
        ...(rpId === undefined ? {} : { rpId }),
        ...(known === undefined ? {} : { allowCredentials: known }),
      },
    }),
  );
  const response = used.response as AuthenticatorAssertionResponse;
  const credential = forServer(used, {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : null,
  });
  return { credential, id: text(used.rawId), prf: prfOf(used) };
}

/** Whether this browser, here, has passkeys at all. */
export function hasPasskeys(): boolean {
  return "PublicKeyCredential" in window;
}
