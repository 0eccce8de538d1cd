/** Whether the report was taken back, by the reporter's own letters; what there is to it is fetched when it is needed. */

import { button, h, t } from "../../dom.ts";
import type { InboxSession } from "./inboxSession.ts";
import { withdrawing } from "./later.ts";
import type { Navigation } from "./navigation.ts";
import { isTakenBack, newestOwn } from "./told.ts";

type Part = Awaited<ReturnType<typeof withdrawing>>;

/** Once something is found, that stands: nothing can be taken back any more. */
const FOUND: readonly string[] = ["decided", "acting", "aftercare", "closed"];

let part: Part | null = null;

/** Whether anything of it is to be shown, by the server's word or by a letter. */
function isAny(session: InboxSession): boolean {
  return isTakenBack(session.view) || newestOwn(session)?.view.move === "withdraw";
}

/** To be called before the page is shown. Rejects with TypeError where it cannot be had. */
export async function fetchWithdrawal(session: InboxSession): Promise<void> {
  if (isAny(session)) part ??= await withdrawing();
}

/** How it stands, first on the page; false where the report was not taken back. */
export function withdrawalPanel(session: InboxSession, go: Navigation): HTMLElement | false {
  if (!isAny(session)) return false;
  if (part) return part.withdrawal(session, go);
  const place = h("div", {});
  void fetchWithdrawal(session).then(
    () => part && place.replaceWith(part.withdrawal(session, go)),
    () => undefined, // the page has said so
  );
  return place;
}

/** The way to take it back, last on the page. */
export function withdrawButton(session: InboxSession, go: Navigation): HTMLElement | false {
  const { view } = session;
  if (isAny(session) || FOUND.includes(view.phase ?? "")) return false;
  const show = async () => (await withdrawing()).showWithdrawal(session, go);
  const ask = button(t("return.withdraw"), show, "link");
  ask.dataset["move"] = "withdraw";
  return h("p", {}, ask);
}

/** The way to what is kept of it, and until when. */
export function keptButton(session: InboxSession, go: Navigation): HTMLElement {
  const show = async () => (await withdrawing()).showKept(session, go);
  const ask = button(t("return.kept"), show, "link");
  ask.dataset["move"] = "kept";
  return h("p", {}, ask);
}
