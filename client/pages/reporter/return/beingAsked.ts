/** When the reporter wants to be asked how things are: on days of their own, not this time, or no more. */

import { serverTime } from "../../../lib/clock.ts";
import { inDays } from "../../../lib/days.ts";
import { button, h, t } from "../../dom.ts";
import type { Side, Thing } from "../work/side.ts";
import { choice, chosenIn, sending } from "./asking.ts";

const AHEAD = 366;
const WEEK = 7;
/** Weeks between two days; 0: a single one. */
const RHYTHMS = [0, 2, 4, 8, 12] as const;
const TIMES = 6;

type Name = "when" | "not_this" | "no_more";
const NO_WORDS = { text: "" };

function today(): string {
  return serverTime().toISOString().slice(0, 10);
}

/** Each day of a rhythm that can be set now; empty where the first cannot. */
export function daysFrom(first: string, weeks: number, now: string): readonly string[] {
  const last = inDays(AHEAD, now);
  if (first <= now || first > last) return [];
  if (weeks === 0) return [first];
  const days = Array.from({ length: TIMES }, (_, at) => inDays(at * weeks * WEEK, first));
  return days.filter(day => day <= last);
}

/** One letter for each day. What arrived is not sent again where a later one did not. */
function sendingEach(side: Side): (days: readonly string[]) => Promise<void> {
  const sent = new Set<string>();
  return async days => {
    for (const when of days) {
      if (sent.has(when)) continue;
      const named = { thing: null, party: "reporter", when, words: NO_WORDS };
      await side.send({ object: "checkin", move: "request", ...named });
      sent.add(when);
    }
  };
}

function dayField(): { field: HTMLElement; day: HTMLInputElement } {
  const [min, max] = [inDays(1, today()), inDays(AHEAD, today())];
  const day = h("input", { type: "date", id: "checkin-day", min, max });
  const label = h("label", { for: "checkin-day" }, t("asking.day"));
  return { field: h("div", { class: "field" }, label, day), day };
}

function rhythmField(): HTMLElement {
  const ways = RHYTHMS.map(weeks => {
    const label = weeks === 0 ? t("asking.once") : t("asking.every", { weeks: String(weeks) });
    return choice("checkin-often", String(weeks), label);
  });
  return h("fieldset", {}, h("legend", {}, t("asking.often")), ...ways);
}

/** A page with its heading, and the button that sends: each takes the reporter back to the report. */
function showAs(side: Side, name: Name, fields: readonly Node[], act: () => string | Promise<void>): void {
  const { press, says } = sending(side, t(`asking.${name}_yes`), act);
  side.subpage(
    h("h1", { tabindex: -1 }, t(`asking.${name}`)),
    h("p", {}, t(`asking.${name}_text`)),
    ...fields,
    h("div", { class: "row" }, press, button(t("go.stay"), side.home)),
    says,
  );
}

export function showAsked(side: Side): void {
  const { field, day } = dayField();
  const often = rhythmField();
  const each = sendingEach(side);
  showAs(side, "when", [field, often], () => {
    const days = daysFrom(day.value, Number(chosenIn(often)?.value ?? 0), today());
    return days.length === 0 ? t("asking.no_day") : each(days);
  });
}

export function showDeclining(side: Side, thing: Thing): void {
  const decline = { object: "checkin", thing, move: "decline", words: NO_WORDS };
  showAs(side, "not_this", [], () => side.send(decline));
}

export function showEnding(side: Side): void {
  const end = { object: "checkin", thing: null, move: "end", party: "reporter", words: NO_WORDS };
  showAs(side, "no_more", [], () => side.send(end));
}
