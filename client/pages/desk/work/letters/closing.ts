/** What a closing states: until when the report is kept, and in words what else is kept of the case. */

import { rowOf } from "../../../../lib/caseworkState.ts";
import { RETENTION_TOLD } from "../../../../lib/shared.ts";
import type { KeptUntilView } from "../../../../lib/wire.ts";
import { api } from "../../case/model.ts";
import { day, today } from "../../times.ts";
import { t, term } from "../../words.ts";
import type { Given } from "../given.ts";
import type { Work } from "../model.ts";
import { may, meets, type Step } from "../moving.ts";

const DAY = 24 * 60 * 60 * 1000;

/** The last day on which the report is kept; `today` where nobody can say one. */
export function statedDay({ kept }: KeptUntilView, today: string): string {
  const gone = kept.find(({ kind }) => kind === "report")?.day ?? "";
  return gone === "" ? today : new Date(Date.parse(gone) - DAY).toISOString().slice(0, 10);
}

/**
 * A line each of what the reporter may be told of: that there is more would tell what somebody found of
 * another person, or that something was kept out.
 */
export function keptLines({ kept, held }: KeptUntilView): string[] {
  const told = kept.filter(({ kind }) => RETENTION_TOLD.includes(kind));
  const rows = told.map(({ kind, day: gone, waits }) => {
    const until = gone === "" ? t("kept_until.unknown") : t("kept_until.gone", { day: day(gone) });
    const why = waits.filter(each => each !== "hold").map(each => term("kept_until", each));
    return [`${term("retained", kind)}: ${until}`, ...why].join(" ");
  });
  return [...(held ? [t("kept_until.hold")] : []), ...rows];
}

/** The letter: somebody's own words, then what is kept. */
export function closingWords(own: string, view: KeptUntilView): string {
  const kept = [t("closing.kept"), ...keptLines(view)].join("\n");
  return [own, kept, t("kept_until.not_reached")].filter(part => part !== "").join("\n\n");
}

/** The whole step, by what holds at this moment: a form may have stood open since yesterday. Raises ApiError. */
export async function closedBy(id: string, move: string, own: string): Promise<Step> {
  const view = await api.kept(id);
  return {
    ...inCase(move),
    when: statedDay(view, today()),
    words: { text: closingWords(own, view) },
  };
}

export const inCase = (move: string) => ({ object: "case", id: "case", move }) as const;

/** Once nothing of the time afterwards waits any more. */
export function closingNext(work: Work): Given[] {
  const step = inCase("close");
  const { needs = [] } = rowOf({ ...step, actor: "", at: "", version: 0 });
  // Whose turn it is, `may` asks.
  const others = needs.filter(need => need !== "still_apart");
  if (work.state.phase !== "aftercare" || !others.every(need => meets(work, step, need))) return [];
  return [{ what: t("next.close"), part: "letters", mine: may(work, step) }];
}
