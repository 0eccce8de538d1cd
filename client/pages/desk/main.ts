/** The desk's one page: unlocks, shows what the address names, and lets go of it all on lock. */

import { ApiError, publicApi } from "../../lib/api.ts";
import { deskApi } from "../../lib/deskapi.ts";
import { identitiesIn } from "../../lib/keyring.ts";
import { byId, h, notice } from "./dom.ts";
import { openDrafts, watchUnsent } from "./drafts.ts";
import { alarm, clearAlarms, drawFrame, say, show, watchShift } from "./frame.ts";
import { queuePage } from "./queue.ts";
import { fetchParts, parts } from "./parts.ts";
import { loadRoster } from "./standing.ts";
import { desk, leave, lock, Locked, type Site, unlock, unlocked, watchIdle } from "./session.ts";
import { problemWords } from "./problems.ts";
import { isActive, signInPage } from "./signin.ts";
import type { Entered } from "./unlocking.ts";
import { started } from "../started.ts";
import { chooseLanguage, count, type Language, speak, t } from "./words.ts";

let site: Site | null = null;
let reason = "";
let byCode = false;
let turn = 0;

const frame = {
  lock: () => lockNow(t("frame.locked")),
  signOut: () => void signOut(),
  speak: (chosen: Language) => void changeLanguage(chosen),
};

function put(page: HTMLElement): void {
  byId("main").removeAttribute("aria-busy");
  show(page.querySelector("h1")?.textContent ?? t("frame.desk"), page);
}

async function enter(entered: Entered): Promise<void> {
  if (!site) throw new Locked("the desk is not ready");
  const { me, sealed } = entered;
  byCode = entered.byCode;
  reason = "";
  clearAlarms();
  const { roster, keyring, problems } = await loadRoster(site, me, entered.keyring);
  const active = await isActive();
  const { changes } = await deskApi().keyring();
  await openDrafts({ id: me.id, identities: identitiesIn(keyring) });
  unlock({ site, me, keyring, sealed, changed: changes[0] ?? null, roster, active });
  fetchParts();
  for (const problem of problems) alarm(h("p", {}, t(`standing.${problem}`)));
  if (byCode) history.replaceState(null, "", "#/account");
  await route();
}

function entrance(): HTMLElement {
  if (!site) throw new Locked("the desk is not ready");
  return signInPage({ site, put, enter, reason });
}

/** For a page that shows itself anew after a deed: it calls nobody back who has gone on meanwhile. */
function onlyNow(): (page: HTMLElement) => void {
  const mine = turn;
  return page => {
    if (mine === turn) put(page);
  };
}

/** The page that the address names. */
async function pageHere(): Promise<HTMLElement> {
  const found = /^#\/case\/([0-9a-f]{32})$/.exec(location.hash);
  if (found?.[1]) return (await parts.case()).casePage({ id: found[1], put: onlyNow() });
  if (location.hash === "#/oversight" || (desk().me.tier === 0 && location.hash !== "#/account")) {
    return (await parts.oversight()).oversightPage();
  }
  if (location.hash === "#/account")
    return (await parts.account()).accountPage({ put, again: route }, byCode);
  return queuePage(desk());
}

function brokenPage(error: unknown): HTMLElement {
  return h(
    "div",
    { class: "page narrow" },
    h("h1", {}, t("frame.problem")),
    notice("warm", problemWords(error)),
    h("p", {}, h("a", { href: "#/" }, t("frame.to-queue"))),
  );
}

/** Shows what the address names now; an answer that comes late does not replace a newer page. */
async function route(): Promise<void> {
  const mine = ++turn;
  leave();
  if (!unlocked()) {
    drawFrame(frame);
    put(entrance());
    return;
  }
  drawFrame(frame);
  byId("main").setAttribute("aria-busy", "true");
  const page = await pageHere().catch((error: unknown) =>
    isSignedOut(error) ? signedOutOrAgain() : brokenPage(error),
  );
  if (page && mine === turn) put(page);
}

function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.code === "not_signed_in";
}

/** Adding a passkey renews the session: a request that crossed it is refused once and made again. */
async function signedOutOrAgain(): Promise<HTMLElement | null> {
  const session = await deskApi()
    .session()
    .catch(() => null);
  if (session?.signed_in) return pageHere().catch(brokenPage);
  lockNow(t("frame.expired"));
  return null;
}

/** Blanks first, then lets go of the keys, then ends the session on the server. */
function lockNow(why: string): void {
  if (!unlocked()) return;
  reason = why;
  void lock();
  clearAlarms();
  void route();
  // Whoever finds the tab needs a passkey again, not only the keys.
  void deskApi()
    .signOut()
    .catch(() => say(t("frame.not-signed-out")));
}

async function signOut(): Promise<void> {
  const sealed = lock();
  await deskApi()
    .signOut()
    .catch(() => undefined);
  await sealed;
  // A new document: nothing that this one held in clear is left to find.
  location.replace("/desk/");
}

async function changeLanguage(chosen: Language): Promise<void> {
  await speak(chosen).catch(() => say(t("problem.unreachable")));
  await route();
}

function warnIdle(seconds: number): void {
  byId("idle").hidden = false;
  byId("idle").textContent = count("frame.idle", seconds);
}

async function start(): Promise<void> {
  watchIdle({
    warn: warnIdle,
    calm: () => {
      byId("idle").hidden = true;
    },
    lock: () => {
      byId("idle").hidden = true;
      lockNow(t("frame.idle-locked"));
    },
  });
  watchShift(() => lockNow(t("frame.locked")));
  watchUnsent();
  // A page kept for "back" would keep the keys with it.
  addEventListener("pagehide", () => void lock());
  addEventListener("pageshow", event => {
    if (event.persisted) location.reload();
  });
  addEventListener("hashchange", () => void route());
  byId("skip").addEventListener("click", event => {
    event.preventDefault(); // `#main` would be taken for an address of the desk
    byId("main").focus();
  });
  // Without them the desk speaks English.
  await speak(chooseLanguage(location.search, navigator.languages)).catch(() => undefined);
  drawFrame(frame);
  started();
  try {
    site = await publicApi().site();
    await route();
  } catch (error) {
    put(brokenPage(error));
  }
}

void start();
