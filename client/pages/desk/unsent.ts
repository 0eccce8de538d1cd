/**
 * What is half written at the desk is never lost: not by another page of the desk, a lock, a session
 * that ended, an error or a reload. While the desk is unlocked it is kept here, by form; beside that,
 * always sealed to its own writer, in the storage of this tab, which ends with the tab (ADR 0020).
 * Nothing is ever written there in clear. Forms say what they keep (useUnsent.tsx): secrets that are
 * typed (a recovery code) never are.
 */

import { recipientOf } from "../../lib/agefile.ts";
import { newId } from "../../lib/bytes.ts";
import { type Forms, openForms, type FormValues, sealForms } from "../../lib/forms.ts";
import { Store } from "../../lib/store.ts";

interface Owner {
  readonly slot: string;
  readonly recipient: string;
}

/** A form that is being sent. Whether it arrived may be known only after a lock. */
interface Flight {
  readonly form: string;
  /** What it said then. */
  readonly values: FormValues | undefined;
  readonly slot: string;
  /** Where a lock put it, apart from what nobody sent. */
  apart: string;
}

const SOON = 300; // ms after the last key
const NONE: Forms = new Map();

/** The forms that are half written, by name; those of a case begin with its id and a slash. */
export const unsent = new Store<Forms>(NONE);

let owner: Owner | null = null;
const flights = new Set<Flight>();
/** Where the browser refuses storage: for this page alone. */
const aside = new Map<string, string>();
let working: Promise<void> = Promise.resolve();
let timer = 0;

async function store(who: Owner, forms: Forms): Promise<void> {
  const sealed = forms.size === 0 ? null : await sealForms(forms, who.recipient);
  aside.delete(who.slot);
  try {
    if (sealed === null) sessionStorage.removeItem(who.slot);
    else sessionStorage.setItem(who.slot, sealed);
  } catch {
    if (sealed !== null) aside.set(who.slot, sealed);
  }
}

function stored(slot: string): string | null {
  try {
    return aside.get(slot) ?? sessionStorage.getItem(slot);
  } catch {
    return null;
  }
}

function forget(slot: string): void {
  aside.delete(slot);
  try {
    sessionStorage.removeItem(slot);
  } catch {
    // Nothing is there.
  }
}

/** What a lock put apart for this person, which no answer has taken away yet. */
function slotsApart(slot: string): string[] {
  let names: string[] = [];
  try {
    names = Array.from({ length: sessionStorage.length }, (_, place) => sessionStorage.key(place) ?? "");
  } catch {
    // The browser refuses storage.
  }
  return [...names, ...aside.keys()].filter(name => name.startsWith(`${slot} `));
}

/** One after another, so that the newest stays. */
function later(act: () => unknown): void {
  working = working.then(act).then(
    () => undefined,
    () => undefined,
  );
}

/** Seals what is written now. */
export function sealUnsent(): Promise<void> {
  clearTimeout(timer);
  if (!owner) return working;
  const [who, forms] = [owner, unsent.value];
  later(() => store(who, forms));
  return working;
}

/** Takes over what this person had half written in this tab. */
export async function openUnsent(person: {
  id: string;
  identities: readonly [string, ...string[]];
}): Promise<void> {
  await working;
  const slot = `heard-unsent ${person.id}`;
  const opening = [slot, ...slotsApart(slot)].map(async each => {
    const sealed = stored(each);
    return { each, forms: sealed ? await openForms(sealed, ...person.identities) : NONE };
  });
  const recipient = await recipientOf(person.identities[0]);
  const opened = await Promise.all(opening);
  // What arrived while it was opened is not there any more.
  const there = opened.filter(({ each }) => stored(each) !== null);
  unsent.set(new Map(there.flatMap(({ forms }) => [...forms])));
  owner = { slot, recipient };
  const apart = there.map(({ each }) => each).filter(each => each !== slot);
  if (apart.length === 0) return;
  void sealUnsent();
  later(() => apart.forEach(forget));
}

function isSame(values: FormValues | undefined, others: FormValues | undefined): boolean {
  return JSON.stringify(values) === JSON.stringify(others);
}

/**
 * Seals what is written and forgets it. What is on its way lies apart, so that its answer can take it
 * away from a tab whose keys are gone. Resolves once it is sealed.
 */
export function closeUnsent(): Promise<void> {
  clearTimeout(timer);
  const [who, forms] = [owner, new Map(unsent.value)];
  owner = null;
  unsent.set(NONE);
  if (!who) return working;
  for (const flight of flights) {
    const { form, values, slot } = flight;
    if (values === undefined || slot !== who.slot || !isSame(forms.get(form), values)) continue;
    forms.delete(form);
    flight.apart = `${slot} ${newId()}`;
    const apart = { ...who, slot: flight.apart };
    later(() => store(apart, new Map([[form, values]])));
  }
  later(() => store(who, forms));
  return working;
}

/** It is not half written any more, whoever holds the tab now. What was written since is not sent, and stays. */
function arrived({ form, values, slot, apart }: Flight): void {
  forget(apart);
  later(() => forget(apart)); // a lock may be sealing it just now
  if (owner?.slot === slot && isSame(unsent.value.get(form), values)) dropUnsent(form);
}

/** Sends what a form says; once `send` resolves it is dropped. Raises what `send` raises; then it stays. */
export async function sendUnsent(form: string, send: () => Promise<unknown>): Promise<void> {
  const flight = { form, values: unsent.value.get(form), slot: owner?.slot ?? "", apart: "" };
  flights.add(flight);
  try {
    await send();
    arrived(flight);
  } finally {
    flights.delete(flight);
  }
}

/** Keeps what was changed in a form; nothing: it is as it was at first. Nothing is kept while locked. */
export function keepUnsent(name: string, changed: FormValues): void {
  if (!owner) return;
  const forms = new Map(unsent.value);
  if (Object.keys(changed).length > 0) forms.set(name, changed);
  else forms.delete(name);
  unsent.set(forms);
  clearTimeout(timer);
  timer = setTimeout(() => void sealUnsent(), SOON);
}

function isOf(form: string, name: string): boolean {
  return form === name || form.startsWith(`${name}/`);
}

/** It was sent, or thrown away on purpose: this form, or all whose name begins so. */
export function dropUnsent(name: string): void {
  unsent.set(new Map([...unsent.value].filter(([form]) => !isOf(form, name))));
  void sealUnsent();
}

/** Whether something is kept of a form, or of any whose name begins so. */
export function hasUnsent(name: string): boolean {
  return [...unsent.value.keys()].some(form => isOf(form, name));
}

/** Asks before a tab with unsent words is closed, and seals at once when it is hidden. */
export function watchUnsent(): void {
  addEventListener("beforeunload", event => {
    // Locked: whoever locks wants to be gone, and was told that it is kept.
    if (owner && unsent.value.size > 0) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void sealUnsent();
  });
}
