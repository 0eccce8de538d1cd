/**
 * What is half written at the desk is never lost: not by another page of the desk, a lock, a session
 * that ended, an error or a reload. While the desk is unlocked it is kept in memory; beside that,
 * always sealed to its own writer, in the storage of this tab, which ends with the tab. Nothing is
 * ever written there in clear. A form is kept by name and only where it says so: secrets that are
 * typed (a recovery code) never are.
 */

import { recipientOf } from "../../lib/agefile.ts";
import { type Forms, openForms, type Said, sealForms } from "../../lib/forms.ts";
import { h } from "./dom.ts";
import { t } from "./words.ts";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

interface Live {
  readonly form: HTMLElement;
  /** What it said before anybody wrote: that is not worth keeping. */
  readonly start: Said;
}

interface Owner {
  readonly slot: string;
  readonly recipient: string;
}

const SOON = 300; // ms after the last key

let owner: Owner | null = null;
let kept = new Map<string, Said>();
const live = new Map<string, Live>();
/** Where the browser refuses storage: for this page alone. */
const aside = new Map<string, string>();
let working: Promise<void> = Promise.resolve();
let timer = 0;

function ticks(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && /^(radio|checkbox)$/.test(control.type);
}

function controlsOf(form: HTMLElement): Control[] {
  return [...form.querySelectorAll<Control>("input[id], textarea[id], select[id]")];
}

function read(form: HTMLElement): Record<string, string> {
  const say = (control: Control): string => (ticks(control) ? (control.checked ? "on" : "") : control.value);
  return Object.fromEntries(controlsOf(form).map(control => [control.id, say(control)]));
}

/** What somebody has written or chosen; null for a form as it was found. */
function written({ form, start }: Live): Said | null {
  const changed = Object.entries(read(form)).filter(([id, value]) => value !== (start[id] ?? ""));
  return changed.length === 0 ? null : Object.fromEntries(changed);
}

function note(name: string, form: Live): void {
  const said = written(form);
  if (said) kept.set(name, said);
  else kept.delete(name);
}

function noteAll(): void {
  for (const [name, form] of live) note(name, form);
}

function fill(form: HTMLElement, said: Said): void {
  const set = (control: Control): void => {
    const value = said[control.id];
    if (value === undefined) return;
    if (ticks(control)) control.checked = value === "on";
    else control.value = value;
  };
  const controls = controlsOf(form).filter(({ id }) => said[id] !== undefined);
  controls.forEach(set);
  for (const control of controls) {
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
  // One control may have answered another (a day that follows from a kind).
  controls.forEach(set);
}

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
export function keepForms(): Promise<void> {
  clearTimeout(timer);
  if (!owner) return working;
  noteAll();
  const [who, forms] = [owner, new Map(kept)];
  working = working.then(() => store(who, forms)).catch(() => undefined);
  return working;
}

function keepSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void keepForms(), SOON);
}

/** Takes over what this person had half written in this tab. */
export async function openDrafts(person: {
  id: string;
  identities: readonly [string, ...string[]];
}): Promise<void> {
  await working;
  const slot = `heard-unsent ${person.id}`;
  const sealed = stored(slot);
  kept = new Map(sealed ? await openForms(sealed, ...person.identities) : []);
  owner = { slot, recipient: await recipientOf(person.identities[0]) };
}

/** The page goes: what stands on it is remembered, and the page is let go of. */
export function leaveForms(): void {
  if (live.size === 0) return;
  noteAll();
  live.clear();
  void keepForms();
}

/** Seals what is written and forgets it. Resolves once it is sealed. */
export function closeDrafts(): Promise<void> {
  const sealed = keepForms();
  owner = null;
  kept = new Map();
  live.clear();
  return sealed;
}

/** What is kept of the form of this name. */
export function saidOf(name: string): Said | undefined {
  return kept.get(name);
}

/** Keeps what was changed in a form; nothing: it is as it was at first. Nothing is kept while locked. */
export function keepSaid(name: string, changed: Said): void {
  if (!owner) return;
  if (Object.keys(changed).length > 0) kept.set(name, changed);
  else kept.delete(name);
  keepSoon();
}

/** Keeps a form under a name that stays the same, and fills in what is kept of it. */
export function keepForm(name: string, form: HTMLElement): void {
  const before = live.get(name);
  if (before) note(name, before);
  live.set(name, { form, start: read(form) });
  form.addEventListener("input", keepSoon);
  form.addEventListener("change", keepSoon);
  const said = kept.get(name);
  if (!said) return;
  fill(form, said);
  form.querySelector(".field, fieldset")?.before(h("p", { class: "hint unsent" }, t("draft.kept")));
}

/** It was sent, or thrown away on purpose: this form, or all whose name begins so. */
export function dropForms(name: string): void {
  for (const each of [...live.keys(), ...kept.keys()]) {
    if (each !== name && !each.startsWith(`${name}/`)) continue;
    live.delete(each);
    kept.delete(each);
  }
  void keepForms();
}

/** What is kept of a form, or of any whose name begins so. */
export function keptForm(name: string): Said | undefined {
  noteAll();
  const found = [...kept].find(([each]) => each === name || each.startsWith(`${name}/`));
  return found?.[1];
}

/** Asks before a tab with unsent words is closed, and seals at once when it is hidden. */
export function watchUnsent(): void {
  addEventListener("beforeunload", event => {
    if (!owner) return; // locked: whoever locks wants to be gone, and was told that it is kept
    noteAll();
    if (kept.size > 0) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void keepForms();
  });
}
