/**
 * Once more the passkey or the recovery code, for what a click could not take back. It stands over
 * the page, which stays as it is: whoever calls it off, or whose touch fails, has lost nothing.
 */

import { ApiError } from "../../lib/api.ts";
import { type Mark, mark, since } from "../../lib/clock.ts";
import { byPasskey, byRecovery, type Sure } from "../../lib/confirm.ts";
import { deskApi } from "../../lib/deskapi.ts";
import { deriveKeys } from "../../lib/returncode.ts";
import { button, h, notice, replace } from "./dom.ts";
import {
  confirmByPasskey,
  hasPasskeys,
  PasskeyDeclined,
  PasskeyFailed,
  PasskeysMissing,
  type RequestJson,
} from "./passkey.ts";
import { problemWords } from "./problems.ts";
import { codeForm } from "./recovery.ts";
import { onLeave } from "./session.ts";
import { t, Told } from "./words.ts";

/** The person called it off: nothing was changed. */
export class CalledOff extends Told {
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

/** Options hold for five minutes. */
const FRESH = 4 * 60_000;

interface Asked {
  readonly options: RequestJson;
  readonly at: Mark;
}

async function ask(deed: Sure<unknown>): Promise<Asked> {
  const at = mark();
  const { options } = await deskApi().confirmOptions(deed.about);
  return { options: options as RequestJson, at };
}

class Dialogue<T> {
  readonly #deed: Sure<T>;
  readonly #asked: Confirming;
  readonly #problem = h("div", { role: "alert" });
  readonly #ways = h("div", {});
  readonly #frame: HTMLDialogElement;
  #fresh: Asked | null = null;
  #passkeys = false;
  #settle: { done: (value: T) => void; failed: (error: unknown) => void } | null = null;

  constructor(deed: Sure<T>, asked: Confirming) {
    this.#deed = deed;
    this.#asked = asked;
    this.#frame = h(
      "dialog",
      {
        class: "confirm",
        "aria-labelledby": "confirm-title",
        "aria-describedby": "confirm-words",
        on: { cancel: () => this.#callOff(), close: () => this.#callOff() },
      },
      h("h2", { id: "confirm-title" }, t("confirm.title")),
      h("p", { id: "confirm-words" }, asked.words),
      h("p", { class: "hint" }, t("confirm.why")),
      this.#problem,
      this.#ways,
    );
  }

  /** `asked`: options for a passkey of this person's, fresh, so that a touch can follow the click. */
  open(asked: Asked): Promise<T> {
    this.#fresh = asked;
    this.#passkeys = hasPasskeys() && (asked.options.allowCredentials ?? []).length > 0;
    const before = document.activeElement;
    const answer = new Promise<T>((done, failed) => {
      this.#settle = { done, failed };
    });
    document.body.append(this.#frame);
    this.#showWays(this.#passkeys);
    this.#frame.showModal();
    onLeave(() => this.#callOff());
    return answer.finally(() => {
      this.#frame.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    });
  }

  #callOff(): void {
    this.#settle?.failed(new CalledOff(t("confirm.called_off")));
    this.#settle = null;
  }

  #showWays(passkey: boolean): void {
    const off = button({ label: t("confirm.not_now"), act: () => this.#callOff() });
    if (!passkey) {
      replace(
        this.#ways,
        this.#codeForm(),
        h("div", { class: "row" }, off, this.#passkeys ? this.#other(true) : null),
      );
      return;
    }
    const touch = button({ label: t("confirm.touch"), kind: "main", act: () => this.#touch() });
    replace(this.#ways, h("div", { class: "row" }, touch, off), this.#other(false));
    touch.autofocus = true;
  }

  #other(passkey: boolean): HTMLElement {
    const act = (): void => {
      replace(this.#problem);
      this.#showWays(passkey);
      this.#ways.querySelector<HTMLElement>("textarea, button")?.focus();
    };
    return button({ label: t(passkey ? "confirm.use_passkey" : "signin.use_code"), kind: "link", act });
  }

  #codeForm(): HTMLElement {
    return codeForm({
      id: "confirm-code",
      label: t("recovery.words"),
      send: t("confirm.send"),
      take: async entropy => {
        const { login } = await deriveKeys(entropy, this.#asked.site, "recovery-code");
        entropy.fill(0);
        await this.#try(
          async () => byRecovery(login),
          error => {
            throw error;
          },
        );
      },
    });
  }

  async #touch(): Promise<void> {
    replace(this.#problem);
    const prove = async (): Promise<string> => {
      const asked = this.#fresh && since(this.#fresh.at) < FRESH ? this.#fresh : await ask(this.#deed);
      this.#fresh = null;
      return byPasskey(await confirmByPasskey(asked.options));
    };
    await this.#try(prove, error => replace(this.#problem, notice("warm", problemWords(error))));
  }

  /** Sends the deed with its proof; `again` shows what was wrong with the proof alone. */
  async #try(prove: () => Promise<string>, again: (error: unknown) => void): Promise<void> {
    try {
      this.#end(await this.#deed.send(await prove()));
    } catch (error) {
      if (isAboutProof(error)) again(error);
      else this.#fail(error);
    }
  }

  #end(value: T): void {
    this.#settle?.done(value);
    this.#settle = null;
  }

  #fail(error: unknown): void {
    this.#settle?.failed(error);
    this.#settle = null;
  }
}

/** Asks, sends, and gives the answer. Raises CalledOff, and whatever else the server says. */
export async function confirm<T>(deed: Sure<T>, asked: Confirming): Promise<T> {
  const fresh = await ask(deed);
  return new Dialogue(deed, asked).open(fresh);
}
