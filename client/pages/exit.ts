/**
 * Quick exit. The page is blank before anything is asked of the network; the address that
 * replaces it takes this page's place in the history of the tab.
 */

import { all, byId, h, t } from "./dom.ts";

const PRESSES = 3;
/** Milliseconds for all of them: Chinese input switches by single presses, which are further apart. */
const WINDOW = 1500;

let leaving: (() => void)[] = [];

/** Called as she leaves, so that a page can drop what it holds. */
export function onLeaving(act: () => void): void {
  leaving.push(act);
}

export function leaveNow(target: string): void {
  for (const act of leaving) act();
  leaving = [];
  const says = h("div", { class: "blank", role: "alert" }, t("exit.leaving"));
  document.title = t("exit.leaving");
  document.body.replaceChildren(says);
  location.replace(target);
}

/** Where she writes, Shift belongs to the writing. */
function writes(target: EventTarget | null): boolean {
  const text = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
  return target instanceof Element && target.matches(text);
}

function countShift(): void {
  const says = byId("exit-says");
  const dots = byId("exit").querySelector<HTMLElement>(".shift");
  let presses = 0;
  let alone = false;
  let timer = 0;
  let first = 0;

  const tell = (count: number, words: string) => {
    presses = count;
    says.textContent = words;
    if (!dots) return;
    dots.hidden = count === 0;
    [...dots.children].forEach((dot, place) => dot.classList.toggle("on", place < count));
  };
  const press = () => {
    clearTimeout(timer);
    if (presses + 1 === PRESSES) return leaveNow(target());
    if (presses === 0) first = performance.now();
    tell(presses + 1, t(presses === 0 ? "exit.press2" : "exit.press1"));
    timer = setTimeout(() => tell(0, t("exit.stopped")), first + WINDOW - performance.now());
  };
  // Shift with another key is somebody typing a capital, not somebody leaving.
  addEventListener("keydown", event => {
    alone = event.key === "Shift" && (alone || !event.repeat) && !writes(event.target);
    if (event.key !== "Shift" && presses > 0) {
      clearTimeout(timer);
      tell(0, "");
    }
  });
  addEventListener("keyup", event => {
    if (event.key === "Shift" && alone) press();
    alone = false;
  });
}

function links(): HTMLAnchorElement[] {
  return all<HTMLAnchorElement>("[data-exit]");
}

function target(): string {
  return byId<HTMLAnchorElement>("exit").href;
}

/** The operator's own page, once it is known; until then, and without it, that of the language. */
export async function askWhere(): Promise<void> {
  try {
    const { exit = "" } = (await (await fetch("/site.json")).json()) as { exit?: string };
    if (exit.startsWith("https://")) for (const link of links()) link.href = exit;
  } catch {
    // that of the language is there
  }
}

/** Arms every exit link of the page, and Shift; `ask`: whether the operator's page is asked for. */
export function armExit(ask = true): void {
  for (const link of links()) {
    link.addEventListener("click", event => {
      event.preventDefault();
      leaveNow(target());
    });
  }
  countShift();
  if (ask) void askWhere();
}
