/**
 * What is told of the work on a case, by panels that are fetched with the first thing that they show, and
 * with them their words. So who has no worked case carries none of it.
 */

import { button, h, learnWords, t } from "../../dom.ts";
import { missing } from "../missing.ts";
import { started } from "../../started.ts";
import { SHOWN } from "./shown.ts";
import type { Side, Thing } from "./side.ts";

type All = typeof import("./all.ts");

let fetched: All | null = null;

function isOf(name: string, object: string, moves: readonly string[]): boolean {
  const [kind, move] = name.split(".");
  return kind === object && (move === undefined || moves.includes(move));
}

const movesOf = ({ steps }: Thing): readonly string[] => steps.map(({ move }) => move);

function shownBy(name: string, things: readonly Thing[]): readonly Thing[] {
  return things.filter(each => isOf(name, each.object, movesOf(each)));
}

/** Whether a panel here shows what was moved so. */
export function isShown(object: string, moves: readonly string[]): boolean {
  return SHOWN.some(name => isOf(name, object, moves));
}

function isNeeded(things: readonly Thing[]): boolean {
  return things.some(each => isShown(each.object, movesOf(each)));
}

async function fetchAll(): Promise<All> {
  const [all] = await Promise.all([import("./all.ts"), learnWords("work")]);
  fetched = all;
  return all;
}

/** Fetches what shows these things. Rejects with TypeError where it cannot be had. */
export async function fetchPanels(things: readonly Thing[]): Promise<void> {
  if (fetched === null && isNeeded(things)) await fetchAll();
}

function fetchAsked(): Promise<All> {
  return fetchAll().then(all => {
    started();
    return all;
  }, missing);
}

/** Where a party asks for protection: fetched with the panels. */
export async function askProtection(side: Side): Promise<void> {
  (await fetchAsked()).showRequest(side);
}

/** Where somebody says what they need to take part, fetched with the panels too. */
export async function askNeeds(side: Side): Promise<void> {
  (await fetchAsked()).showNeeds(side);
}

/** The way there, in a room and on a report. */
export function needsLink(side: Side): HTMLElement | false {
  if (!side.mayAnswer) return false;
  const ask = button(t("room.needs"), () => askNeeds(side), "link");
  ask.dataset["move"] = "needs";
  return h("p", {}, ask);
}

/** Where a party leaves, fetched with the panels too. */
export async function askToLeave(side: Side): Promise<void> {
  (await fetchAsked()).showLeaving(side);
}

function drawn(side: Side): HTMLElement[] {
  const owed = fetched?.owedPanel(side);
  const panels = SHOWN.flatMap(name => {
    const things = shownBy(name, side.things);
    const panel = things.length > 0 && fetched?.PANELS[name](things, side);
    return panel ? [panel] : [];
  });
  return owed ? [...panels, owed] : panels;
}

/** The panels of what is told now; where they are not here yet, they come to their place. */
export function workPanels(side: Side): HTMLElement | false {
  if (!isNeeded(side.things)) return false;
  const place = h("div", { class: "stack" }, ...drawn(side));
  if (fetched === null) {
    void fetchPanels(side.things).then(() => {
      started();
      place.replaceChildren(...drawn(side));
    }, missing);
  }
  return place;
}
