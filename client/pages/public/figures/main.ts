/** How many duties are overdue in the whole house, in words: the last rung of the clock. */

import { byId, day, language, t } from "../../dom.ts";
import { armExit } from "../../exit.ts";
import { started } from "../../started.ts";

interface Figures {
  readonly week: string;
  readonly overdue: number | null;
}

async function showFigures(): Promise<void> {
  const answer = await fetch("/figures.json", { credentials: "omit", referrerPolicy: "no-referrer" });
  if (!answer.ok) throw new Error(String(answer.status));
  const { week, overdue } = (await answer.json()) as Figures;
  const count = new Intl.NumberFormat(language()).format(overdue ?? 0);
  byId("count").textContent = overdue === null ? t("figures.fewer") : t("figures.count", { count });
  byId("week").textContent = t("figures.week", { day: day(week) });
}

armExit();
byId("count").textContent = t("figures.loading");
started();
showFigures().catch(() => {
  byId("count").textContent = t("figures.failed");
});
