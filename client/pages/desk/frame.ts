/** The frame around every page of the desk: name, places to go, lock, language, what is wrong. */

import { type Mark, mark, since } from "../../lib/clock.ts";
import { button, byId, type Child, h, notice, replace } from "./dom.ts";
import { desk, unlocked } from "./session.ts";
import { LANGUAGES, type Language, language, t } from "./words.ts";

/** Problems that stand over every page until the desk is locked. */
const alarms: HTMLElement[] = [];

export function alarm(...children: readonly Child[]): void {
  alarms.push(notice("grave", ...children));
  replace(byId("alarms"), ...alarms);
}

export function clearAlarms(): void {
  alarms.length = 0;
  replace(byId("alarms"));
}

export interface FrameDeeds {
  readonly lock: () => void;
  readonly signOut: () => void;
  readonly speak: (chosen: Language) => void;
}

function place(href: string, label: string): HTMLElement {
  const first = desk().me.tier > 0 ? "#/" : "#/oversight";
  const here = (location.hash || first) === href;
  return h("a", { href, "aria-current": here ? "page" : undefined }, label);
}

/** Who handles no cases has no queue. */
function places(): HTMLElement[] {
  const { tier, oversight } = desk().me;
  return [
    ...(tier > 0 ? [place("#/", t("queue.title"))] : []),
    ...(oversight ? [place("#/oversight", t("oversight.title"))] : []),
    place("#/account", t("account.title")),
  ];
}

function languageMenu(deeds: FrameDeeds): HTMLElement {
  const menu = h(
    "select",
    { id: "language" },
    ...LANGUAGES.map(({ tag, name }) =>
      h("option", { value: tag, lang: tag, selected: tag === language() }, name),
    ),
  );
  menu.addEventListener("change", () => deeds.speak(menu.value));
  return h("div", { class: "tongue" }, h("label", { for: "language" }, t("frame.language")), menu);
}

/** Writes header and footer anew, as the desk is now: locked or unlocked, here or there. */
export function drawFrame(deeds: FrameDeeds): void {
  byId("skip").textContent = t("frame.skip");
  byId("nav").setAttribute("aria-label", t("frame.nav"));
  const inside = unlocked();
  replace(byId("nav"), inside ? places() : null);
  replace(
    byId("session"),
    inside ? h("bdi", { class: "me", lang: "" }, desk().me.name) : null,
    inside ? button({ label: t("frame.signout"), kind: "link", act: deeds.signOut }) : null,
    inside ? lockButton(deeds.lock) : null,
  );
  replace(
    byId("foot"),
    languageMenu(deeds),
    inside ? h("p", { class: "small" }, t("frame.lock-keys")) : null,
  );
}

function lockButton(lock: () => void): HTMLElement {
  const element = button({ label: t("frame.lock"), act: lock });
  element.classList.add("lock");
  return element;
}

/** What the last deed did, until the page after it is shown. */
let news = "";

/**
 * Says on the next page that is shown, to eyes and ears, what a deed did: many end on another page
 * than they began on (WCAG 2.2, 4.1.3). The page after that one is silent again.
 */
export function done(words: string): void {
  news = words;
}

/** Shows a page: sets the title, moves the reader to its heading, says what was done. */
export function show(title: string, ...children: readonly Child[]): void {
  document.title = `${title} · ${t("frame.desk")}`;
  const main = byId("main");
  replace(main, ...children);
  const heading = main.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  scrollTo(0, 0);
  byId("done").textContent = news;
  news = "";
}

/** Says something to everybody, screen readers included, without moving anybody. */
export function say(words: string): void {
  byId("say").textContent = words;
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
