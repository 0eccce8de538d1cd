/**
 * One's own keys, followed by new ones: made, waiting for the roster's signature, and then the cases
 * sealed to them, a page at a time. Whoever stops in between goes on later, on any device.
 */

import { ApiError } from "../../lib/api.ts";
import { deskApi, type NewKeysView, type Resealed } from "../../lib/deskapi.ts";
import { hasKey, makeNextKeys, type ResealedWrap, resealWrap } from "../../lib/ownkeys.ts";
import { change } from "./changing.ts";
import { confirm } from "./confirm.ts";
import { button, h, notice, replace } from "./dom.ts";
import { done } from "./frame.ts";
import { problemWords } from "./problems.ts";
import { desk } from "./session.ts";
import { moment } from "./times.ts";
import { t } from "./words.ts";

const api = deskApi();

async function makeKeys(): Promise<void> {
  const { keyring, roster, me, site } = desk();
  const entry = roster?.entries.find(({ id }) => id === me.id);
  if (!entry) throw new ApiError(409, "conflict", "");
  const { keyring: next, ...keys } = await makeNextKeys(keyring, entry, site.site);
  const deed = (sealed: Resealed) => api.makeKeys({ ...keys, ...sealed });
  await change({ words: t("keys.making"), next, deed });
}

interface Count {
  seen: number;
  all: number;
  /** They stay as they were. */
  left: number;
}

/** What of a page is to be sealed anew, each told as it is looked at. */
async function resealPage(after: string | null, count: Count, tell: () => void) {
  const page = await api.wraps(after);
  count.all = page.total;
  const ring = desk().keyring;
  const made: ResealedWrap[] = [];
  for (const own of page.wraps) {
    try {
      const fresh = await resealWrap(own, ring);
      if (fresh) made.push(fresh);
    } catch {
      count.left += 1; // its case says that it does not open
    }
    count.seen += 1;
    tell();
  }
  return { made, next: page.next };
}

/** Page by page, each confirmed and kept before the next is looked at. */
async function resealAll(place: HTMLElement): Promise<Count> {
  const count: Count = { seen: 0, all: 0, left: 0 };
  const bar = h("progress", { max: 1, value: 0, "aria-label": t("keys.seal") });
  const words = h("p", { class: "small" });
  replace(place, bar, words);
  const tell = (): void => {
    bar.max = Math.max(1, count.all);
    bar.value = count.seen;
    words.textContent = t("keys.progress", { done: count.seen, all: count.all });
  };
  for (let after: string | null = null, more = true; more;) {
    const { made, next } = await resealPage(after, count, tell);
    if (made.length > 0) {
      const said = { words: t("keys.sealing", { number: made.length }), site: desk().site.site };
      const { kept } = await confirm(await api.reseal(made), said);
      count.left += made.length - kept;
    }
    after = next;
    more = next !== null;
  }
  return count;
}

function sealPart(): HTMLElement {
  const place = h("div", {});
  const problem = h("div", { role: "alert" });
  const act = async (): Promise<void> => {
    replace(problem);
    try {
      const { seen, left } = await resealAll(place);
      replace(place, h("p", {}, t("keys.sealed", { number: seen - left })));
      if (left > 0) place.append(h("p", {}, t("keys.left", { number: left })));
      done(t("keys.sealed_done"));
    } catch (error) {
      replace(place);
      replace(problem, notice("warm", h("p", {}, problemWords(error)), h("p", {}, t("keys.go_on"))));
    }
  };
  return h(
    "div",
    { class: "notice calm" },
    h("p", {}, t("keys.seal_lead")),
    problem,
    place,
    button({ label: t("keys.seal"), kind: "main", act }),
  );
}

async function waitingPart({ signing, made }: NewKeysView): Promise<HTMLElement> {
  const when = moment(new Date(made));
  const own = await hasKey(desk().keyring, signing);
  return own
    ? notice("calm", h("p", {}, t("keys.waiting", { when })))
    : notice("grave", h("p", {}, t("keys.not_yours", { when })));
}

/** Nothing for who stands in no roster: nobody seals to their keys. */
export async function ownKeysPart(
  waiting: NewKeysView | null,
  again: () => Promise<void>,
): Promise<HTMLElement | null> {
  const { roster, me, keyring } = desk();
  const entry = roster?.entries.find(({ id }) => id === me.id);
  if (!entry) return null;
  const problem = h("div", { role: "alert" });
  const make = async (): Promise<void> => {
    replace(problem);
    try {
      await makeKeys();
      done(t("keys.made"));
      await again();
    } catch (error) {
      replace(problem, notice("warm", problemWords(error)));
    }
  };
  const earlier = (entry.earlier ?? []).length > 0 && (keyring.others ?? []).length > 0;
  return h(
    "section",
    { "aria-labelledby": "own-keys" },
    h("h2", { id: "own-keys" }, t("keys.title")),
    h("p", {}, t("keys.lead")),
    h("p", {}, t("keys.later")),
    notice("warm", h("p", {}, t("keys.stolen"))),
    waiting ? await waitingPart(waiting) : null,
    earlier ? sealPart() : null,
    problem,
    button({ label: t(waiting ? "keys.make_again" : "keys.make"), act: make }),
  );
}
