/**
 * "This report names someone else": leaving someone out who holds the case. What comes from now on
 * is sealed to a new key that they are not given. It does not undo what they have read.
 */

import { dayIn, serverTime } from "../../../lib/clock.ts";
import { sealLetter } from "../../../lib/desk.ts";
import type { LetterToSend } from "../../../lib/deskapi.ts";
import { renew, type Renewal, stillHolding } from "../../../lib/renewal.ts";
import { type Holder, holdersOn } from "../../../lib/roster.ts";
import { confirm } from "../Confirming.tsx";
import { button, type Child, field, h, notice, replace } from "../dom.ts";
import { dropForms, keepForm } from "../drafts.ts";
import { desk } from "../session.ts";
import { problemWords } from "../problems.ts";
import { list, t, term } from "../words.ts";
import type { CaseContext } from "./context.ts";
import { attempt } from "./attempt.ts";
import { api, keysOf, type OpenCase } from "./model.ts";
import { linesOf, type Near, nearTo } from "./near.ts";
import { holderWords } from "./side.ts";

const MAX_NAMES = 4_000;
const MAX_NOTE = 20_000;

/** A message to her under the new key, with who reads it. */
async function tellHer(open: OpenCase, { case: made, readers, body }: Renewal): Promise<LetterToSend> {
  const keys = keysOf(open);
  const under = { ...keys, case: made, view: { ...keys.view, case_recipient: body.case_recipient } };
  const content = { words: t("leave.told"), readers };
  const letter = { kind: "message" as const, seq: keys.nextSeq + 1, content, now: serverTime() };
  return { ...(await sealLetter(under, letter)), generation: made.generation, kind: letter.kind };
}

/** The page's state: who might be left out, and who is. */
class Leaving {
  readonly #doing: CaseContext;
  readonly #holders: readonly Holder[];
  readonly #gone: readonly string[];
  readonly #boxes = new Map<string, HTMLInputElement>();
  readonly #reasons = new Map<string, HTMLElement>();
  readonly #outcome = h("div", { class: "outcome", "aria-live": "polite" });
  readonly #problem = h("div", { role: "alert" });
  readonly #names = h("textarea", { rows: 3, maxlength: MAX_NAMES, dir: "auto", autocomplete: "off" });
  readonly #note = h("textarea", { rows: 3, maxlength: MAX_NOTE, dir: "auto" });
  /** Made once for what is chosen: an answer that was lost is asked for with the same body. */
  #made: Renewal | null = null;
  #told: LetterToSend | null = null;
  /** Whether it was answered: what comes after it may fail, and needs no second touch. */
  #renewed = false;

  constructor(doing: CaseContext, roster: readonly Holder[]) {
    this.#doing = doing;
    const { holders, readers, history } = doing.open;
    const told = history ?? { fields: new Map() }; // without one nothing can be sent from here
    const { staying, gone } = stillHolding(holders, roster, readers, told);
    this.#holders = staying.toSorted((a, b) => a.tier - b.tier);
    this.#gone = gone;
  }

  element(): HTMLElement {
    const { open, again } = this.#doing;
    this.#note.addEventListener("input", () => this.#changed());
    const page = h(
      "div",
      { class: "page narrow leaving" },
      button({ label: t("case.back", { ref: open.ref }), kind: "link", act: () => again("") }),
      h("h1", {}, t("leave.title")),
      h("p", { class: "lead" }, t("leave.lead")),
      h("h2", {}, t("leave.near")),
      field({ id: "near", label: t("leave.names"), hint: t("leave.names_hint") }, this.#names),
      button({ label: t("leave.look"), act: () => this.#look() }),
      this.#choices(),
      this.#outcome,
      field({ id: "leave-note", label: t("leave.note"), hint: t("leave.note_hint") }, this.#note),
      this.#problem,
      button({ label: t("leave.send"), kind: "main", act: () => this.#send() }),
    );
    this.#changed();
    keepForm(this.#draft(), page);
    return page;
  }

  #draft(): string {
    return `${this.#doing.open.id}/leave`;
  }

  #choices(): HTMLElement {
    const others = this.#holders.filter(({ id }) => id !== this.#doing.open.me);
    return h(
      "fieldset",
      { class: "choices" },
      h("legend", {}, t("leave.who")),
      others.length === 0 ? h("p", { class: "hint" }, t("leave.only_you")) : null,
      ...others.map(holder => this.#choice(holder)),
    );
  }

  #choice(holder: Holder): HTMLElement {
    const id = `leave-${holder.id}`;
    const standing = this.#doing.open.holders.find(each => each.id === holder.id);
    const box = h("input", { type: "checkbox", id, on: { change: () => this.#changed() } });
    const reason = h("span", { class: "hint near" });
    this.#boxes.set(holder.id, box);
    this.#reasons.set(holder.id, reason);
    const fact = t(
      standing?.opened ? "holder.opened" : standing?.released ? "leave.may_read" : "leave.waits",
    );
    return h("div", { class: "choice big" }, box, h("label", { for: id }, holderWords(holder, fact), reason));
  }

  #chosen(): readonly string[] {
    return [...this.#boxes].filter(([, box]) => box.checked).map(([id]) => id);
  }

  /** Who has something to do with whoever was typed; ticks them, and says why. */
  async #look(): Promise<void> {
    replace(this.#problem);
    const lines = linesOf(this.#names.value);
    if (lines.length === 0) {
      replace(this.#problem, notice("warm", t("leave.names_missing")));
      this.#names.focus();
      return;
    }
    try {
      this.#mark(
        await nearTo(
          lines,
          this.#holders.map(({ id }) => id),
        ),
      );
    } catch (error) {
      replace(this.#problem, notice("warm", t("leave.unasked", { why: problemWords(error) })));
    }
  }

  #mark({ found, unknown }: Near): void {
    const blind = this.#holders.every(({ id }) => unknown.has(id));
    for (const [id, box] of this.#boxes) {
      const reasons = found.get(id) ?? [];
      if (reasons.length > 0) box.checked = true;
      const words = reasons.map(({ text, relation }) =>
        t("leave.because", { who: text, how: term("near", relation) }),
      );
      const doubt = unknown.has(id) && !blind ? t("leave.unknown") : "";
      replace(this.#reasons.get(id) as HTMLElement, [...words, doubt].filter(Boolean).join(" "));
    }
    const mine = found.get(this.#doing.open.me) ?? [];
    const hit = [...this.#boxes.keys()].some(id => found.has(id));
    this.#changed(
      mine.length > 0 ? notice("warm", h("p", {}, t("leave.you"))) : null,
      hit ? null : notice("calm", h("p", {}, t(blind ? "leave.nobody_known" : "leave.nobody_near"))),
    );
  }

  /** What would follow from what is ticked now. */
  #changed(...before: readonly Child[]): void {
    this.#made = null;
    this.#told = null;
    this.#renewed = false;
    const out = this.#chosen();
    const staying = this.#holders.filter(({ id }) => !out.includes(id));
    const names = (ids: readonly Holder[]): string => list(ids.map(({ name }) => name));
    const leaving = this.#holders.filter(({ id }) => out.includes(id));
    const first = this.#doing.open.holders.some(
      ({ id, released }) => released && staying.some(each => each.id === id),
    );
    replace(
      this.#outcome,
      ...before,
      h("h2", {}, t("leave.then")),
      h(
        "ul",
        {},
        leaving.length === 0 ? null : h("li", {}, t("leave.lose", { names: names(leaving) })),
        h("li", {}, t("leave.stay", { names: names(staying) })),
        first ? null : h("li", {}, t("leave.next_tier")),
        h("li", {}, t("leave.not_undone")),
        h("li", {}, t("leave.seen")),
      ),
    );
  }

  async #renewal(open: OpenCase, exclude: readonly string[]): Promise<Renewal> {
    const names = this.#holders.filter(({ id }) => exclude.includes(id)).map(({ name }) => name);
    const words = this.#note.value.trim() || t("leave.note_default", { names: list(names) });
    const { nextSeq: seq, signer, seen } = keysOf(open);
    // Always with a letter: readers believe a new key by what somebody they know signed under it.
    const letter = {
      kind: "note" as const,
      seq,
      author: open.me,
      content: { words },
      signer,
      now: serverTime(),
      seen,
    };
    const prev = open.readers.last;
    return renew({ view: open, holders: this.#holders, exclude: [...exclude, ...this.#gone], letter, prev });
  }

  async #confirmed({ body }: Renewal, chosen: readonly string[]): Promise<void> {
    const { open } = this.#doing;
    const names = list(this.#holders.filter(({ id }) => chosen.includes(id)).map(({ name }) => name));
    const words = t("confirm.leaving", { ref: open.ref, names });
    await confirm(await api.renew(open.id, body), { words, site: desk().site.site });
  }

  async #send(): Promise<void> {
    const { open, again } = this.#doing;
    const chosen = this.#chosen();
    replace(this.#problem);
    if (chosen.length === 0) {
      replace(this.#problem, notice("warm", t("leave.choose")));
      this.#boxes.values().next().value?.focus();
      return;
    }
    await attempt({
      deed: async () => {
        this.#made ??= await this.#renewal(open, chosen);
        if (!this.#renewed) await this.#confirmed(this.#made, chosen);
        this.#renewed = true;
        // She is not shown notes: without a word to her, her page would not believe the new key.
        this.#told ??= await tellHer(open, this.#made);
        await api.send(open.id, this.#told);
      },
      after: () => {
        dropForms(this.#draft());
        return again(t("leave.done"));
      },
      place: this.#problem,
    });
  }
}

export function leavingPage(doing: CaseContext): HTMLElement {
  const { roster } = desk();
  const today = dayIn("UTC", serverTime());
  if (roster) return new Leaving(doing, holdersOn(roster, today)).element();
  return h(
    "div",
    { class: "page narrow" },
    button({ label: t("case.back", { ref: doing.open.ref }), kind: "link", act: () => doing.again("") }),
    h("h1", {}, t("leave.title")),
    notice("grave", t("pass.no_roster")),
  );
}
