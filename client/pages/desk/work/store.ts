/** The worked case that is shown, and which part of it. Its pages are drawn from here. */

import { ApiError } from "../../../lib/api.ts";
import { Store } from "../../../lib/store.ts";
import { Comparing, type Looked, NOBODY } from "../case/near.ts";
import { explain } from "../errors.ts";
import { announce, flashNext } from "../frameState.ts";
import { desk, unlocked } from "../session.ts";
import { sendUnsent } from "../unsent.ts";
import { LocalizedError, t, term } from "../words.ts";
import { ensureFile } from "./filekey.ts";
import { type Reading, readWork, type Work } from "./model.ts";
import { concerned, namedIn } from "./naming.ts";

export const PARTS = [
  ...(["persons", "alleged", "protection", "team", "plan"] as const),
  ...(["interviews", "exhibits", "notices", "findings", "letters"] as const),
  ...(["checkins", "law", "packages", "linked", "ways", "withdrawal"] as const),
] as const;
export type Part = (typeof PARTS)[number];

export interface WorkState {
  readonly work: Work;
  readonly part: Part;
  /** Who has to do with it and stands near somebody who is named in it. */
  readonly looked: Looked;
  /** Why what was still to be opened of it could not be. */
  readonly failed?: unknown;
}

export interface Done {
  /** What was done, in the words of the language that is spoken when it is shown. */
  readonly message: () => string;
  /** The form in which it was written: it is not half written any more. */
  readonly form?: string;
}

/** It was not sent, because something was moved meanwhile; the page shows by now how it stands. */
export class Overtaken extends LocalizedError {
  override name = "Overtaken";
}

function isConflict(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status === 409;
}

/** Null once the page is left: nothing of the case is held any more. */
export class WorkStore extends Store<WorkState | null> {
  readonly id: string;
  readonly #show: () => void;
  readonly #comparing: Comparing;

  /** `show` puts the page before the reader, at its heading. */
  constructor(work: Work, part: Part, { show, comparing }: { show: () => void; comparing: Comparing }) {
    super({ work, part, looked: NOBODY });
    this.id = work.open.id;
    this.#show = show;
    this.#comparing = comparing;
  }

  close(): void {
    this.set(null);
  }

  pick(part: Part): void {
    if (this.value === null) return;
    this.set({ ...this.value, part });
    // The address goes along, so that a reload or a lock comes back to this part.
    history.replaceState(null, "", `#/case/${this.id}/work/${part}`);
  }

  /** How it stands by now, with who stands near those whom it names. */
  async #take(work: Work): Promise<void> {
    const late = (looked: Looked): void => {
      if (this.value !== null) this.set({ ...this.value, looked });
    };
    const looked = await this.#comparing.of(namedIn(work), concerned(work), late);
    if (this.value !== null) this.set({ ...this.value, work, looked });
  }

  /** Before it is shown. */
  async begin(): Promise<void> {
    if (this.value !== null) await this.#take(this.value.work);
  }

  /** Takes in the rest of it once that is opened; where it cannot be, that is said in its place. */
  async complete(whole: Reading["whole"]): Promise<void> {
    try {
      const work = await whole;
      if (this.value !== null && this.value.work !== work) await this.#take(work);
    } catch (error) {
      if (this.value !== null) this.set({ ...this.value, failed: error });
    }
  }

  /** Reads it anew, in place; resolves to how it stands. Raises as readWork. */
  async reload(): Promise<Work> {
    const work = await readWork(this.id, desk());
    await this.#take(work);
    return work;
  }

  /**
   * Does it and shows the case as it is then, with what was done over it. Raises what refuses it: where
   * something was moved meanwhile `Overtaken`, with the page as it stands by now and the words kept.
   */
  async act(action: (work: Work) => Promise<unknown>, { message, form }: Done): Promise<void> {
    const now = this.value?.work;
    if (!now || now.unread > 0) return;
    const attempt = async (): Promise<void> => {
      try {
        await action(await this.#withFile(now));
      } catch (error) {
        await this.#overtaken(error);
      }
    };
    await (form === undefined ? attempt() : sendUnsent(form, attempt));
    await this.#shown(message);
  }

  /** The file gets its key by itself, the first time that something is to be sealed to it. */
  async #withFile(work: Work): Promise<Work> {
    return (await ensureFile(work)) ? this.reload() : work;
  }

  async #overtaken(error: unknown): Promise<never> {
    if (!isConflict(error)) throw error;
    await this.#reloaded();
    const { reason } = error.data;
    const why = (): string => (typeof reason === "string" ? term("unmet", reason) : explain(error));
    throw new Overtaken(() => t("work.overtaken", { why: why() }));
  }

  /** Whether the page shows by now how it stands. */
  async #reloaded(): Promise<boolean> {
    try {
      await this.reload();
      return true;
    } catch {
      return false; // what could not be sent is said; that it cannot be read either, the next press says
    }
  }

  async #shown(message: () => string): Promise<void> {
    try {
      await this.reload();
    } catch (error) {
      // What was done is done, also where it cannot be shown.
      announce(message());
      throw new LocalizedError(() => t("case.unshown", { why: explain(error) }));
    }
    if (this.value === null) {
      if (unlocked()) announce(message());
      return;
    }
    flashNext(message);
    this.#show();
  }
}
