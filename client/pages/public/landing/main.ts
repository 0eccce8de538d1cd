/** The first page. Words and doors are there at once; lines and readers follow when looked at. */

import { byId, h, t } from "../../dom.ts";
import { armExit } from "../../exit.ts";
import { showLines } from "../../lines.ts";
import { byTier } from "../../readers.ts";
import { trust } from "../../site.ts";
import { started } from "../../started.ts";

async function showReaders(): Promise<void> {
  const place = byId("roster");
  place.replaceChildren(h("p", { class: "busy" }, t("who.loading")));
  try {
    const { holders } = await trust();
    place.replaceChildren(...byTier(holders, "h3"));
  } catch {
    place.replaceChildren(h("p", { class: "notice" }, t("who.failed")));
  }
}

/** The list weighs more than the page: it is fetched when she comes near it. */
function whenNear(element: HTMLElement, act: () => unknown): void {
  const watcher = new IntersectionObserver(
    entries => {
      if (!entries.some(entry => entry.isIntersecting)) return;
      watcher.disconnect();
      void act();
    },
    { rootMargin: "200px" },
  );
  watcher.observe(element);
}

armExit();
void showLines();
whenNear(byId("who"), showReaders);
started();
