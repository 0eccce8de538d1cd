/**
 * When the keyring on the server does not open: the last few that it took the place of are there
 * still, and one of them may. Looking and putting back are confirmed like any change of keys.
 */

import { useState } from "preact/hooks";
import { AgeError } from "../../lib/agefile.ts";
import { unbase64 } from "../../lib/bytes.ts";
import { deskApi } from "../../lib/deskapi.ts";
import { sealedDigest } from "../../lib/keyring.ts";
import { Button } from "../../ui/Button.tsx";
import { Refusal } from "../../ui/Notice.tsx";
import { useAction } from "../../ui/useAction.ts";
import { useFocus } from "../../ui/useFocus.ts";
import { confirm } from "./Confirming.tsx";
import { moment } from "./times.ts";
import { type Entrance, type SignedIn, unlockBy } from "./unlocking.ts";
import { useWords } from "./useWords.ts";
import { t, LocalizedError } from "./words.ts";

export interface Looking {
  readonly entrance: Entrance;
  readonly answer: SignedIn;
  /** Whatever this person has shown to have: of a passkey, of codes they typed. */
  readonly identities: readonly string[];
}

interface EarlierCopy {
  readonly keyring: string;
  readonly ended: string;
}

async function opens({ answer, identities }: Looking, keyring: string): Promise<boolean> {
  for (const identity of identities) {
    try {
      await unlockBy({ ...answer, keyring }, identity);
      return true;
    } catch (error) {
      if (!(error instanceof AgeError)) throw error;
    }
  }
  return false;
}

/** The newest that opens. Raises LocalizedError where none does. */
async function find(looking: Looking): Promise<EarlierCopy> {
  const asked = { words: t("earlier.looking"), site: looking.entrance.site.site };
  const { earlier } = await confirm(await deskApi().earlierKeyrings(), asked);
  for (const each of earlier) if (await opens(looking, each.keyring)) return each;
  throw new LocalizedError(() => t("earlier.none"));
}

async function putBack(looking: Looking, { keyring }: EarlierCopy): Promise<void> {
  const { answer, entrance } = looking;
  const replaces = await sealedDigest(unbase64(answer.keyring));
  const replacing = await deskApi().replaceKeyring({ keyring, replaces });
  await confirm(replacing, { words: t("earlier.putting_back"), site: entrance.site.site });
  for (const identity of looking.identities) {
    const opened = await unlockBy({ ...answer, keyring }, identity).catch(() => null);
    if (opened) return entrance.enter({ me: answer.holder, ...opened, byCode: true });
  }
}

function Openable({ copy, back }: { copy: EarlierCopy; back: () => unknown }) {
  const { t } = useWords();
  const button = useFocus<HTMLButtonElement>();
  return (
    <>
      <p>{t("earlier.found", { when: moment(new Date(copy.ended)) })}</p>
      <Button kind="main" onPress={back} buttonRef={button}>
        {t("earlier.put_back")}
      </Button>
    </>
  );
}

/** The page: looks, says what it found, and puts it back when told to. */
export function EarlierKeyringPage(looking: Looking) {
  const { t } = useWords();
  const [copy, setCopy] = useState<EarlierCopy | null>(null);
  const seeking = useAction(async () => setCopy(await find(looking)));
  const restoring = useAction(async () => copy && putBack(looking, copy));
  return (
    <div class="page narrow">
      <h1>{t("earlier.title")}</h1>
      <p>{t("earlier.lead")}</p>
      <Refusal error={seeking.error ?? restoring.error} />
      <div>
        {copy ? (
          <Openable copy={copy} back={restoring.run} />
        ) : (
          <Button kind="main" onPress={seeking.run}>
            {t("earlier.look")}
          </Button>
        )}
      </div>
    </div>
  );
}
