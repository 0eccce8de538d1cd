/** The desk's one page: unlocks, shows what the address names, and lets go of it all on lock. */

import { ApiError, publicApi } from "../../lib/api.ts";
import { deskApi } from "../../lib/deskapi.ts";
import { identitiesIn } from "../../lib/keyring.ts";
import { started } from "../started.ts";
import { BrokenPage } from "./BrokenPage.tsx";
import { mountFrame } from "./Frame.tsx";
import {
  alarm,
  blank,
  busy,
  clearAlarms,
  type Content,
  redraw,
  announce,
  show,
  warnOfLock,
  watchShift,
} from "./frameState.ts";
import { queuePage } from "./QueuePage.tsx";
import { fetchParts, parts } from "./parts.ts";
import { loadRoster } from "./standing.ts";
import { desk, leave, lock, Locked, type Site, unlock, unlocked, watchIdle } from "./session.ts";
import { isActive, SignInPage } from "./SignInPage.tsx";
import type { Entered } from "./unlocking.ts";
import { openUnsent, watchUnsent } from "./unsent.ts";
import { chooseLanguage, count, type Language, speak, t } from "./words.ts";

let site: Site | null = null;
let reason = "";
let byCode = false;
let turn = 0;

async function enter(entered: Entered): Promise<void> {
  if (!site) throw new Locked("the desk is not ready");
  const { me, sealed } = entered;
  byCode = entered.byCode;
  reason = "";
  clearAlarms();
  const { roster, keyring, problems } = await loadRoster(site, me, entered.keyring);
  const active = await isActive();
  const { changes } = await deskApi().keyring();
  await openUnsent({ id: me.id, identities: identitiesIn(keyring) });
  unlock({ site, me, keyring, sealed, changed: changes[0] ?? null, roster, active });
  fetchParts();
  for (const problem of problems) alarm(t(`standing.${problem}`));
  if (byCode) history.replaceState(null, "", "#/account");
  await route();
}

function entrance(): Content {
  if (!site) throw new Locked("the desk is not ready");
  const given = { site, show, enter, reason };
  return () => <SignInPage entrance={given} />;
}

/** The page that the address names. */
async function pageHere(): Promise<Content> {
  const match = /^#\/case\/([0-9a-f]{32})(?:\/(?:(work)(?:\/([a-z]+))?|(out)))?$/.exec(location.hash);
  const [, id, worked, part = "", out] = match ?? [];
  if (id && worked) return (await parts.work()).workPage(id, part);
  if (id) return (await parts.case()).casePage(id, out !== undefined);
  const { tier, oversight } = desk().me;
  const alone = tier === 0 && location.hash !== "#/account";
  if (location.hash === "#/gate" || (alone && !oversight)) return (await parts.gate()).gatePage();
  if (location.hash === "#/oversight" || alone) {
    return (await parts.oversight()).oversightPage();
  }
  if (location.hash === "#/account")
    return (await parts.account()).accountPage({ show, again: route }, byCode);
  return queuePage();
}

function brokenPage(error: unknown): Content {
  return () => <BrokenPage error={error} />;
}

/** Shows what the address names now; an answer that comes late does not replace a newer page. */
async function route(): Promise<void> {
  const mine = ++turn;
  leave();
  if (!unlocked()) {
    show(entrance());
    return;
  }
  busy();
  const page = await pageHere().catch((error: unknown) =>
    isSignedOut(error) ? signedOutOrAgain() : brokenPage(error),
  );
  // The same address again is the same page: what stands in it is kept.
  if (page && mine === turn) show(page, location.hash);
}

function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.code === "not_signed_in";
}

/** Adding a passkey renews the session: a request that crossed it is refused once and made again. */
async function signedOutOrAgain(): Promise<Content | null> {
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
  blank();
  void lock();
  void route();
  // Whoever finds the tab needs a passkey again, not only the keys.
  void deskApi()
    .signOut()
    .catch(() => announce(t("frame.not_signed_out")));
}

async function signOut(): Promise<void> {
  blank();
  const sealed = lock();
  await deskApi()
    .signOut()
    .catch(() => undefined);
  await sealed;
  // A new document: nothing that this one held in clear is left to find.
  location.replace("/desk/");
}

/** Components are drawn in the other language where they stand, with all that is typed in them. */
async function changeLanguage(chosen: Language): Promise<void> {
  await speak(chosen).catch(() => announce(t("problem.unreachable")));
  redraw();
}

function watch(): void {
  watchIdle({
    warn: seconds => warnOfLock(count("frame.idle", seconds)),
    calm: () => warnOfLock(""),
    lock: () => {
      warnOfLock("");
      lockNow(t("frame.idle_locked"));
    },
  });
  watchShift(() => lockNow(t("frame.locked")));
  watchUnsent();
  // A page kept for "back" would keep the keys with it.
  addEventListener("pagehide", () => {
    blank();
    void lock();
  });
  addEventListener("pageshow", event => {
    if (event.persisted) location.reload();
  });
  addEventListener("hashchange", () => void route());
}

const actions = {
  lock: () => lockNow(t("frame.locked")),
  signOut: () => void signOut(),
  speak: (chosen: Language) => void changeLanguage(chosen),
};

async function start(): Promise<void> {
  watch();
  // Without them the desk speaks English.
  await speak(chooseLanguage(location.search, navigator.languages)).catch(() => undefined);
  started();
  mountFrame(actions, "#/");
  try {
    site = await publicApi().site();
    await route();
  } catch (error) {
    show(brokenPage(error));
  }
}

void start();
