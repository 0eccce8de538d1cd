/** Who can read it, who no longer can and what they may have read, and whom she may ask next. */

import type { CaseView, HolderView } from "../../../lib/api.ts";
import { button, h, moment, t } from "../../dom.ts";
import { byTier, person } from "../../readers.ts";
import { actions } from "./later.ts";
import type { Navigation } from "./navigation.ts";
import { panel } from "./panel.ts";
import type { InboxSession } from "./inboxSession.ts";
import { isTakenBack } from "./told.ts";

/** When what they have seen ends: the newest event that they saw. */
function readUntil({ timeline }: CaseView, { read }: HolderView): string | null {
  return timeline.find(({ leaf }) => leaf === read)?.at ?? null;
}

/** Of somebody who is out: whether there is anything that they may have read. */
function mayHaveRead(view: CaseView, holder: HolderView): string {
  const until = readUntil(view, holder);
  if (!holder.opened || until === null) return t("return.read_nothing");
  return t("return.read_until", { when: moment(until) });
}

function standing(view: CaseView, holder: HolderView): string {
  if (holder.left) {
    const own = view.timeline.some(
      ({ event, actor }) => event === "conflict_declared" && actor === holder.id,
    );
    const how = own ? t("return.left") : t("return.left_out", { when: moment(holder.left) });
    return `${how}. ${mayHaveRead(view, holder)}`;
  }
  if (holder.lapsed) return t("return.lapsed", { when: moment(holder.lapsed) });
  if (holder.opened) return t("return.opened", { when: moment(holder.opened) });
  return holder.released ? t("return.not_opened") : t("return.shut");
}

function escalateButton(session: InboxSession, go: Navigation): HTMLElement | false {
  if (!session.view.next || isTakenBack(session.view)) return false;
  return button(t("takeover.open"), async () => {
    const { showEscalation } = await actions();
    showEscalation(session, go);
  });
}

function renameButton(session: InboxSession, go: Navigation): HTMLElement | false {
  if (isTakenBack(session.view)) return false;
  return button(t("rename.title"), async () => {
    const { showRename } = await actions();
    await showRename(session, go);
  });
}

export function whoPanel(session: InboxSession, go: Navigation): HTMLElement {
  const { view } = session;
  const card = (holder: HolderView) => {
    const line = person(holder, h("span", { class: "small" }, ` · ${standing(view, holder)}`));
    line.classList.toggle("struck", holder.left !== null);
    return line;
  };
  const acts = [escalateButton(session, go), renameButton(session, go)].filter(each => each !== false);
  return panel(
    t("return.who"),
    ...byTier(view.holders, "h3", card, false),
    h("div", { class: "row" }, ...acts),
  );
}
