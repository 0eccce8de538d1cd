/** How the case goes on: decided by whom, which way and why, and what comes next. On every panel. */

import type { Decision } from "../../../lib/decision.ts";
import { Button } from "../../../ui/Button.tsx";
import { Disclosure } from "../../../ui/Disclosure.tsx";
import { Paragraphs } from "../../../ui/Written.tsx";
import { iso, moment } from "../times.ts";
import { t, term } from "../words.ts";
import { Faults } from "./Faults.tsx";
import { Holding } from "./Holding.tsx";
import { isBeforeTeam, isTakenBack, mayTriage, type OpenCase } from "./model.ts";
import { useCase } from "./useCase.ts";

/** One that does not hold does not say which way: only what its author may have written. */
function Decided({ decision: { author, at, route, text, faults } }: { decision: Decision }) {
  const when = new Date(at);
  return (
    <div class="decided">
      <Faults faults={faults} />
      {faults.length === 0 ? (
        <p>
          <b>{term("route", route)}</b>
        </p>
      ) : null}
      <Paragraphs words={text} />
      <p class="small">
        <Holding id={author} />
        {" · "}
        <time dateTime={iso(when)}>{moment(when)}</time>
      </p>
    </div>
  );
}

function Earlier({ decisions }: { decisions: readonly Decision[] }) {
  if (decisions.length === 0) return null;
  return (
    <Disclosure summary={t("decided.earlier")}>
      {decisions.map(each => (
        <Decided key={each.event} decision={each} />
      ))}
    </Disclosure>
  );
}

/** Whether it was ever decided that it is looked into: then there is work, and it stays to be read. */
function isLookedInto({ decided }: OpenCase): boolean {
  return decided.some(({ route, faults }) => route === "investigate" && faults.length === 0);
}

/** The way to decide, or with whom it is. */
function Deciding() {
  const { open, store } = useCase();
  const isDecided = open.decided.length > 0;
  const lead = open.holders.find(({ id }) => id === open.lead);
  return (
    <>
      <p class="small">{t(isDecided ? "decide.after" : "decide.next")}</p>
      {mayTriage(open) ? (
        <Button kind={isDecided ? "link" : "quiet"} onPress={() => store.go({ name: "decide" })}>
          {t(isDecided ? "decide.anew" : "duty.triage")}
        </Button>
      ) : null}
      {lead && lead.id !== open.me ? <p class="small">{t("decide.theirs", { name: lead.name })}</p> : null}
    </>
  );
}

/** What comes next: to decide, or the work on it, where there is something left to do after it was taken back, too. */
function NextStep() {
  const { open } = useCase();
  return (
    <>
      {isLookedInto(open) ? (
        <p>
          <a class="button" href={`#/case/${open.id}/work`}>
            {t("decide.work")}
          </a>
        </p>
      ) : null}
      {isBeforeTeam(open) && !isTakenBack(open) ? <Deciding /> : null}
    </>
  );
}

export function GoingOn() {
  const [newest, ...earlier] = useCase().open.decided;
  return (
    <section class="going-on" aria-labelledby="going-on-title">
      <h2 id="going-on-title">{t("decide.section")}</h2>
      <p>{t(newest ? "phase.triaged" : "phase.received")}</p>
      {newest ? <Decided decision={newest} /> : null}
      <NextStep />
      <Earlier decisions={earlier} />
    </section>
  );
}
