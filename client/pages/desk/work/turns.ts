/** What can wait is done some at a time: between two turns the page answers keys and presses. */
export class Turns {
  readonly #together: number;
  readonly #waiting = new Set<() => void>();
  #isSet = false;

  constructor(together: number) {
    this.#together = together;
  }

  /** Does it in its turn, unless what this gives back is called before. */
  wait(act: () => void): () => void {
    this.#waiting.add(act);
    this.#soon();
    return () => {
      this.#waiting.delete(act);
    };
  }

  #soon(): void {
    if (this.#isSet || this.#waiting.size === 0) return;
    this.#isSet = true;
    setTimeout(() => this.#turn());
  }

  #turn(): void {
    this.#isSet = false;
    for (const act of [...this.#waiting].slice(0, this.#together)) {
      this.#waiting.delete(act);
      act();
    }
    this.#soon();
  }
}
