/** Signing in: one touch of a passkey, or the recovery code; both unlock the keyring. */

import { useRef } from "preact/hooks";
import { AgeError } from "../../lib/agefile.ts";
import { deskApi } from "../../lib/deskapi.ts";
import type { Bytes } from "../../lib/bytes.ts";
import { identityFromPrf } from "../../lib/keyring.ts";
import { deriveKeys } from "../../lib/returncode.ts";
import { Button } from "../../ui/Button.tsx";
import { Notice, Refusal } from "../../ui/Notice.tsx";
import { useAction } from "../../ui/useAction.ts";
import { CodeForm } from "./CodeForm.tsx";
import { EarlierKeyringPage } from "./EarlierKeyringPage.tsx";
import { type RequestJson, usePasskey } from "./passkey.ts";
import { type Entrance, type SignedIn, unlockBy } from "./unlocking.ts";
import { useWords } from "./useWords.ts";
import { LocalizedError } from "./words.ts";

async function touch(entrance: Entrance): Promise<void> {
  const { options } = await deskApi().signInOptions();
  const used = await usePasskey(options as RequestJson);
  const answer = await deskApi().signIn(used.credential);
  if (!used.prf) {
    entrance.show(() => <UnlockPage {...{ entrance, answer, why: "signin.no_prf", identity: null }} />);
    return;
  }
  const identity = await identityFromPrf(used.prf, entrance.site.site);
  used.prf.fill(0);
  try {
    await entrance.enter({ me: answer.holder, ...(await unlockBy(answer, identity)), byCode: false });
  } catch (error) {
    if (!(error instanceof AgeError)) throw error;
    // A passkey that gained PRF after it was added: the keyring was never sealed to it.
    entrance.show(() => <UnlockPage {...{ entrance, answer, why: "signin.not_sealed", identity }} />);
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
function UnlockPage({ entrance, answer, why, identity }: Unlocking) {
  const { t } = useWords();
  const identities = useRef(identity === null ? [] : [identity]);
  const take = async (entropy: Bytes): Promise<void> => {
    const { identity: typed } = await codeIdentity(entropy, entrance.site.site);
    identities.current.push(typed);
    const opened = await unlockBy(answer, typed).catch((error: unknown) => {
      throw error instanceof AgeError ? new LocalizedError(() => t("signin.code_wrong")) : error;
    });
    await entrance.enter({ me: answer.holder, ...opened, byCode: true });
  };
  const look = (): void => {
    const shown = [...identities.current];
    entrance.show(() => <EarlierKeyringPage entrance={entrance} answer={answer} identities={shown} />);
  };
  return (
    <div class="page narrow">
      <h1>{t("signin.unlock")}</h1>
      <Notice kind="calm">{t(why)}</Notice>
      <CodeForm label={t("recovery.words")} send={t("signin.unlock_send")} take={take} />
      {why === "signin.no_prf" ? null : (
        <Button kind="link" onPress={look}>
          {t("earlier.link")}
        </Button>
      )}
    </div>
  );
}

function RecoveryPage({ entrance }: { entrance: Entrance }) {
  const { t } = useWords();
  const take = async (entropy: Bytes): Promise<void> => {
    const { login, identity } = await codeIdentity(entropy, entrance.site.site);
    const answer = await deskApi().signInRecovery(login);
    try {
      await entrance.enter({ me: answer.holder, ...(await unlockBy(answer, identity)), byCode: true });
    } catch (error) {
      if (!(error instanceof AgeError)) throw error;
      entrance.show(() => <UnlockPage {...{ entrance, answer, why: "signin.code_not_sealed", identity }} />);
    }
  };
  return (
    <div class="page narrow">
      <h1>{t("signin.recovery")}</h1>
      <p>{t("signin.recovery_lead")}</p>
      <CodeForm label={t("recovery.words")} send={t("signin.recovery_send")} take={take} />
      <Button kind="link" onPress={() => entrance.show(() => <SignInPage entrance={entrance} />)}>
        {t("signin.back")}
      </Button>
    </div>
  );
}

/** The first page of the desk. */
export function SignInPage({ entrance }: { entrance: Entrance }) {
  const { t } = useWords();
  const touching = useAction(() => touch(entrance));
  return (
    <div class="page narrow">
      <h1>{t("signin.title", { organisation: entrance.site.organisation })}</h1>
      {entrance.reason ? <Notice kind="calm">{entrance.reason}</Notice> : null}
      <p class="lead">{t("signin.lead")}</p>
      <Refusal error={touching.error} />
      <div class="row">
        <Button kind="main" onPress={touching.run}>
          {t("signin.passkey")}
        </Button>
        <Button onPress={() => entrance.show(() => <RecoveryPage entrance={entrance} />)}>
          {t("signin.use_code")}
        </Button>
      </div>
      <p class="hint">{t("signin.memory")}</p>
    </div>
  );
}

/** Whether the roster names this person yet. */
export async function isActive(): Promise<boolean> {
  const session = await deskApi().session();
  return session.signed_in && session.active;
}
