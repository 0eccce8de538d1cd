/** Signing in: one touch of a passkey, or the recovery code; both unlock the keyring. */

import { AgeError } from "../../lib/agefile.ts";
import { deskApi } from "../../lib/deskapi.ts";
import { type Bytes, unbase64 } from "../../lib/bytes.ts";
import { identityFromPrf, type Keyring, openKeyring } from "../../lib/keyring.ts";
import { deriveKeys } from "../../lib/returncode.ts";
import { button, h, notice } from "./dom.ts";
import { type RequestJson, usePasskey } from "./passkey.ts";
import { problemWords } from "./problems.ts";
import { codeForm } from "./recovery.ts";
import type { Me, Site } from "./session.ts";
import { t, Told } from "./words.ts";

interface SignedIn {
  readonly holder: Me;
  readonly keyring: string;
}

/** Signed in and unlocked. `byCode`: without a passkey that could unlock. */
export interface Entered {
  readonly me: Me;
  readonly keyring: Keyring;
  readonly byCode: boolean;
}

/** What is asked of the person next; resolved by `enter`. */
export interface Entrance {
  readonly site: Site;
  readonly put: (page: HTMLElement) => void;
  readonly enter: (entered: Entered) => Promise<void>;
  /** Why the desk was locked, in words; empty on a first visit. */
  readonly reason: string;
}

async function unlockBy(answer: SignedIn, identity: string): Promise<Keyring> {
  const keyring = await openKeyring(unbase64(answer.keyring), identity);
  if (keyring.holder !== answer.holder.id) throw new Told(t("signin.wrong-keyring"));
  return keyring;
}

async function touch(entrance: Entrance): Promise<void> {
  const { options } = await deskApi().signInOptions();
  const used = await usePasskey(options as RequestJson);
  const answer = await deskApi().signIn(used.credential);
  if (!used.prf) {
    entrance.put(unlockPage(entrance, answer, "signin.no-prf"));
    return;
  }
  const identity = await identityFromPrf(used.prf, entrance.site.site);
  used.prf.fill(0);
  try {
    const keyring = await unlockBy(answer, identity);
    await entrance.enter({ me: answer.holder, keyring, byCode: false });
  } catch (error) {
    if (!(error instanceof AgeError)) throw error;
    // A passkey that gained PRF after it was added: the keyring was never sealed to it.
    entrance.put(unlockPage(entrance, answer, "signin.not-sealed"));
  }
}

async function codeIdentity(entropy: Bytes, site: string): Promise<{ login: string; identity: string }> {
  const { login, identity } = await deriveKeys(entropy, site, "recovery-code");
  entropy.fill(0);
  return { login, identity };
}

/** Signed in by a passkey that cannot unlock: the code opens the keyring, nothing is sent. */
function unlockPage(
  entrance: Entrance,
  answer: SignedIn,
  why: "signin.no-prf" | "signin.not-sealed",
): HTMLElement {
  const take = async (entropy: Bytes): Promise<void> => {
    const { identity } = await codeIdentity(entropy, entrance.site.site);
    const keyring = await unlockBy(answer, identity).catch((error: unknown) => {
      throw error instanceof AgeError ? new Told(t("signin.code-wrong")) : error;
    });
    await entrance.enter({ me: answer.holder, keyring, byCode: true });
  };
  return h(
    "div",
    { class: "page narrow" },
    h("h1", {}, t("signin.unlock")),
    notice("calm", t(why)),
    codeForm({ label: t("recovery.words"), send: t("signin.unlock-send"), take }),
  );
}

function recoveryPage(entrance: Entrance): HTMLElement {
  const take = async (entropy: Bytes): Promise<void> => {
    const { login, identity } = await codeIdentity(entropy, entrance.site.site);
    const answer = await deskApi().signInRecovery(login);
    const keyring = await unlockBy(answer, identity);
    await entrance.enter({ me: answer.holder, keyring, byCode: true });
  };
  return h(
    "div",
    { class: "page narrow" },
    h("h1", {}, t("signin.recovery")),
    h("p", {}, t("signin.recovery-lead")),
    codeForm({ label: t("recovery.words"), send: t("signin.recovery-send"), take }),
    button({
      label: t("signin.back"),
      kind: "link",
      act: () => entrance.put(signInPage(entrance)),
    }),
  );
}

/** The first page of the desk. */
export function signInPage(entrance: Entrance): HTMLElement {
  const problem = h("div", { role: "alert" });
  const act = async (): Promise<void> => {
    problem.replaceChildren();
    try {
      await touch(entrance);
    } catch (error) {
      problem.append(notice("warm", problemWords(error)));
    }
  };
  return h(
    "div",
    { class: "page narrow" },
    h("h1", {}, t("signin.title", { organisation: entrance.site.organisation })),
    entrance.reason ? notice("calm", entrance.reason) : null,
    h("p", { class: "lead" }, t("signin.lead")),
    problem,
    h(
      "div",
      { class: "row" },
      button({ label: t("signin.passkey"), kind: "main", act }),
      button({
        label: t("signin.use-code"),
        act: () => entrance.put(recoveryPage(entrance)),
      }),
    ),
    h("p", { class: "hint" }, t("signin.memory")),
  );
}

/** Whether the roster names this person yet. */
export async function isActive(): Promise<boolean> {
  const session = await deskApi().session();
  return session.signed_in && session.active;
}
