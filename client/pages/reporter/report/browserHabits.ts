/** How the report's page behaves towards the browser around it. */

import { all } from "../../dom.ts";
import { onLeaving } from "../../exit.ts";

/** Asks before the page is dropped, where that would cost her something. */
export function guard(worth: () => boolean): void {
  const ask = (event: BeforeUnloadEvent) => {
    if (worth()) event.preventDefault();
  };
  addEventListener("beforeunload", ask);
  // Leaving must be at once: no question on the way out.
  onLeaving(() => removeEventListener("beforeunload", ask));
}

/** Help and safety open beside the report, so that a look at them costs no words. */
export function openAside(): void {
  for (const link of all<HTMLAnchorElement>("[data-aside]")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
}

/** The second click of a double click belongs to the page before. */
export function onceAPage(event: MouseEvent): void {
  if (event.detail > 1) event.preventDefault();
}
