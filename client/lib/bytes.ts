/**
 * Bytes and the few encodings that the formats use. Every decoder is strict: it accepts only
 * what its encoder writes, so that one value has one spelling.
 */

/** Bytes in memory of their own (never shared memory, which WebCrypto refuses). */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A text or value is not the one spelling that its encoder writes. */
export class NotCanonical extends Error {
  override name = "NotCanonical";
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** Raises TypeError where the bytes are not UTF-8. */
export function text(bytes: Bytes): string {
  return decoder.decode(bytes);
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** For values that are not secret: it stops at the first difference. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** For secrets and authenticators: it looks at every byte. */
export function equalSecret(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

export function compare(a: Uint8Array, b: Uint8Array): number {
  const size = Math.min(a.length, b.length);
  for (let i = 0; i < size; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export function random(size: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(size));
}

export function hex(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += byte.toString(16).padStart(2, "0");
  return out;
}

export function unhex(value: string): Bytes {
  if (value.length % 2 !== 0 || !/^[0-9a-f]*$/.test(value)) {
    throw new NotCanonical("not hexadecimal");
  }
  const out = new Uint8Array(value.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(value.slice(2 * i, 2 * i + 2), 16);
  return out;
}

export function base64(bytes: Uint8Array): string {
  let binary = "";
  // In slices: one call with a megabyte of arguments overflows the stack.
  for (let i = 0; i < bytes.length; i += 8192) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return btoa(binary);
}

/** Standard alphabet with padding; refuses white space and bits that are left over. */
export function unbase64(value: string): Bytes {
  let binary: string;
  try {
    binary = atob(value);
  } catch {
    throw new NotCanonical("expected base64");
  }
  if (btoa(binary) !== value) throw new NotCanonical("expected canonical base64");
  // By hand: Uint8Array.from walks a text ten times slower, and a case has megabytes.
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** As in age headers: standard alphabet, no padding. */
export function base64nopad(bytes: Uint8Array): string {
  return base64(bytes).replace(/=+$/, "");
}

export function unbase64nopad(value: string): Bytes {
  if (value.includes("=")) throw new NotCanonical("expected base64 without padding");
  return unbase64(value + "=".repeat((4 - (value.length % 4)) % 4));
}

export function base64url(bytes: Uint8Array): string {
  return base64nopad(bytes).replaceAll("+", "-").replaceAll("/", "_");
}

export function unbase64url(value: string): Bytes {
  if (/[+/]/.test(value)) throw new NotCanonical("expected base64url");
  return unbase64nopad(value.replaceAll("-", "+").replaceAll("_", "/"));
}

/** A fresh id: 16 random bytes as 32 lower-case hexadecimal digits (docs/spec/sealing.md, 2). */
export function newId(): string {
  return hex(random(16));
}

export function isId(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{32}$/.test(value);
}

/** A time as the formats write it. `hour` cuts a reporter's actions to the hour. */
export function timestamp(now: Date, hour = false): string {
  const cut = hour ? new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000) : now;
  return `${cut.toISOString().slice(0, 19)}Z`;
}
