/**
 * Once more the passkey or the recovery code, for what a click could not take back. It stands over
 * the page, which stays as it is: whoever calls it off, or whose touch fails, has lost nothing.
 */

import { render } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../../lib/api.ts";
import { type Mark, mark, since } from "../../lib/clock.ts";
import { byPasskey, byRecovery, type Sure } from "../../lib/confirm.ts";
import { deskApi } from "../../lib/deskapi.ts";
import type { Bytes } from "../../lib/bytes.ts";
import { deriveKeys } from "../../lib/returncode.ts";
import { CHALLENGE_MINUTES } from "../../lib/shared.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Refusal } from "../../ui/Notice.tsx";
import { type Action, useAction } from "../../ui/useAction.ts";
import { WordsContext } from "../../ui/useWords.ts";
import { CodeForm } from "./CodeForm.tsx";
import {
  confirmByPasskey,
  hasPasskeys,
  PasskeyDeclined,
  PasskeyFailed,
  PasskeysMissing,
  type RequestJson,
} from "./passkey.ts";
import { onLeave } from "./session.ts";
import { useWords, wordsNow } from "./useWords.ts";
import { t, LocalizedError } from "./words.ts";

/** The person called it off: nothing was changed. */
export class CalledOff extends LocalizedError {
  override name = "CalledOff";
}

export interface Confirming {
  /** What is about to be done, as a sentence. */
  readonly words: string;
  /** The organisation's site, to which recovery codes belong. */
  readonly site: string;
}

/** Whether another try in the same place can help. */
function isAboutProof(error: unknown): boolean {
  const kinds = [PasskeyDeclined, PasskeyFailed, PasskeysMissing];
  if (kinds.some(kind => error instanceof kind)) return true;
  return error instanceof ApiError && ["not_confirmed", "too_many"].includes(error.code);
}

/** Options that hold no longer than another minute are asked for anew: a touch takes its time. */
const FRESH = (CHALLENGE_MINUTES - 1) * 60_000;

interface Asked {
  readonly options: RequestJson;
  readonly at: Mark;
}

async function ask(action: Sure<unknown>): Promise<Asked> {
  const at = mark();
  const { options } = await deskApi().confirmOptions(action.about);
  return { options: options as RequestJson, at };
}

interface DialogueProps {
  readonly asked: Confirming;
  readonly passkeys: boolean;
  /** Proves by a passkey and sends. Raises what another try can help against. */
  readonly touch: () => Promise<void>;
  /** The same by a recovery code, which is wiped. */
  readonly type: (entropy: Bytes) => Promise<void>;
  readonly callOff: () => void;
}

interface WaysProps extends Omit<DialogueProps, "touch"> {
  readonly byPasskey: boolean;
  readonly turn: () => void;
  readonly touching: Action<[]>;
}

function Ways({ passkeys, byPasskey: one, turn, touching, type, callOff }: WaysProps) {
  const { t } = useWords();
  const off = <Button onPress={callOff}>{t("confirm.not_now")}</Button>;
  const other = (
    <Button kind="link" onPress={turn}>
      {t(one ? "signin.use_code" : "confirm.use_passkey")}
    </Button>
  );
  if (!one) {
    return (
      <>
        <CodeForm id="confirm-code" label={t("recovery.words")} send={t("confirm.send")} take={type} />
        <div class="row">
          {off}
          {passkeys ? other : null}
        </div>
      </>
    );
  }
  return (
    <>
      <div class="row">
        <Button kind="main" onPress={touching.run}>
          {t("confirm.touch")}
        </Button>
        {off}
      </div>
      {other}
    </>
  );
}

function Dialogue({ touch, ...props }: DialogueProps) {
  const { t } = useWords();
  const [byPasskeyNow, setByPasskey] = useState(props.passkeys);
  const touching = useAction(touch);
  const ways = useRef<HTMLDivElement>(null);
  useLayoutEffect(
    () => ways.current?.querySelector<HTMLElement>("textarea, button")?.focus(),
    [byPasskeyNow],
  );
  const turn = (): void => {
    touching.clear();
    setByPasskey(!byPasskeyNow);
  };
  return (
    <Dialog
      id="confirm"
      class="confirm"
      title={t("confirm.title")}
      about={props.asked.words}
      onClose={props.callOff}
    >
      <p class="hint">{t("confirm.why")}</p>
      <Refusal error={touching.error} />
      <div ref={ways}>
        <Ways {...props} byPasskey={byPasskeyNow} turn={turn} touching={touching} />
      </div>
    </Dialog>
  );
}

/** Shows it over the page; what is given back takes it away. */
function open(props: DialogueProps): () => void {
  const place = document.createElement("div");
  const words = wordsNow();
  document.body.append(place);
  render(
    <WordsContext.Provider value={words}>
      <Dialogue {...props} />
    </WordsContext.Provider>,
    place,
  );
  return () => {
    render(null, place);
    place.remove();
  };
}

/** Options for one touch: those that were asked for, while they are fresh. */
function fresh(action: Sure<unknown>, asked: Asked): () => Promise<Asked> {
  let next: Asked | null = asked;
  return async () => {
    const taken = next && since(next.at) < FRESH ? next : await ask(action);
    next = null;
    return taken;
  };
}

/** Asks, sends, and gives the answer. Raises CalledOff, and whatever else the server says. */
export async function confirm<T>(action: Sure<T>, asked: Confirming): Promise<T> {
  let left = false;
  let leave = (): void => void (left = true);
  onLeave(() => leave());
  const first = await ask(action);
  // A page that was left, or a desk that was locked meanwhile, is asked nothing.
  if (left) throw new CalledOff(() => t("confirm.called_off"));
  const options = fresh(action, first);
  let close = (): void => undefined;
  const answer = new Promise<T>((resolve, reject) => {
    const send = async (proof: string): Promise<void> => {
      try {
        resolve(await action.send(proof));
      } catch (error) {
        if (isAboutProof(error)) throw error;
        reject(error);
      }
    };
    const callOff = (): void => reject(new CalledOff(() => t("confirm.called_off")));
    close = open({
      asked,
      passkeys: hasPasskeys() && (first.options.allowCredentials ?? []).length > 0,
      touch: async () => {
        const proof = await prove(options);
        if (proof instanceof Error) reject(proof);
        else await send(proof);
      },
      type: async entropy => {
        const { login } = await deriveKeys(entropy, asked.site, "recovery-code");
        entropy.fill(0);
        await send(byRecovery(login));
      },
      callOff,
    });
    leave = callOff;
  });
  return answer.finally(() => close());
}

/** The proof; an error where no other try can help. Raises what one can. */
async function prove(options: () => Promise<Asked>): Promise<string | Error> {
  try {
    const { options: given } = await options();
    return byPasskey(await confirmByPasskey(given));
  } catch (error) {
    if (isAboutProof(error)) throw error;
    return error as Error;
  }
}
