/**
 * The pages of the report: one thing a page, in one static shell.
 *
 * The address never changes and nothing is stored, so history shows one visit and no content;
 * Back goes through the pages by the history's state alone.
 */

import { all, byId, h, onClick, once, show, t } from "../../dom.ts";
import { showLines } from "../../lines.ts";
import { limitOf } from "../../fileCheck.ts";
import { trust } from "../../site.ts";
import { Form, summary } from "./answers.ts";
import { Chosen, Knowers } from "./chosen.ts";
import { Drafts } from "./drafts.ts";
import { guard, onceAPage, openAside } from "./browserHabits.ts";
import { Picked } from "./picked.ts";
import { busy, complain, failed, flag } from "./status.ts";
import { asksAboutTheDay, readyTheDay } from "./firstTold.ts";

const ORDER = [
  "start",
  "safe",
  "helpnow",
  "about",
  "words",
  "when",
  "people",
  "told",
  "wish",
  "contact",
  "reveal",
  "files",
  "check",
  "readers",
  "code",
  "confirm",
] as const;
type Step = (typeof ORDER)[number];
/** Pages where there is nothing to skip. */
const ASKS_NOTHING: readonly Step[] = ["start", "helpnow", "words", "check", "readers"];
/** Pages with buttons of their own, after the form. */
const OWN: readonly Step[] = ["code", "confirm"];
const FLAGS = ["words-error", "disclosed-asks", "reveal-error", "files-error", "readers-error"];
const form = new Form();
const picked = new Picked();
const chosen = new Chosen();
const knowers = new Knowers();
const drafts = new Drafts(form, () => open("words"));
const back = byId("back");
const go = byId("go");
const next = byId<HTMLButtonElement>("next");
const skip = byId("skip");
const draft = byId("draft");

let step: Step = "start";
/** She came from the summary and goes back to it. */
let changing = false;
let sent = false;

function section(name: string): HTMLElement {
  return all(`[data-step="${name}"]`)[0] as HTMLElement;
}

function label(): string {
  if (step === "start") return t("go.start");
  if (step === "readers") return t("go.words");
  if (changing && step !== "check") return t("go.back_to_check");
  return t(step === "check" ? "go.readers" : "word.continue");
}

/** Shows one page. The heading takes the focus, so that it is read out. */
function place(name: Step, focus = true): void {
  for (const other of all("[data-step]")) show(other, other.dataset["step"] === name);
  step = name;
  const own = OWN.includes(name);
  // One place for what is going on and what went wrong, on whichever page she waits.
  const ask = section(name).querySelector(".ask");
  ask?.append(byId("send-failed"), byId("send-busy"));
  if (!own) ask?.append(go);
  next.textContent = label();
  show(go, !own);
  show(skip, !ASKS_NOTHING.includes(name) && !changing);
  show(back, name !== "start");
  show(draft, !own && ORDER.indexOf(name) >= ORDER.indexOf("words"));
  if (!focus) return;
  scrollTo(0, 0);
  section(name).querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}

function open(name: Step): void {
  history.pushState({ step: name }, "");
  enter(name);
}

/** What a page needs before it is looked at. */
function enter(name: Step, focus = true): void {
  place(name, focus);
  if (name === "helpnow") void showHelp();
  if (name === "reveal") reveal();
  if (name === "contact") reach();
  if (name === "told") void readyTheDay();
  if (name === "files") void learnLimit();
  if (name === "check") showSummary();
  if (name === "readers") void showReaders();
}

let helpShown = false;
async function showHelp(): Promise<void> {
  if (helpShown) return;
  helpShown = true;
  await showLines();
}

function after(name: Step): Step {
  if (changing) return "check";
  if (name === "safe" && form.safe() !== "no") return "about";
  return ORDER[ORDER.indexOf(name) + 1] ?? name;
}

/** What keeps her here: her own words alone, and a name that she said we may know. */
function blocked(): boolean {
  if (step === "words" || step === "confirm") return wordless();
  if (step === "reveal") return flag("reveal-error", nameMissing(), "own_name");
  return false;
}

function wordless(): boolean {
  const wrong = form.words() === "";
  if (wrong && step !== "words") mend("words");
  return flag("words-error", wrong, "words");
}

/** To a page before, and from there back to the summary. */
function mend(name: Step): void {
  changing = true;
  open(name);
}

/** What is asked about where it stands is asked once more before it would be sent. */
async function asksFirst(): Promise<boolean> {
  const last = step === "readers" || step === "confirm";
  if ((step === "files" || last) && (await filesAsk())) return true;
  if (step !== "told" && !last) return false;
  if (!(await asksAboutTheDay())) return false;
  if (last) mend("told");
  byId("disclosed").focus();
  return true;
}

function nameMissing(): boolean {
  const kind = form.reveal();
  if (kind === "anonymous") return false;
  const nobody = kind === "confidential" && knowers.ids().length === 0;
  return form.read().identity === null || nobody;
}

function reveal(): void {
  const kind = form.reveal();
  show(byId("reveal-more"), kind !== "anonymous");
  show(byId("knowers-field"), kind === "confidential");
  if (kind !== "confidential") return;
  trust().then(({ holders }) => knowers.offer(holders), complain("reveal-error"));
}

function reach(): void {
  show(byId("contact-more"), !["", "here"].includes(form.reach()));
}

/** How large a file may be is said before she picks one, where the site can be asked. */
async function learnLimit(): Promise<void> {
  try {
    picked.limit(limitOf((await trust()).site.max_file_bytes));
  } catch {
    // Asked once more with the readers, where she is told that it failed.
  }
}

/** A file is not passed over in silence: she says what to do with it, or takes it out. */
async function filesAsk(): Promise<boolean> {
  const asks = await picked.asks();
  show(byId("files-error"), asks);
  if (asks && step !== "files") open("files");
  if (asks) picked.focus();
  return asks;
}

function showSummary(): void {
  const rows = summary(form.read(), picked.describe()).map(({ label: name, value, step: where }) => {
    const change = h(
      "button",
      { type: "button", class: "link", "aria-label": t("report.change_what", { what: name }) },
      t("report.change"),
    );
    change.addEventListener("click", () => {
      changing = true;
      open(where as Step);
    });
    const shown =
      value === "" ? h("dd", { class: "hint" }, t("report.skipped")) : h("dd", { dir: "auto" }, value);
    return h("div", {}, h("dt", {}, name), shown, h("dd", { class: "change" }, change));
  });
  changing = false;
  byId("answers").replaceChildren(...rows);
}

let lookUps = 0;
/** Whether they are shown as of what she says now; else she is told, or is on another page. */
async function showReaders(): Promise<boolean> {
  const mine = ++lookUps;
  busy("who.loading");
  try {
    const [{ holders, site }, { checkNamed }] = await Promise.all([
      trust(),
      import("../../conflictLookup.ts"),
    ]);
    // Asked here, once she has finished with the names: never while she types.
    const checked = await checkNamed(form.named(), holders);
    // She went on and back meanwhile, and they are asked for anew.
    if (mine !== lookUps) return false;
    const fits = !picked.limit(limitOf(site.max_file_bytes));
    if (!fits) open("files");
    chosen.suggest(holders, checked, site);
    show(byId("send-failed"), false);
    busy("");
    return fits;
  } catch (error) {
    if (mine === lookUps) failed(error);
  }
  if (mine === lookUps) busy("");
  return false;
}

const leaving = () => import("./leaving.ts");

/** The list of readers that she said yes to. */
let agreed = "";

/**
 * Whether nothing is open: the browser's own Forward leads past every question, and to the last
 * page before the readers have been asked for. If not, she is where it can be answered.
 */
async function settled(): Promise<boolean> {
  show(byId("send-failed"), false);
  busy("files.looking");
  const asks = blocked() || (await asksFirst());
  busy("");
  if (asks || step !== "confirm" || !(await showReaders()) || step !== "confirm") return false;
  if (chosen.suggestion() === agreed) return ready();
  open("readers");
  show(byId("readers-changed"));
  return false;
}

/** Those who get her name: whom she chose, less those whom she has struck out since. */
function whoMayKnow(): string[] {
  const kept = chosen.ids();
  if (form.reveal() === "named") return kept;
  return knowers.ids().filter(id => kept.includes(id));
}

/** Whether it could be sent like this; if not, she is where it can be mended. */
function ready(): boolean {
  const nobody = chosen.ids().length === 0;
  show(byId("readers-error"), nobody);
  if (nobody) return false;
  if (form.read().identity === null || whoMayKnow().length > 0) return true;
  open("reveal");
  show(byId("reveal-error"));
  return false;
}

/** The words come before the report leaves: a page that is dropped then takes nothing with it. */
async function toWords(): Promise<void> {
  if (!ready()) return;
  agreed = chosen.suggestion();
  for (const id of ["send-failed", "readers-changed"]) show(byId(id), false);
  try {
    const { showWords } = await leaving();
    // A draft that is saved from now on opens with the same words.
    drafts.entropy = await showWords(drafts.entropy);
    open("code");
  } catch (error) {
    failed(error);
  }
}

async function confirmed(): Promise<void> {
  const { typedBack } = await leaving();
  if (await typedBack()) await sendIt();
}

async function sendIt(): Promise<void> {
  try {
    if (!(await settled())) return;
    // All that comes after it too: a page that could not show what follows must not have sent.
    const [{ send, showWords, afterwards }, trusted] = await Promise.all([leaving(), trust()]);
    const entropy = await showWords(drafts.entropy);
    const sending = { trusted, answers: form.read(), holders: chosen.ids(), knowers: whoMayKnow() };
    const result = await send(
      { ...sending, urgent: form.urgent(), entropy },
      () => busy("report.sealing"),
      () => busy("report.sending"),
    );
    sent = true;
    drafts.discard();
    history.replaceState({ step: "sent" }, "");
    show(byId("flow"), false);
    show(back, false);
    await afterwards(result, trusted, picked);
  } catch (error) {
    failed(error);
  }
  busy("");
}

async function advance(): Promise<void> {
  if (blocked() || (await asksFirst())) return;
  if (step === "readers") return toWords();
  open(after(step));
}

async function pass(): Promise<void> {
  if (step === "files" && (await filesAsk())) return;
  open(after(step));
}

/** The two pages after the form: her words, and typing them back. */
function listenToWords(): void {
  const sending = byId<HTMLFormElement>("confirm-form");
  const submit = sending.querySelector<HTMLElement>("[type=submit]") ?? sending;
  onClick("code-next", () => open("confirm"));
  onClick("confirm-back", () => history.back());
  onClick("confirm-skip", () => once(submit, sendIt));
  sending.addEventListener("submit", event => {
    event.preventDefault();
    void once(submit, confirmed);
  });
}

function listen(): void {
  listenToWords();
  next.addEventListener("click", onceAPage);
  skip.addEventListener("click", onceAPage);
  byId("flow").addEventListener("submit", event => {
    event.preventDefault();
    void once(next, advance);
  });
  skip.addEventListener("click", event => {
    if (!event.defaultPrevented) void once(skip, pass);
  });
  back.addEventListener("click", () => history.back());
  byId("flow").addEventListener("change", event => {
    const name = (event.target as HTMLInputElement).name;
    if (name === "reveal") reveal();
    if (name === "reach") reach();
  });
  // What was missing is being written: the note about it has done its work.
  byId("flow").addEventListener("input", () => {
    for (const name of FLAGS) show(byId(name), false);
    drafts.changed();
  });
  addEventListener("popstate", event => {
    const state = event.state as { step?: string } | null;
    if (sent) return;
    enter((state?.step ?? "start") as Step);
  });
}

/** Arms the pages behind the first one, which is on the screen. */
export function arm(): void {
  openAside();
  guard(() => !sent && drafts.lacks(form.read()));
  listen();
  history.replaceState({ step: "start" }, "");
  enter("start", false);
}

/** Leaves the first page. */
export async function begin(): Promise<void> {
  if (await opened()) return open(after("start"));
  byId("start-says").textContent = t("error.closed");
  show(byId("start-says"));
}

/** Whether there is anybody to read it: before the first roster she must not write for nothing. */
function opened(): Promise<boolean> {
  // Without a network she may begin: the readers are asked for again before anything is sent.
  return fetch("/roster").then(
    ({ status }) => status !== 404,
    () => true,
  );
}
