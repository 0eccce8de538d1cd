/**
 * The day on which she first told somebody: the only answer by which clocks run. One that cannot be,
 * or that lies far back, is asked about before it counts. By the server's time, never the device's.
 */

import { isTold, serverTime } from "../../../lib/clock.ts";
import { ofTelling, type Reading, read } from "../../../lib/days.ts";
import { button, byId, day, h, show, t } from "../../dom.ts";

/** How long the page waits for the time; without it the day is asked about before it is sent. */
const PATIENCE_MS = 5000;

/** Days of which she said that they are right. */
const right = new Set<string>();
let asking: Promise<void> | undefined;

function field(): HTMLInputElement {
  return byId<HTMLInputElement>("disclosed");
}

/** Has the time ready, and which days the browser's own calendar offers. */
export function readyTheDay(): Promise<void> {
  asking ??= tellTime().catch(() => {
    asking = undefined;
  });
  return asking;
}

async function tellTime(): Promise<void> {
  const { publicApi } = await import("../../../lib/trusting.ts");
  if (!isTold()) await publicApi().site();
  const { earliest, latest } = ofTelling(serverTime());
  field().min = earliest;
  field().max = latest;
}

/** A day that is half filled in, or six digits of a year, is something that the browser cannot give. */
function written(): string {
  return field().validity.badInput ? "?" : field().value;
}

/** What is to be asked about the day; null where it counts as it is, or there is none. */
async function doubt(): Promise<Reading | null> {
  if (written() === "") return null;
  await Promise.race([readyTheDay(), new Promise(go => setTimeout(go, PATIENCE_MS))]);
  if (!isTold()) return null;
  const reading = read(written(), ofTelling(serverTime()));
  const sure = reading.ask === "far" && reading.day !== null && right.has(reading.day);
  if (reading.ask !== "" && !sure) return reading;
  // Where the browser lets people write what they want, it is kept as it is read.
  if (reading.day !== null && field().value !== reading.day) field().value = reading.day;
  return null;
}

function settle(value: string): void {
  right.add(value);
  field().value = value;
  field().ariaInvalid = null;
  show(byId("disclosed-asks"), false);
  field().focus();
}

function choices({ ask, day: date, offers }: Reading): HTMLElement[] {
  const meant = offers.map(offer => button(day(offer), () => settle(offer)));
  const yes = ask === "far" && date !== null ? [button(t("day.right"), () => settle(date))] : [];
  return [...meant, ...yes, button(t("day.leave"), () => settle(""), "link")];
}

/** Asks, at the field, where something must be asked; whether it does. */
export async function asksAboutTheDay(): Promise<boolean> {
  const reading = await doubt();
  const place = byId("disclosed-asks");
  show(place, reading !== null);
  field().ariaInvalid = reading ? "true" : null;
  if (!reading) return false;
  place.replaceChildren(
    h("p", {}, h("b", {}, t(`day.${reading.ask}`, { day: reading.day ? day(reading.day) : "" }))),
    ...(reading.offers.length > 0 ? [h("p", {}, t("day.meant"))] : []),
    h("div", { class: "row" }, ...choices(reading)),
    h("p", { class: "small" }, t("day.change")),
  );
  field().focus();
  return true;
}
