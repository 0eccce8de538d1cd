/**
 * Tabs (ARIA authoring practices, "tabs with manual activation"). On a wide window the last panel
 * stands beside the others and has no tab. What can be done on the case is behind no tab: on a
 * narrow window it stands under whichever panel is shown, on a wide one over the side.
 */

import { h } from "../dom.ts";
import { onLeave } from "../session.ts";
import { t } from "../words.ts";

/** As in desk.css: from here on the side stands beside the words. */
const WIDE = "(width >= 64rem)";

export type Tab = "report" | "messages" | "evidence" | "notes" | "files" | "side";

export interface TabPanel {
  readonly name: Tab;
  /** Shown beside the name where it is over zero. */
  readonly count: number;
  readonly panel: HTMLElement;
}

function tabButton({ name, count }: TabPanel): HTMLButtonElement {
  return h(
    "button",
    { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, class: name },
    t(`part.${name}`),
    count > 0 ? h("span", { class: "count" }, ` ${count}`) : null,
  );
}

function panelOf({ name, panel }: TabPanel): HTMLElement {
  panel.id = `panel-${name}`;
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", `tab-${name}`);
  panel.tabIndex = 0;
  panel.classList.add("panel");
  return panel;
}

const NEXT: Readonly<Record<string, (at: number, of: number) => number>> = {
  ArrowRight: (at, of) => (at + 1) % of,
  ArrowLeft: (at, of) => (at - 1 + of) % of,
  Home: () => 0,
  End: (_, of) => of - 1,
};

function walk(row: HTMLElement, event: KeyboardEvent): void {
  const shown = [...row.querySelectorAll<HTMLButtonElement>("[role=tab]")].filter(
    tab => tab.offsetParent !== null,
  );
  const at = shown.indexOf(document.activeElement as HTMLButtonElement);
  const mirrored = document.documentElement.dir === "rtl";
  const flips: Record<string, string> = { ArrowRight: "ArrowLeft", ArrowLeft: "ArrowRight" };
  const move = NEXT[mirrored ? (flips[event.key] ?? event.key) : event.key];
  if (at < 0 || !move) return;
  event.preventDefault();
  shown[move(at, shown.length)]?.focus();
}

export interface Tabs {
  readonly start: Tab;
  readonly panels: readonly TabPanel[];
  readonly deeds: HTMLElement;
}

export function tabs({ start, panels, deeds }: Tabs): HTMLElement {
  const buttons = panels.map(tabButton);
  const row = h("div", { role: "tablist", class: "tabs", "aria-label": t("part.label") }, ...buttons);
  const bodies = panels.map(panelOf);
  const pick = (name: Tab): void => {
    panels.forEach((entry, i) => {
      const on = entry.name === name;
      buttons[i]?.setAttribute("aria-selected", String(on));
      buttons[i]?.setAttribute("tabindex", on ? "0" : "-1");
      bodies[i]?.classList.toggle("off", !on);
    });
  };
  panels.forEach(({ name }, i) => buttons[i]?.addEventListener("click", () => pick(name)));
  row.addEventListener("keydown", event => walk(row, event));
  pick(start);
  const whole = h("div", { class: "case" }, row, ...bodies);
  const wide = matchMedia(WIDE);
  const widened = (): void => {
    if (wide.matches) bodies.at(-1)?.prepend(deeds);
    else whole.append(deeds);
    // The side is picked no more: the place of the words would stay empty.
    if (wide.matches && bodies.at(-1)?.classList.contains("off") === false) pick("report");
  };
  wide.addEventListener("change", widened);
  onLeave(() => wide.removeEventListener("change", widened));
  widened();
  return whole;
}

/** Which tab of a page is picked. */
export function pickedTab(page: HTMLElement): Tab {
  const tab = page.querySelector("[role=tab][aria-selected=true]");
  return (tab?.id.slice("tab-".length) ?? "report") as Tab;
}

/** Picks a tab of a page from elsewhere, and moves the reader to it. */
export function pickTab(page: HTMLElement, name: Tab): void {
  const tab = page.querySelector<HTMLButtonElement>(`#tab-${name}`);
  tab?.click();
  tab?.focus();
}
