/** The opened case: what was read of it, and where on it somebody is. Its pages are drawn from here. */

import { Store } from "../../../lib/store.ts";
import { flashNext, announce } from "../frameState.ts";
import { noteOpened } from "../opened.ts";
import { desk, unlocked } from "../session.ts";
import { sendUnsent } from "../unsent.ts";
import { type OpenCase, readCase } from "./model.ts";
import { Comparing, type Looked, NOBODY } from "./near.ts";
import { namesIn } from "./passing.ts";

type Message = () => string;

export type Tab = "report" | "messages" | "evidence" | "notes" | "files" | "side";

/** Which page of the case is shown. */
export type Screen =
  /**
   * Before the first opening, or the case itself, or passing it on, stepping out, leaving somebody out,
   * deciding how it goes on.
   */
  | { readonly name: "before" | "case" | "pass" | "out" | "leave" | "decide" }
  /** The letter that asks to keep one thing. */
  | { readonly name: "letter"; readonly item: string }
  /** What was done is done, and the case could not be read again. */
  | { readonly name: "unshown"; readonly message: Message | null; readonly error: unknown };

export interface CaseState {
  /** Null before it was opened. */
  readonly open: OpenCase | null;
  /** Who of its readers stands near somebody whom it names. */
  readonly looked: Looked;
  readonly screen: Screen;
  readonly tab: Tab;
}

export interface Done {
  /** What was done, in the words of the language that is spoken when it is shown. */
  readonly message: Message;
  /** The form in which it was written: it is not half written any more. */
  readonly form?: string;
}

const CASE: Screen = { name: "case" };

/** Null once the page is left: nothing of the case is held any more. */
export class CaseStore extends Store<CaseState | null> {
  readonly id: string;
  readonly #show: () => void;
  readonly #comparing = new Comparing();

  /** `show` puts the page before the reader, at its heading. */
  constructor(id: string, show: () => void) {
    super({ open: null, looked: NOBODY, screen: { name: "before" }, tab: "report" });
    this.id = id;
    this.#show = show;
  }

  close(): void {
    this.set(null);
  }

  #change(part: Partial<CaseState>): boolean {
    if (this.value === null) return false;
    this.set({ ...this.value, ...part });
    return true;
  }

  /** Opens it, and compares its readers with those whom it names. Raises as readCase. */
  async #opened(): Promise<Partial<CaseState>> {
    this.#comparing.begin();
    const open = await readCase(this.id, desk());
    const readers = open.holders.filter(({ released, left }) => released && !left);
    const looked = await this.#comparing.of(namesIn(open), readers, late => this.#change({ looked: late }));
    return { open, looked, screen: CASE };
  }

  /** Opens it without showing it. Raises as readCase. */
  async read(): Promise<void> {
    this.#change(await this.#opened());
  }

  /** Opens it for the first time: the action that the reporter sees. Raises what refuses it. */
  async openFirst(): Promise<void> {
    await this.read();
    noteOpened(this.id);
    // Whoever has gone on meanwhile is not called back.
    if (this.value !== null) this.#show();
  }

  /** Where the address names a page of the case: shown by whoever asked for it. A reload comes back to the case. */
  begin(screen: Screen): void {
    this.#change({ screen });
    const here = `#/case/${this.id}`;
    if (location.hash === `${here}/${screen.name}`) history.replaceState(null, "", here);
  }

  pick(tab: Tab): void {
    this.#change({ tab });
  }

  go(screen: Screen): void {
    if (this.#change({ screen })) this.#show();
  }

  /** Reads the case anew and shows it, with what was done over it. Never rejects. */
  async refresh(message: Message | null = null): Promise<void> {
    let next: Partial<CaseState>;
    try {
      next = await this.#opened();
    } catch (error) {
      next = { screen: { name: "unshown", message, error } };
    }
    if (!this.#change(next)) {
      // The reader has gone on meanwhile: it is said, but to nobody at a locked desk, and nobody is called back.
      if (message !== null && unlocked()) announce(message());
      return;
    }
    if (next.open && message !== null) flashNext(message);
    this.#show();
  }

  /** Does it and shows the case as it is then, with what was done over it. Raises what refuses the action. */
  async act(action: (open: OpenCase) => Promise<unknown>, { message, form }: Done): Promise<void> {
    const open = this.value?.open;
    if (!open) return;
    if (form === undefined) await action(open);
    else await sendUnsent(form, () => action(open));
    await this.refresh(message);
  }
}
