/** The receipt that she holds: what came with the answer, and later the proof that keeps it. */

import { inboxApi, publicApi } from "../../../lib/api.ts";
import { serverTime } from "../../../lib/clock.ts";
import { extension } from "../../../lib/promiseOrProof.ts";
import { isPromise } from "../../../lib/promise.ts";
import type { Roster } from "../../../lib/roster.ts";
import { checkSent } from "../../../lib/verifySent.ts";
import type { Promised } from "../../../lib/promise.ts";
import { awaitsWitnesses, checkUpgrade } from "../../../lib/upgrade.ts";
import { download, moment, t } from "../../dom.ts";
import type { Sent } from "./send.ts";

/** Milliseconds between two looks for the proof, while the page is open. */
const SOON = 10 * 60 * 1000;

export class Held {
  readonly #sent: Sent;
  readonly #roster: Roster;
  readonly #inbox: ReturnType<typeof inboxApi>;
  #receipt: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Called when it is worth checking again. */
  onNews: () => void = () => undefined;

  constructor(sent: Sent, roster: Roster) {
    this.#sent = sent;
    this.#roster = roster;
    this.#inbox = inboxApi(sent.keys.login);
    this.#receipt = sent.accepted.receipt;
  }

  save(): void {
    download(`${t("receipt.name")}${extension(this.#receipt)}`, this.#receipt);
  }

  /** What the check says; a promise is asked for its proof until there is one. */
  async check(): Promise<string> {
    const { promised } = await checkSent(this.#sent, this.#roster, serverTime());
    if (promised === null) return t("receipt.good");
    const newer = await this.#inbox.receipt(this.#sent.accepted.leaf);
    if (isPromise(newer)) return this.#wait(promised);
    try {
      await checkUpgrade(promised, newer, this.#roster, publicApi().logTile);
    } catch (error) {
      if (awaitsWitnesses(error)) return this.#wait(promised);
      throw error;
    }
    this.#receipt = newer;
    return t("receipt.kept");
  }

  #wait({ by }: Promised): string {
    const when = moment(by.toISOString());
    if (serverTime() > by) return t("receipt.broken", { when });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.onNews(), SOON);
    return t("receipt.promised", { when });
  }
}
