/**
 * The twelve words before the report leaves: shown, then typed back. A phone that drops this page
 * then loses nothing that has been sent (docs/adr).
 */

import type { Bytes } from "../../../lib/bytes.ts";
import { BadCode, differing, newEntropy, sameWord, wordsOf } from "../../../lib/returncode.ts";
import { codeLanguage, showCode } from "../../codeview.ts";
import { byId, h, listed, onClick, show, t } from "../../dom.ts";
import { explain } from "../../errors.ts";

const ASKED = 3;

export interface Kept {
  readonly entropy: Bytes;
  readonly words: readonly string[];
}

let kept: Kept | undefined;

/** Shows the words: those of a draft where there is one, else new ones, the same each time. */
export async function showWords(draft: Bytes | null): Promise<Bytes> {
  const entropy = draft ?? kept?.entropy ?? (await newEntropy(codeLanguage()));
  if (kept?.entropy !== entropy) {
    kept = { entropy, words: await wordsOf(entropy, codeLanguage()) };
    showCode(kept.words);
    byId<HTMLTextAreaElement>("confirm").value = "";
    arm(new Three(kept.words));
  }
  return entropy;
}

let three: Three | undefined;

/** Either all twelve, typed or pasted, or three of them: keeping them matters, not the typing. */
function arm(asked: Three): void {
  if (!three) onClick("confirm-easier", () => three?.show());
  three = asked;
  three.hide();
}

/** Whether she typed them back; what is wrong is said under the box. */
export async function typedBack(): Promise<boolean> {
  const fault = three?.shown ? await three.wrong() : await wrongOf(kept?.words ?? []);
  const error = byId("confirm-error");
  error.textContent = fault;
  show(error, fault !== "");
  byId("confirm").ariaInvalid = fault === "" ? null : "true";
  if (fault !== "" && !three?.shown) byId("confirm").focus();
  return fault === "";
}

/** What is wrong, in words; empty where nothing is. */
async function wrongOf(words: readonly string[]): Promise<string> {
  try {
    return different(await differing(byId<HTMLTextAreaElement>("confirm").value, words));
  } catch (error) {
    if (!(error instanceof BadCode)) throw error;
    return explain(error);
  }
}

function different(numbers: readonly number[]): string {
  return numbers.length === 0 ? "" : t("confirm.error", { numbers: listed(numbers.map(String)) });
}

class Three {
  shown = false;
  private readonly words: readonly string[];
  private readonly places: readonly number[];

  constructor(words: readonly string[]) {
    this.words = words;
    const random = crypto.getRandomValues(new Uint32Array(words.length));
    this.places = [...words.keys()]
      .sort((a, b) => (random[a] ?? 0) - (random[b] ?? 0))
      .slice(0, ASKED)
      .sort((a, b) => a - b);
  }

  hide(): void {
    this.shown = false;
    show(byId("confirm-all"));
    show(byId("confirm-easier"));
    show(byId("confirm-three"), false);
  }

  show(): void {
    if (this.shown) return;
    this.shown = true;
    const place = byId("confirm-three");
    place.replaceChildren(...this.places.map(field));
    show(byId("confirm-all"), false);
    show(byId("confirm-easier"), false);
    show(byId("confirm-error"), false);
    show(place);
    place.querySelector("input")?.focus();
  }

  /** Marks the fields that are wrong and goes to the first of them. */
  async wrong(): Promise<string> {
    const held = await Promise.all(this.places.map(at => sameWord(box(at).value, this.words[at] ?? "")));
    const wrong = this.places.filter((_, place) => !held[place]);
    for (const at of this.places) box(at).ariaInvalid = wrong.includes(at) ? "true" : null;
    const [first] = wrong;
    if (first !== undefined) box(first).focus();
    return different(wrong.map(at => at + 1));
  }
}

function box(at: number): HTMLInputElement {
  return byId<HTMLInputElement>(`word-${at}`);
}

function field(at: number): HTMLElement {
  const input = h("input", {
    id: `word-${at}`,
    class: "narrow",
    autocapitalize: "none",
    spellcheck: "false",
    translate: "no",
    dir: "auto",
    "aria-describedby": "confirm-error",
  });
  const label = h("label", { for: input.id }, t("report.word_number", { number: at + 1 }));
  return h("div", { class: "field" }, label, input);
}
