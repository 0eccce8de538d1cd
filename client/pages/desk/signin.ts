/** Signing in: one touch of a passkey, or the recovery code; both unlock the keyring. */

import { AgeError } from "../../lib/agefile.ts";
import { deskApi } from "../../lib/deskapi.ts";
import type { Bytes } from "../../lib/bytes.ts";
import { identityFromPrf } from "../../lib/keyring.ts";
import { deriveKeys } from "../../lib/returncode.ts";
import { button, h, notice } from "./dom.ts";
import { type RequestJson, usePasskey } from "./passkey.ts";
import { earlierPage } from "./earlier.ts";
import { problemWords } from "./problems.ts";
import { codeForm } from "./recovery.ts";
import { type Entrance, type SignedIn, unlockBy } from "./unlocking.ts";
import { t, Told } from "./words.ts";

async function touch(entrance: Entrance): Promise<void> {
  const { options } = await deskApi().signInOptions();
  const used = await usePasskey(options as RequestJson);
  const answer = await deskApi().signIn(used.credential);
  if (!used.prf) {
    entrance.put(unlockPage({ entrance, answer, why: "signin.no_prf", identity: null }));
    return;
  }
  const identity = await identityFromPrf(used.prf, entrance.site.site);
  used.prf.fill(0);
  try {
    await entrance.enter({ me: answer.holder, ...(await unlockBy(answer, identity)), byCode: false });
  } catch (error) {
    if (!(error instanceof AgeError)) throw error;
    // A passkey that gained PRF after it was added: the keyring was never sealed to it.
    entrance.put(unlockPage({ entrance, answer, why: "signin.not_sealed", identity }));
  }
}

async function codeIdentity(entropy: Bytes, site: string): Promise<{ login: string; identity: string }> {
  const { login, identity } = await deriveKeys(entropy, site, "recovery-code");
  entropy.fill(0);
  return { login, identity };
}

interface Unlocking {
  readonly entrance: Entrance;
  readonly answer: SignedIn;
  readonly why: "signin.no_prf" | "signin.not_sealed" | "signin.code_not_sealed";
  /** Of the passkey or code that signed in, where it gives one. */
  readonly identity: string | null;
}

/** Signed in by what cannot unlock: the code opens the keyring, nothing is sent. */
function unlockPage({ entrance, answer, why, identity }: Unlocking): HTMLElement {
  const identities = identity === null ? [] : [identity];
  const take = async (entropy: Bytes): Promise<void> => {
    const { identity: typed } = await codeIdentity(entropy, entrance.site.site);
    identities.push(typed);
    const opened = await unlockBy(answer, typed).catch((error: unknown) => {
      throw error instanceof AgeError ? new Told(t("signin.code_wrong")) : error;
    });
    await entrance.enter({ me: answer.holder, ...opened, byCode: true });
  };
  const act = (): void => entrance.put(earlierPage({ entrance, answer, identities }));
  return h(
    "div",
    { class: "page narrow" },
    h("h1", {}, t("signin.unlock")),
    notice("calm", t(why)),
    codeForm({ label: t("recovery.words"), send: t("signin.unlock_send"), take }),
    why === "signin.no_prf" ? null : button({ label: t("earlier.link"), kind: "link", act }),
  );
}

function recoveryPage(entrance: Entrance): HTMLElement {
  const take = async (entropy: Bytes): Promise<void> => {
    const { login, identity } = await codeIdentity(entropy, entrance.site.site);
    const answer = await deskApi().signInRecovery(login);
    try {
      await entrance.enter({ me: answer.holder, ...(await unlockBy(answer, identity)), byCode: true });
    } catch (error) {
      if (!(error instanceof AgeError)) throw error;
      entrance.put(unlockPage({ entrance, answer, why: "signin.code_not_sealed", identity }));
    }
  };
  return h(
    "div",
    { class: "page narrow" },
    h("h1", {}, t("signin.recovery")),
    h("p", {}, t("signin.recovery_lead")),
    codeForm({ label: t("recovery.words"), send: t("signin.recovery_send"), take }),
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
        label: t("signin.use_code"),
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
