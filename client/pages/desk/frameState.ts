/** What the frame around every page of the desk shows: the page, what was done, what is wrong. */

import type { ComponentChild } from "preact";
import { type Mark, mark, since } from "../../lib/clock.ts";
import { Store } from "../../lib/store.ts";

/**
 * A page: made anew with each drawing, so that it is always in the words and of the state that are now.
 */
export type Content = () => ComponentChild;

export interface FrameState {
  readonly content: Content | null;
  /** The same for the same page: its components, with what is typed in them, are kept. */
  readonly key: string;
  /** Counts up with each page that is shown. */
  readonly turn: number;
  /** Whether the next page is on its way. */
  readonly busy: boolean;
  /** Problems that stand over every page until the desk is locked, in words. */
  readonly alarms: readonly string[];
  /** That the desk is about to lock itself; empty: nothing. */
  readonly idle: string;
  /** What the last action did, over the page that is shown, in the words of the language that is spoken then. */
  readonly flash: () => string;
  /** Spoken and not shown; `count` tells two of the same words apart. */
  readonly announcement: { readonly words: string; readonly count: number };
}

const silent = (): string => "";

/** Drawn by Frame.tsx, at once: what is taken away here is gone from the screen when `set` returns. */
export const frame = new Store<FrameState>({
  content: null,
  key: "",
  turn: 0,
  busy: true,
  alarms: [],
  idle: "",
  flash: silent,
  announcement: { words: "", count: 0 },
});

/** What the last action did, until the page after it is shown. */
let news = silent;

function change(part: Partial<FrameState>): void {
  frame.update(state => ({ ...state, ...part }));
}

export function alarm(words: string): void {
  change({ alarms: [...frame.value.alarms, words] });
}

export function clearAlarms(): void {
  change({ alarms: [] });
}

export function warnOfLock(words: string): void {
  change({ idle: words });
}

/**
 * Takes the page from the screen, and what was said of it. Before keys are let go of: what is drawn may
 * ask for them.
 */
export function blank(): void {
  news = silent;
  const announcement = { ...frame.value.announcement, words: "" };
  change({ content: null, alarms: [], flash: silent, announcement });
}

/** The next page is on its way. */
export function busy(): void {
  change({ busy: true });
}

/** Draws all of it again: in another language, or unlocked. */
export function redraw(): void {
  change({});
}

/**
 * Says on the next page that is shown, to eyes and ears, what an action did: many end on another page
 * than they began on (WCAG 2.2, 4.1.3). The page after that one is silent again.
 */
export function flashNext(words: () => string): void {
  news = words;
}

/**
 * Shows a page, sets the title, moves the reader to its heading, says what was done. What was typed
 * on the page before is kept by its draft alone, unless `key` is the same.
 */
export function show(content: Content, key?: string): void {
  const turn = frame.value.turn + 1;
  change({ content, key: key ?? `page ${turn}`, turn, busy: false, flash: news });
  news = silent;
}

/** Says something to everybody, screen readers included, without moving anybody. */
export function announce(words: string): void {
  change({ announcement: { words, count: frame.value.announcement.count + 1 } });
}

/** Shift three times within a second and a half locks, as it leaves the reporter's pages. */
export function watchShift(lock: () => void): void {
  let presses: Mark[] = [];
  addEventListener("keydown", event => {
    if (event.repeat) return;
    // Another key in between is somebody typing capitals.
    presses = event.key === "Shift" ? [...presses.filter(at => since(at) < 1500), mark()] : [];
    if (presses.length < 3) return;
    presses = [];
    lock();
  });
}
