/**
 * Quick exit. The page is blank before anything is asked of the network; the address that
 * replaces it takes this page's place in the history of the tab.
 */

import { all, byId, h, t } from "./dom.ts";

const PRESSES = 3;
const WINDOW = 5000;

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

function countShift(target: string): void {
  const says = byId("exit-says");
  const dots = byId("exit").querySelector<HTMLElement>(".shift");
  let presses = 0;
  let alone = false;
  let timer = 0;

  const tell = (count: number, words: string) => {
    presses = count;
    says.textContent = words;
    if (!dots) return;
    dots.hidden = count === 0;
    [...dots.children].forEach((dot, place) => dot.classList.toggle("on", place < count));
  };
  const press = () => {
    clearTimeout(timer);
    if (presses + 1 === PRESSES) return leaveNow(target);
    tell(presses + 1, t(presses === 0 ? "exit.press2" : "exit.press1"));
    timer = setTimeout(() => tell(0, t("exit.stopped")), WINDOW);
  };
  // Shift with another key is somebody typing a capital, not somebody leaving.
  addEventListener("keydown", (event) => {
    alone = event.key === "Shift" && (alone || !event.repeat);
    if (event.key !== "Shift" && presses > 0) {
      clearTimeout(timer);
      tell(0, "");
    }
  });
  addEventListener("keyup", (event) => {
    if (event.key === "Shift" && alone) press();
    alone = false;
  });
}

/** Arms every exit link of the page, and Shift. */
export function armExit(): void {
  const target = byId<HTMLAnchorElement>("exit").href;
  for (const link of all<HTMLAnchorElement>("[data-exit]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leaveNow(target);
    });
  }
  countShift(target);
}
