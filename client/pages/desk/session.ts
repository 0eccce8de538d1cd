/**
 * What the desk holds in memory while it is unlocked, and how it lets go of it. No key and nothing
 * that was decrypted is put into the browser's storage: a closed tab, a reload or a lock leaves
 * ciphertext on the server, and what was half written sealed in the tab (unsent.ts).
 */

import { mark, since } from "../../lib/clock.ts";
import type { KeyChange } from "../../lib/deskapi.ts";
import type { Keyring } from "../../lib/keyring.ts";
import type { Roster } from "../../lib/roster.ts";
import { closeUnsent } from "./unsent.ts";

export interface Me {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** 0: sees the figures and nothing else. */
  readonly tier: number;
  readonly unit: string;
  readonly oversight: boolean;
}

export interface Site {
  readonly organisation: string;
  readonly site: string;
  readonly root: string;
  readonly log: string;
  /** Where the organisation's days begin and end (IANA name). */
  readonly zone: string;
  /** ISO 3166-1, or empty. */
  readonly country: string;
}

export interface Unlocked {
  readonly site: Site;
  readonly me: Me;
  /** False until the root key has signed a roster with this person in it. */
  readonly active: boolean;
  keyring: Keyring;
  /** SHA-256 (hexadecimal) of the sealed keyring that `keyring` was opened from. */
  sealed: string;
  /** The newest change at this person's ways in; null where none is known. */
  readonly changed: KeyChange | null;
  readonly roster: Roster | null;
}

/** Nobody has unlocked this tab. */
export class Locked extends Error {
  override name = "Locked";
}

const IDLE = 10 * 60_000;
const WARNING = 60_000;

let held: Unlocked | null = null;
const closers = new Set<() => void>();

export function unlock(keys: Unlocked): void {
  held = keys;
}

export function unlocked(): boolean {
  return held !== null;
}

/** What is unlocked now. Raises Locked. */
export function desk(): Unlocked {
  if (!held) throw new Locked("the desk is locked");
  return held;
}

/** Runs when the page that is shown now goes: object URLs, timers, players. */
export function onLeave(close: () => void): void {
  closers.add(close);
}

export function leave(): void {
  for (const close of closers) close();
  closers.clear();
}

const forgetters: (() => void)[] = [];

/** Runs at every lock: what is kept from page to page, for as long as somebody is here. */
export function onLock(forget: () => void): void {
  forgetters.push(forget);
}

/** Lets go of every key and every decrypted thing. Resolves once what was half written is sealed. */
export function lock(): Promise<void> {
  held = null;
  for (const forget of forgetters) forget();
  const sealed = closeUnsent();
  leave();
  return sealed;
}

export interface IdleWatch {
  readonly warn: (secondsLeft: number) => void;
  readonly calm: () => void;
  readonly lock: () => void;
}

/** Locks after ten minutes without a key or touch; warns one minute before. */
export function watchIdle(watch: IdleWatch): void {
  let last = mark();
  let warned = false;
  const touched = (): void => {
    last = mark();
    if (warned) watch.calm();
    warned = false;
  };
  for (const event of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    addEventListener(event, touched, { passive: true, capture: true });
  }
  // Looked at every few seconds, not by one long timer: a laptop that slept locks on waking.
  setInterval(() => {
    if (!held) return;
    const left = IDLE - since(last);
    if (left <= 0) watch.lock();
    else if (left <= WARNING) {
      warned = true;
      watch.warn(Math.ceil(left / 1000));
    }
  }, 5000);
}
