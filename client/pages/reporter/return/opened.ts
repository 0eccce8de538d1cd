/** The report on the page. Fetched when she has typed her code, with all that shows it. */

import { byId, h, show } from "../../dom.ts";
import { fetchPanels } from "../work/panels.ts";
import { actions } from "./later.ts";
import type { Navigation } from "./navigation.ts";
import { page } from "./page.ts";
import { InboxSession } from "./inboxSession.ts";
import { sideOf } from "./side.ts";
import { fetchWithdrawal } from "./withdraw.ts";

/** Puts it on the page, its heading in focus. */
function showPage(...content: (Node | string)[]): void {
  const place = byId("inbox");
  place.replaceChildren(...content);
  show(place);
  scrollTo(0, 0);
  place.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}

/** Takes what is shown off the page. */
export function close(): void {
  for (const place of ["inbox", "room"]) byId(place).replaceChildren();
}

/**
 * Opens what twelve words open: a report, or the room of a party. Whose they are, they do not tell.
 * Raises as `open`.
 */
export async function openEither(typed: string): Promise<Pick<Navigation, "home">> {
  try {
    return await open(typed);
  } catch (reason) {
    if ((reason as { status?: number }).status !== 404) throw reason;
    const { comeBack } = await import("../channel/room.ts");
    return { home: await comeBack(typed) };
  }
}

/** Opens her report; it is shown by `home`. Raises as `InboxSession.open`. */
export async function open(typed: string): Promise<Navigation> {
  const session = await InboxSession.open(typed, async (...asked) => (await actions()).renewCase(...asked));
  const navigation: Navigation = {
    home: () => showPage(...page(session, navigation)),
    subpage: (...content) => showPage(h("div", { class: "prose" }, ...content)),
    lock() {
      close();
      location.reload();
    },
  };
  // With the rest; where they do not come, the page says so in their place.
  const panels = [fetchPanels(sideOf(session, navigation).things), fetchWithdrawal(session)];
  await Promise.allSettled(panels);
  if ((session.view.wraps_owed ?? []).length > 0) {
    // Nothing on the page waits for it, and nothing is lost where it fails: the next visit does it.
    void actions()
      .then(part => part.sealAgain(session))
      .catch(() => undefined);
  }
  return navigation;
}
