/** The part of the account page about one's own keys. */

import { useState } from "preact/hooks";
import type { NewKeysView } from "../../lib/deskapi.ts";
import { Busy } from "../../ui/Busy.tsx";
import { Button } from "../../ui/Button.tsx";
import { Notice, Refusal } from "../../ui/Notice.tsx";
import { useAction } from "../../ui/useAction.ts";
import { flashNext } from "./frameState.ts";
import { type Count, makeKeys, resealAll } from "./resealing.ts";
import { desk } from "./session.ts";
import { moment } from "./times.ts";
import { useWords } from "./useWords.ts";
import { t } from "./words.ts";

/** Keys that were made and are not in the roster yet; `own`: whether this person's keyring has them. */
export interface Waiting extends NewKeysView {
  readonly own: boolean;
}

function Progress({ count, running }: { count: Count; running: boolean }) {
  const { seen, all, left } = count;
  if (running) {
    const words = t("keys.progress", { done: seen, all });
    return <Busy label={t("keys.seal")} done={seen} all={all} words={words} />;
  }
  return (
    <>
      <p>{t("keys.sealed", { number: seen - left })}</p>
      {left > 0 ? <p>{t("keys.left", { number: left })}</p> : null}
    </>
  );
}

/** The cases, sealed to the new keys. */
function Sealing() {
  const { t } = useWords();
  const [count, setCount] = useState<Count | null>(null);
  const sealing = useAction(async () => {
    try {
      setCount(await resealAll(setCount));
    } catch (error) {
      setCount(null);
      throw error;
    }
    flashNext(() => t("keys.sealed_done"));
  });
  return (
    <Notice kind="calm">
      <p>{t("keys.seal_lead")}</p>
      <Refusal error={sealing.error}>
        <p>{t("keys.go_on")}</p>
      </Refusal>
      {count ? <Progress count={count} running={sealing.busy} /> : null}
      <Button kind="main" onPress={sealing.run}>
        {t("keys.seal")}
      </Button>
    </Notice>
  );
}

function WaitingNotice({ waiting }: { waiting: Waiting }) {
  const { t } = useWords();
  const when = moment(new Date(waiting.made));
  return (
    <Notice kind={waiting.own ? "calm" : "grave"}>
      <p>{t(waiting.own ? "keys.waiting" : "keys.not_yours", { when })}</p>
    </Notice>
  );
}

/** Nothing for who stands in no roster: nobody seals to their keys. */
export function OwnKeys({ waiting, again }: { waiting: Waiting | null; again: () => Promise<void> }) {
  const { t } = useWords();
  const making = useAction(async () => {
    await makeKeys();
    flashNext(() => t("keys.made"));
    await again();
  });
  const { roster, me, keyring } = desk();
  const entry = roster?.entries.find(({ id }) => id === me.id);
  if (!entry) return null;
  const earlier = (entry.earlier ?? []).length > 0 && (keyring.others ?? []).length > 0;
  return (
    <section aria-labelledby="own-keys">
      <h2 id="own-keys">{t("keys.title")}</h2>
      <p>{t("keys.lead")}</p>
      <p>{t("keys.later")}</p>
      <Notice kind="warm">
        <p>{t("keys.stolen")}</p>
      </Notice>
      {waiting ? <WaitingNotice waiting={waiting} /> : null}
      {earlier ? <Sealing /> : null}
      <Refusal error={making.error} />
      <Button onPress={making.run}>{t(waiting ? "keys.make_again" : "keys.make")}</Button>
    </section>
  );
}
