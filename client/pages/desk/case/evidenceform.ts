/** Adding something that somebody outside holds. All but its kind and its day is sealed. */

import { newId } from "../../../lib/bytes.ts";
import { dayIn, serverTime } from "../../../lib/clock.ts";
import { ofOverwriting } from "../../../lib/days.ts";
import { sealLetter } from "../../../lib/desk.ts";
import { defaultOverwritten, EVIDENCE_KINDS, type EvidenceKind } from "../../../lib/evidence.ts";
import { AskedDay } from "../askday.ts";
import { button, field, h, notice, replace } from "../dom.ts";
import { dropForms, keepForm } from "../drafts.ts";
import { problemWords } from "../problems.ts";
import { desk } from "../session.ts";
import { today } from "../times.ts";
import { t, term } from "../words.ts";
import type { CaseContext } from "./context.ts";
import { api, keysOf, type OpenCase } from "./model.ts";

const MAX = 500;
const MAX_WORDS = 5_000;

function line(): HTMLInputElement {
  return h("input", { type: "text", maxlength: MAX, dir: "auto", autocomplete: "off" });
}

/** The controls, by the member of the letter that each writes. */
function controls() {
  return {
    what: line(),
    where: line(),
    holder: line(),
    reach: line(),
    from: line(),
    until: line(),
    words: h("textarea", { rows: 2, maxlength: MAX_WORDS, dir: "auto" }),
  };
}

type Controls = ReturnType<typeof controls>;

interface Filled {
  readonly kind: string;
  readonly overwritten: string;
  readonly controls: Controls;
}

async function note(open: OpenCase, { kind, overwritten, controls: c }: Filled): Promise<void> {
  const content = {
    what: c.what.value.trim(),
    where: c.where.value.trim(),
    holder: c.holder.value.trim(),
    reach: c.reach.value.trim(),
    from: c.from.value.trim(),
    until: c.until.value.trim(),
    words: c.words.value.trim(),
  };
  const letter = { kind: "evidence" as const, seq: keysOf(open).nextSeq, content, now: serverTime() };
  const { id, seq, sealed } = await sealLetter(keysOf(open), letter);
  await api.noteEvidence(open.id, {
    id: newId(),
    evidence: newId(),
    kind,
    overwritten: overwritten === "" ? null : overwritten,
    letter: { id, seq, sealed, generation: open.generation },
  });
}

function kindMenu(): HTMLSelectElement {
  return h(
    "select",
    {},
    ...EVIDENCE_KINDS.map(kind => h("option", { value: kind }, term("evidence_kind", kind))),
  );
}

/** The day from which it counts: when it was made, as far as that is known here. */
function made(open: OpenCase, from: string): string {
  const said = /^\d{4}-\d\d-\d\d/.exec(from.trim())?.[0] ?? "";
  if (!Number.isNaN(Date.parse(said))) return said;
  return open.disclosed ?? dayIn(desk().site.zone, new Date(open.received));
}

/** Suggests the day by kind and time, until somebody who knows better writes one. */
function suggestDay(open: OpenCase, { input: day }: AskedDay, menu: HTMLSelectElement, c: Controls): void {
  let own = false;
  const suggest = (): void => {
    const kind = menu.value as EvidenceKind;
    if (!own) day.value = defaultOverwritten(kind, made(open, c.from.value)) ?? "";
  };
  day.addEventListener("input", () => {
    own = true;
  });
  menu.addEventListener("change", suggest);
  c.from.addEventListener("input", suggest);
  suggest();
}

function fields(c: Controls): HTMLElement[] {
  const one = (name: "what" | "where" | "holder" | "reach", hint?: string): HTMLElement =>
    field({ id: `add-${name}`, label: t(`evidence.${name}`), hint }, c[name]);
  return [
    one("what", t("evidence.what_hint")),
    h("div", { class: "two" }, one("where"), one("holder")),
    one("reach", t("evidence.reach_hint")),
    h(
      "div",
      { class: "two" },
      field({ id: "add-from", label: t("letter.from"), hint: t("evidence.time_hint") }, c.from),
      field({ id: "add-until", label: t("letter.until"), hint: t("evidence.time_hint") }, c.until),
    ),
    field({ id: "add-words", label: t("word.anything_else") }, c.words),
  ];
}

/** What a half-written one is kept as. */
export function evidenceDraft({ id }: OpenCase): string {
  return `${id}/evidence`;
}

/** Opens the form in `place`; `opener` comes back where it is closed. */
export function addEvidence(where: CaseContext, place: HTMLElement, opener: HTMLElement): void {
  const draft = evidenceDraft(where.open);
  const problem = h("div", { role: "alert" });
  const day = new AskedDay(() => ofOverwriting(today()));
  const menu = kindMenu();
  const c = controls();
  suggestDay(where.open, day, menu, c);
  const act = async (): Promise<void> => {
    replace(problem);
    if (c.what.value.trim() === "") {
      replace(problem, notice("warm", t("evidence.what_missing")));
      c.what.focus();
      return;
    }
    const overwritten = day.value();
    if (overwritten === null) return;
    try {
      await note(where.open, { kind: menu.value, overwritten, controls: c });
    } catch (error) {
      replace(problem, notice("warm", t("thread.unsent", { why: problemWords(error) })));
      return;
    }
    dropForms(draft);
    await where.again(t("evidence.added"));
  };
  const close = (): void => {
    dropForms(draft);
    replace(place);
    opener.hidden = false;
    opener.focus();
  };
  opener.hidden = true;
  const form = h(
    "form",
    { class: "inset", on: { submit: (event: Event) => event.preventDefault() } },
    h("h3", { tabindex: "-1" }, t("evidence.add")),
    h("p", { class: "hint" }, t("evidence.sealed")),
    h(
      "div",
      { class: "two" },
      field({ id: "add-kind", label: t("evidence.kind") }, menu),
      field({ id: "add-day", label: t("evidence.day"), hint: t("evidence.day_hint") }, day.input),
    ),
    day.asks,
    ...fields(c),
    problem,
    h(
      "div",
      { class: "row" },
      button({ label: t("evidence.keep"), kind: "main", act }),
      button({ label: t("evidence.cancel"), kind: "link", act: close }),
    ),
  );
  keepForm(draft, form);
  replace(place, form);
  place.querySelector<HTMLElement>("h3")?.focus();
}
