/** The report on the page. Fetched when she has typed her code, with all that shows it. */

import { byId, h, show } from "../../dom.ts";
import { deeds } from "./later.ts";
import type { Navigation } from "./navigation.ts";
import { page } from "./page.ts";
import { Visit } from "./visit.ts";

/** Puts it on the page, its heading in focus. */
function put(...content: (Node | string)[]): void {
  const place = byId("inbox");
  place.replaceChildren(...content);
  show(place);
  scrollTo(0, 0);
  place.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}

/** Takes what is shown off the page. */
export function close(): void {
  byId("inbox").replaceChildren();
}

/** Opens her report; it is shown by `home`. Raises as `Visit.open`. */
export async function open(typed: string): Promise<Navigation> {
  const visit = await Visit.open(typed, async (...asked) => (await deeds()).renewCase(...asked));
  const navigation: Navigation = {
    home: () => put(...page(visit, navigation)),
    subpage: (...content) => put(h("div", { class: "prose" }, ...content)),
    lock() {
      close();
      location.reload();
    },
  };
  return navigation;
}
