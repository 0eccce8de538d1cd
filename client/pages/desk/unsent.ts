/**
 * What is half written at the desk is never lost: not by another page of the desk, a lock, a session
 * that ended, an error or a reload. While the desk is unlocked it is kept here, by form; beside that,
 * always sealed to its own writer, in the storage of this tab, which ends with the tab (ADR 0020).
 * Nothing is ever written there in clear. Forms say what they keep (useUnsent.tsx): secrets that are
 * typed (a recovery code) never are.
 */

import { recipientOf } from "../../lib/agefile.ts";
import { type Forms, openForms, type FormValues, sealForms } from "../../lib/forms.ts";
import { Store } from "../../lib/store.ts";

interface Owner {
  readonly slot: string;
  readonly recipient: string;
}

const SOON = 300; // ms after the last key
const NONE: Forms = new Map();

/** The forms that are half written, by name; those of a case begin with its id and a slash. */
export const unsent = new Store<Forms>(NONE);

let owner: Owner | null = null;
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

/** Seals what is written now; one after another, so that the newest stays. */
export function sealUnsent(): Promise<void> {
  clearTimeout(timer);
  if (!owner) return working;
  const [who, forms] = [owner, unsent.value];
  working = working.then(() => store(who, forms)).catch(() => undefined);
  return working;
}

/** Takes over what this person had half written in this tab. */
export async function openUnsent(person: {
  id: string;
  identities: readonly [string, ...string[]];
}): Promise<void> {
  await working;
  const slot = `heard-unsent ${person.id}`;
  const sealed = stored(slot);
  unsent.set(sealed ? await openForms(sealed, ...person.identities) : NONE);
  owner = { slot, recipient: await recipientOf(person.identities[0]) };
}

/** Seals what is written and forgets it. Resolves once it is sealed. */
export function closeUnsent(): Promise<void> {
  const sealed = sealUnsent();
  owner = null;
  unsent.set(NONE);
  return sealed;
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
