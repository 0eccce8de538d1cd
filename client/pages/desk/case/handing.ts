/** Passing a case on, and stepping out of it. */

import { newId } from "../../../lib/bytes.ts";
import { dayIn, serverTime } from "../../../lib/clock.ts";
import type { Sure } from "../../../lib/confirm.ts";
import { rewrap, sealLetter } from "../../../lib/desk.ts";
import { state } from "../../../lib/readers.ts";
import { type Holder, holdersOn } from "../../../lib/roster.ts";
import { confirm } from "../Confirming.tsx";
import { button, field, h, notice, replace } from "../dom.ts";
import { dropForms, keepForm } from "../drafts.ts";
import { done } from "../frame.ts";
import { desk } from "../session.ts";
import { problemWords } from "../problems.ts";
import { t, term, Told } from "../words.ts";
import { type Near, nearUnasked } from "./near.ts";
import { holderWords } from "./side.ts";
import { api, keysOf, type OpenCase } from "./model.ts";

type Parts = readonly string[];
type Named = readonly Parts[];

/** The parts of a name, without case and accents, in no order. */
function nameParts(name: string): Parts {
  const plain = name.normalize("NFKD").toLowerCase().replaceAll(/\p{M}/gu, "");
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** "Xu" may be "Xu Wen": who was named by half a name is not handed the case either. */
function mayBe(one: Parts, other: Parts): boolean {
  const [less, more] = one.length < other.length ? [one, other] : [other, one];
  return less.length > 0 && less.every(part => more.includes(part));
}

/** The names that the report gives, as they were written. */
function namesIn(open: OpenCase): string[] {
  const people = open.letters.flatMap(({ kind, content }) =>
    kind === "report" && Array.isArray(content?.["people"]) ? content["people"] : [],
  );
  const names = people.map((person: unknown) => (person as { name?: unknown } | null)?.name);
  return [...new Set(names.filter(name => typeof name === "string" && name.trim() !== ""))] as string[];
}

/** What is known of who is named: their names, and who stands near them where the directory was asked. */
interface About {
  readonly named: Named;
  readonly near: Near | null;
}

function nearWords({ near }: About, holder: string): string | null {
  const said = near?.found.get(holder) ?? [];
  const words = said.map(({ text, relation }) =>
    t("leave.because", { who: text, how: term("near", relation) }),
  );
  return words.length > 0 ? words.join(" ") : null;
}

/** Why somebody cannot be passed the case, or null. */
function hindrance(open: OpenCase, holder: Holder, about: About): string | null {
  const here = open.holders.find(({ id }) => id === holder.id);
  if (here?.left) return t("pass.left");
  if (open.left_out?.includes(holder.id)) return t("pass.left_out");
  if (about.named.some(name => mayBe(name, nameParts(holder.name)))) return t("pass.named");
  const near = nearWords(about, holder.id);
  if (near !== null) return near;
  if (here?.released) return t("pass.reads");
  return null;
}

function candidate(open: OpenCase, holder: Holder, about: About): HTMLElement {
  const why = hindrance(open, holder, about);
  // Someone who reads it already may still be made its lead.
  const barred = why !== null && why !== t("pass.reads");
  const id = `to-${holder.id}`;
  const box = h("input", { type: "radio", name: "to", value: holder.id, id, disabled: barred });
  return h("div", { class: "choice big" }, box, h("label", { for: id }, holderWords(holder, why)));
}

export interface Handing {
  /** Shows the case anew, with what was done over it. */
  readonly again: (said: string) => Promise<void>;
}

/**
 * Before somebody new is handed the key, a message to her says so: only by that can she and the
 * others tell that what they write comes from somebody who was let in. Nothing where she chose them.
 */
async function letIn(open: OpenCase, to: Holder): Promise<void> {
  const { generation, readers } = open;
  const keys = keysOf(open);
  if (!readers.bases.has(generation) || readers.members.get(generation)?.has(to.id)) return;
  const stated = { generation, recipient: keys.view.case_recipient, holders: [to], prev: readers.last };
  const content = { words: t("pass.told", { name: to.name, role: to.role }), readers: await state(stated) };
  const letter = { kind: "message" as const, seq: keys.nextSeq, content, now: serverTime() };
  await api.send(open.id, { ...(await sealLetter(keys, letter)), generation, kind: letter.kind });
}

async function pass(open: OpenCase, to: Holder): Promise<void> {
  await letIn(open, to);
  await api.pass(open.id, { id: newId(), to: to.id, wraps: await rewrap(keysOf(open), to) });
}

/** Who stands near whom the report names; null where the directory was not or could not be asked. */
async function compare(names: readonly string[], holders: readonly Holder[]): Promise<Near | null> {
  if (names.length === 0) return { found: new Map(), unknown: new Set() };
  return nearUnasked(
    names,
    holders.map(({ id }) => id),
  ).catch(() => null);
}

export function passPage(open: OpenCase, handing: Handing): HTMLElement {
  const roster = desk().roster;
  const today = dayIn("UTC", serverTime());
  const holders = roster ? holdersOn(roster, today).filter(({ id }) => id !== open.me) : [];
  const names = namesIn(open);
  const named = names.map(nameParts);
  const looked = h("div", { "aria-live": "polite" });
  const choices = h("fieldset", {});
  const draw = (near: Near | null): void =>
    replace(
      choices,
      h("legend", {}, t("pass.to")),
      ...holders.map(holder => candidate(open, holder, { named, near })),
    );
  draw(null);
  const compared = compare(names, holders).then(near => {
    draw(near);
    if (near === null) replace(looked, notice("warm", h("p", {}, t("pass.not_compared"))));
  });
  const problem = h("div", { role: "alert" });
  const form = h("form", { on: { submit: (event: Event) => event.preventDefault() } }, choices);
  const act = async (): Promise<void> => {
    problem.replaceChildren();
    await compared; // whoever turned out to be near cannot be chosen any more
    const chosen = form.querySelector<HTMLInputElement>("input[name=to]:checked")?.value;
    const to = holders.find(({ id }) => id === chosen);
    try {
      if (!to) throw new Told(t("pass.choose"));
      await pass(open, to);
      await handing.again(t("pass.done", { name: to.name }));
    } catch (error) {
      problem.append(notice("warm", problemWords(error)));
    }
  };
  return h(
    "div",
    { class: "page narrow" },
    button({ label: t("case.back", { ref: open.ref }), kind: "link", act: () => handing.again("") }),
    h("h1", {}, t("pass.title")),
    h("ul", {}, h("li", {}, t("pass.what")), h("li", {}, t("pass.you")), h("li", {}, t("pass.seen"))),
    roster ? null : notice("grave", t("pass.no_roster")),
    looked,
    form,
    problem,
    button({ label: t("pass.send"), kind: "main", act, disabled: holders.length === 0 }),
  );
}

function steppingOut(open: OpenCase | null, id: string, reason: string): Promise<Sure<unknown>> {
  if (!open || reason.trim() === "") return api.stepOut(id, { id: newId(), note: null });
  return withReason(open, id, reason);
}

async function withReason(open: OpenCase, id: string, reason: string): Promise<Sure<unknown>> {
  const seq = keysOf(open).nextSeq;
  const letter = { kind: "note" as const, seq, content: { words: reason }, now: serverTime() };
  const { id: note, sealed } = await sealLetter(keysOf(open), letter);
  const { generation } = open;
  return api.stepOut(id, { id: newId(), note: { id: note, seq, sealed, generation } });
}

export interface SteppingOut {
  readonly id: string;
  readonly ref: string;
  /** Null before the first opening: then there is no key to seal a reason to. */
  readonly open: OpenCase | null;
  readonly back: () => unknown;
}

/** The page of its own for a conflict: what happens then, and an optional sealed reason. */
export function stepOutPage({ id, ref, open, back }: SteppingOut): HTMLElement {
  const problem = h("div", { role: "alert" });
  const reason = h("textarea", { rows: 3, maxlength: 20_000, dir: "auto" });
  const act = async (): Promise<void> => {
    problem.replaceChildren();
    try {
      const asked = { words: t("confirm.stepping_out", { ref }), site: desk().site.site };
      await confirm(await steppingOut(open, id, reason.value), asked);
      dropForms(id); // what was begun on a case that is not theirs any more
      done(t("out.done", { ref }));
      location.hash = "#/";
    } catch (error) {
      problem.append(notice("warm", problemWords(error)));
    }
  };
  const page = h(
    "div",
    { class: "page narrow" },
    button({ label: t("case.back", { ref }), kind: "link", act: back }),
    h("h1", {}, t("out.title", { ref })),
    h("p", { class: "lead" }, t("out.lead")),
    h(
      "ul",
      {},
      h("li", {}, t("out.gone")),
      h("li", {}, t("out.next")),
      h("li", {}, t("out.seen")),
      h("li", {}, t("out.read")),
    ),
    open ? field({ id: "reason", label: t("out.reason"), hint: t("out.reason_hint") }, reason) : null,
    problem,
    button({ label: t("out.send"), kind: "main", act }),
  );
  if (open) keepForm(`${id}/out`, page);
  return page;
}
