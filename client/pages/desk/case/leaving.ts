/**
 * Leaving somebody out who holds the case: what comes from then on is sealed to a new key that they
 * are not given. It does not undo what they have read.
 */

import { signAlone } from "../../../lib/alone.ts";
import { toCarryOn } from "../../../lib/carried.ts";
import { serverTime } from "../../../lib/clock.ts";
import { sealLetter } from "../../../lib/desk.ts";
import type { LetterToSend } from "../../../lib/deskapi.ts";
import { renew, type Renewal, stillHolding } from "../../../lib/renewal.ts";
import type { Holder } from "../../../lib/roster.ts";
import { confirm } from "../Confirming.tsx";
import { desk } from "../session.ts";
import { list, t } from "../words.ts";
import { api, keysOf, type OpenCase } from "./model.ts";

export interface Staying {
  /** Who holds it now, the first tier first. */
  readonly holders: readonly Holder[];
  /** Ids of those who hold it no more, though nobody left them out. */
  readonly gone: readonly string[];
}

export function stayingIn(open: OpenCase, roster: readonly Holder[]): Staying {
  const known = open.history ?? { fields: new Map() }; // without one nothing can be sent from here
  const { staying, gone } = stillHolding(open.holders, roster, open.readers, known);
  return { holders: staying.toSorted((a, b) => a.tier - b.tier), gone };
}

/** A message to the reporter under the new key, with who reads it. */
async function messageToReporter(
  open: OpenCase,
  { case: caseKey, readers, body }: Renewal,
): Promise<LetterToSend> {
  const keys = keysOf(open);
  const under = { ...keys, case: caseKey, view: { ...keys.view, case_recipient: body.case_recipient } };
  const now = serverTime();
  const signed = await signAlone(readers, { case: open.case, author: open.me, now }, keys.signer);
  const content = { words: t("leave.told"), readers, signed };
  const letter = { kind: "message" as const, seq: keys.nextSeq + 1, content, now };
  return { ...(await sealLetter(under, letter)), generation: caseKey.generation, kind: letter.kind };
}

/** Made once for what is chosen: an answer that was lost is asked for with the same body. */
export class LeavingOut {
  readonly #open: OpenCase;
  readonly #staying: Staying;
  readonly #exclude: readonly string[];
  readonly #note: string;
  #prepared: Renewal | null = null;
  #message: LetterToSend | null = null;
  /** Whether it was answered: what comes after it may fail, and needs no second touch. */
  #renewed = false;

  /** `exclude`: ids of holders; `note`: to the others, empty for words of ours. */
  constructor(open: OpenCase, staying: Staying, exclude: readonly string[], note: string) {
    this.#open = open;
    this.#staying = staying;
    this.#exclude = exclude;
    this.#note = note;
  }

  /** Whether it is of the same choice and words. */
  isOf(open: OpenCase, exclude: readonly string[], note: string): boolean {
    return open === this.#open && note === this.#note && exclude.join(" ") === this.#exclude.join(" ");
  }

  /** Raises CalledOff and what the server says; may be tried again. */
  async send(): Promise<void> {
    this.#prepared ??= await this.#renewal();
    if (!this.#renewed) await this.#confirmed(this.#prepared);
    this.#renewed = true;
    // The reporter is not shown notes: without a word to them, their page would not believe the new key.
    this.#message ??= await messageToReporter(this.#open, this.#prepared);
    await api.send(this.#open.id, this.#message);
  }

  #names(): string {
    const out = this.#staying.holders.filter(({ id }) => this.#exclude.includes(id));
    return list(out.map(({ name }) => name));
  }

  async #renewal(): Promise<Renewal> {
    const view = this.#open;
    const { nextSeq: seq, signer, seen } = keysOf(view);
    const words = this.#note.trim() || t("leave.note_default", { names: this.#names() });
    // Always with a letter: readers believe a new key by what somebody they know signed under it.
    const read = view.listed.map(each => each.read);
    const earlier = await toCarryOn(read, view.older, view.readers);
    const letter = {
      kind: "note" as const,
      seq,
      author: view.me,
      content: { words, ...(earlier.length > 0 && { earlier }) },
      signer,
      now: serverTime(),
      seen,
    };
    const { holders, gone } = this.#staying;
    return renew({
      view,
      holders,
      exclude: [...this.#exclude, ...gone],
      letter,
      prev: view.readers.last,
    });
  }

  async #confirmed({ body }: Renewal): Promise<void> {
    const { id, ref } = this.#open;
    const words = t("confirm.leaving", { ref, names: this.#names() });
    await confirm(await api.renew(id, body), { words, site: desk().site.site });
  }
}
