/** X25519 (RFC 7748) by WebCrypto; @noble/curves only where a browser lacks it. */

import { type Bytes, concat } from "./bytes.ts";

const PKCS8 = Uint8Array.from([48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 110, 4, 34, 4, 32]);
export const BASE_POINT: Bytes = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 9 : 0));

let native: Promise<boolean> | undefined;

async function probe(): Promise<boolean> {
  try {
    await crypto.subtle.importKey("raw", BASE_POINT, "X25519", true, []);
    return true;
  } catch {
    return false;
  }
}

/**
 * RFC 7748, 5 clears the lowest three bits of a scalar before it is used, so that setting one
 * changes no result. WebKitGTK refuses a key whose first byte is zero, one in 256: now none is.
 */
function importable(scalar: Bytes): Bytes {
  const out = scalar.slice();
  out[0] = (out[0] ?? 0) | 1;
  return out;
}

/** The shared secret with a point. Raises where it would be all zero (a low-order point, RFC 7748, 6.1). */
export type Agree = (point: Bytes) => Promise<Bytes>;

/** Of one scalar, with several points. */
export async function agreeBy(scalar: Bytes): Promise<Agree> {
  native ??= probe();
  if (!(await native)) {
    const { x25519: curve } = await import("./noble-curves.ts");
    return async point => Uint8Array.from(curve.scalarMult(scalar, point));
  }
  const pkcs8 = concat(PKCS8, importable(scalar));
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, "X25519", false, ["deriveBits"]);
  return async point => {
    const peer = await crypto.subtle.importKey("raw", point, "X25519", true, []);
    const bits = await crypto.subtle.deriveBits({ name: "X25519", public: peer }, key, 256);
    const secret = new Uint8Array(bits);
    if (secret.every(byte => byte === 0)) throw new Error("X25519: low-order point");
    return secret;
  };
}

/** Raises as `Agree`. */
export async function x25519(scalar: Bytes, point: Bytes): Promise<Bytes> {
  return (await agreeBy(scalar))(point);
}

/** Whether this browser has the curve itself. */
export async function isNative(): Promise<boolean> {
  native ??= probe();
  return native;
}

export function x25519Public(scalar: Bytes): Promise<Bytes> {
  return x25519(scalar, BASE_POINT);
}
