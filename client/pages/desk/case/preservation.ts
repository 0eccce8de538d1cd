/**
 * The letter that asks whoever holds something to keep it. Its words pass through the server to be
 * typeset, in memory; the reader is told so first. Its digest is computed here from what came back.
 */

import { newId } from "../../../lib/bytes.ts";
import { inDays, ofOverwriting } from "../../../lib/days.ts";
import type { PreservationBody } from "../../../lib/deskapi.ts";
import { sha256hex } from "../../../lib/hash.ts";
import { LANGUAGES } from "../../../lib/languages.ts";
import { AskedDay } from "../askday.ts";
import { button, field, h, notice, replace } from "../dom.ts";
import { dropForms, keepForm } from "../drafts.ts";
import { desk, onLeave } from "../session.ts";
import { problemWords } from "../problems.ts";
import { today } from "../times.ts";
import { list, t } from "../words.ts";
import type { Again } from "./context.ts";
import { attempt } from "./attempt.ts";
import { api, type Evidence, type OpenCase } from "./model.ts";

const MAX = 500;
const KEEP_DAYS = 365;

export interface Preserving {
  readonly open: OpenCase;
  readonly item: Evidence;
  readonly again: Again;
  /** What the sealed letter says of the thing, by member. */
  readonly known: (name: string) => string;
}

type Texts = "to" | "place" | "what" | "from" | "until" | "reply" | "name" | "role";
const TEXTS: readonly Texts[] = ["to", "place", "what", "from", "until", "reply", "name", "role"];

const NEEDED: readonly Texts[] = ["to", "what", "reply", "name"];

function starting({ known }: Preserving): Record<Texts, string> {
  const { me } = desk();
  return {
    to: known("holder"),
    place: known("where"),
    what: known("what"),
    from: known("from"),
    until: known("until"),
    reply: "",
    name: me.name,
    role: me.role,
  };
}

type Control = readonly [Texts | "keep", HTMLInputElement | undefined];

/** Nothing stands in it; half a day is something, and asked about. */
function isEmpty(input: HTMLInputElement | undefined): boolean {
  return input?.value.trim() === "" && !input.validity.badInput;
}

/** Marks what is still empty, moves the reader to the first of it, and names it all (WCAG 3.3.1). */
function markEmpty(controls: readonly Control[]): readonly (Texts | "keep")[] {
  for (const [, input] of controls) {
    if (isEmpty(input)) input?.setAttribute("aria-invalid", "true");
    else input?.removeAttribute("aria-invalid");
  }
  const empty = controls.filter(([, input]) => isEmpty(input));
  empty[0]?.[1]?.focus();
  return empty.map(([name]) => name);
}

/** The form and what it says now. */
function letterForm(preserving: Preserving) {
  const start = starting(preserving);
  const inputs = new Map(
    TEXTS.map(name => {
      const input = h("input", { type: "text", maxlength: MAX, dir: "auto", value: start[name] });
      return [name, input] as const;
    }),
  );
  const keep = new AskedDay(
    () => ({ ...ofOverwriting(today()), earliest: today() }),
    inDays(KEEP_DAYS, today()),
  );
  const language = h(
    "select",
    {},
    ...LANGUAGES.map(({ tag, name }) => h("option", { value: tag, lang: tag }, name)),
  );
  const value = (name: Texts): string => inputs.get(name)?.value.trim() ?? "";
  const body = (until: string): PreservationBody => ({
    language: language.value,
    ...(Object.fromEntries(TEXTS.map(name => [name, value(name)])) as Record<Texts, string>),
    keep_until: until,
  });
  const one = (name: Texts, hint?: string): HTMLElement =>
    field({ id: `letter-${name}`, label: t(`letter.${name}`), hint }, inputs.get(name) ?? h("input"));
  const element = h(
    "form",
    { on: { submit: (event: Event) => event.preventDefault() } },
    field({ id: "letter-language", label: t("letter.language") }, language),
    one("to"),
    one("what", t("letter.what_hint")),
    one("place"),
    h("div", { class: "two" }, one("from"), one("until")),
    field({ id: "letter-keep", label: t("letter.keep"), hint: t("letter.keep_hint") }, keep.input),
    keep.asks,
    one("reply", t("letter.reply_hint")),
    h("div", { class: "two" }, one("name"), one("role")),
  );
  const controls = [...NEEDED.map(name => [name, inputs.get(name)] as const), ["keep", keep.input] as const];
  const missing = (): readonly string[] => markEmpty(controls).map(name => t(`letter.${name}`));
  return { element, body, missing, keep };
}

/** What a half-written one is kept as. */
function draftOf({ open, item }: Preserving): string {
  return `${open.id}/letter/${item.id}`;
}

/** The finished letter: to be saved, sent by the handler's own means, and marked as sent. */
async function finished(
  preserving: Preserving,
  pdf: Uint8Array<ArrayBuffer>,
  place: HTMLElement,
): Promise<void> {
  const { open, item, again } = preserving;
  const document = await sha256hex(pdf);
  const href = URL.createObjectURL(new Blob([pdf], { type: "application/pdf" }));
  onLeave(() => URL.revokeObjectURL(href));
  const problem = h("div", { role: "alert" });
  const sent = (): Promise<void> =>
    attempt({
      deed: () => api.ordered(open.id, item.id, { id: newId(), document }),
      after: () => {
        dropForms(draftOf(preserving));
        return again(t("letter.sent_said"));
      },
      place: problem,
    });
  replace(
    place,
    h("h2", { tabindex: "-1" }, t("letter.ready")),
    h("p", {}, h("a", { class: "button", href, download: t("letter.file") }, t("letter.save"))),
    h("p", { class: "small" }, t("letter.digest"), " ", h("span", { class: "mono", dir: "ltr" }, document)),
    h("p", {}, t("letter.send")),
    problem,
    button({ label: t("letter.sent"), act: sent }),
  );
  place.querySelector<HTMLElement>("h2")?.focus();
}

export function preservationPage(preserving: Preserving): HTMLElement {
  const { open, again } = preserving;
  const problem = h("div", { role: "alert" });
  const ready = h("div", { class: "ready" });
  const form = letterForm(preserving);
  keepForm(draftOf(preserving), form.element);
  form.element.addEventListener("input", () => replace(ready));
  const act = async (): Promise<void> => {
    replace(problem);
    replace(ready);
    const missing = form.missing();
    if (missing.length > 0) {
      replace(problem, notice("warm", t("letter.missing", { fields: list(missing) })));
      return;
    }
    const until = form.keep.value();
    if (until === null) return;
    try {
      await finished(preserving, await api.preservationLetter(open.id, form.body(until)), ready);
    } catch (error) {
      replace(problem, notice("warm", problemWords(error)));
    }
  };
  return h(
    "div",
    { class: "page narrow" },
    button({ label: t("case.back", { ref: open.ref }), kind: "link", act: () => again("") }),
    h("h1", {}, t("letter.title")),
    h("p", { class: "lead" }, t("letter.lead")),
    notice("warm", h("p", {}, t("letter.passes")), h("p", {}, t("letter.no_names"))),
    form.element,
    problem,
    button({ label: t("letter.make"), kind: "main", act }),
    ready,
  );
}
