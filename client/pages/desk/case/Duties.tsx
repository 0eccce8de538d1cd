/** What is owed: by when, by which law, whose turn it is. */

import { Button } from "../../../ui/Button.tsx";
import { Name } from "../../../ui/Name.tsx";
import { useTime } from "../../../ui/useTime.ts";
import { countdown, moment, pressure } from "../times.ts";
import { source } from "./law.ts";
import { type Key, list, t, term } from "../words.ts";
import { type Duty, mayDecide, mayKeep, mayTriage, type OpenCase } from "./model.ts";
import { Pausing } from "./Pausing.tsx";
import { Block } from "./Side.tsx";
import { partOf } from "./dutyParts.ts";
import type { Tab } from "./store.ts";
import { useCase } from "./useCase.ts";
import { useGo } from "./useGo.ts";

function Due({ duty }: { duty: Duty }) {
  const now = useTime();
  const due = new Date(duty.due);
  if (duty.state !== "open") return <span class={`due ${duty.state}`}>{term("duty_state", duty.state)}</span>;
  if (duty.suspended) return <span class="due still">{t("duty.still")}</span>;
  return <span class={`due ${pressure(due, now)}`}>{countdown(due, now)}</span>;
}

function StillUntil({ duty: { suspended } }: { duty: Duty }) {
  if (!suspended) return null;
  const until = moment(new Date(suspended.until));
  return <p class="small">{t("duty.still_until", { why: term("suspension", suspended.reason), until })}</p>;
}

/** Where it is done what keeps a duty; an acknowledgement's stands over the list. */
const PLACES: Readonly<Record<string, readonly [Tab, Key]>> = {
  safety_check: ["messages", "thread.write"],
  update: ["messages", "thread.write"],
  preserve_evidence: ["evidence", "evidence.go"],
};

function ToWork({ duty, part }: { duty: Duty; part: string }) {
  const { open } = useCase();
  if (!isOwed(open, duty) || !mayDecide(open)) return null;
  return (
    <a href={`#/case/${open.id}/work/${part}`} aria-describedby={`duty-${duty.id}`}>
      {t("decide.work")}
    </a>
  );
}

/** Whether it can still be done: it is open, or was missed with nobody after it to owe the same. */
function isOwed({ duties }: OpenCase, { kind, record, state, done }: Duty): boolean {
  if (state !== "missed") return state === "open";
  const isSame = (other: Duty) => other.kind === kind && other.record === record && other.state === "open";
  return !done && !duties.some(isSame);
}

/** It is decided on a page of its own. */
function ToDecide({ duty }: { duty: Duty }) {
  const { open, store } = useCase();
  if (!isOwed(open, duty) || !mayKeep(open, duty) || !mayTriage(open)) return null;
  return (
    <Button kind="link" onPress={() => store.go({ name: "decide" })} describedBy={`duty-${duty.id}`}>
      {t("decide.open")}
    </Button>
  );
}

/** The way to what keeps it, for whoever may do that. */
function WayThere({ duty }: { duty: Duty }) {
  const { open } = useCase();
  const go = useGo();
  const place = PLACES[duty.kind];
  const part = partOf(open, duty);
  if (part !== undefined) return <ToWork duty={duty} part={part} />;
  if (duty.kind === "triage") return <ToDecide duty={duty} />;
  if (!place || !isOwed(open, duty) || !mayKeep(open, duty)) return null;
  const [tab, label] = place;
  return (
    <Button kind="link" onPress={() => go(tab)} describedBy={`duty-${duty.id}`}>
      {t(label)}
    </Button>
  );
}

/** Whose it is: of one tier, or of several together; of nobody where it was due before it came. */
function turn({ state, tier, from_tier: first }: Duty): string {
  if (state === "before") return "";
  const tiers = first < tier ? [first, tier] : [tier];
  return ` · ${t("duty.turn", { tier: list(tiers.map(each => term("tier", String(each)))) })}`;
}

function Law({ law }: { law: string }) {
  const { words, known } = source(law);
  return known ? <bdi>{words}</bdi> : <Name>{words}</Name>;
}

function DutyItem({ duty }: { duty: Duty }) {
  return (
    <li class={duty.state}>
      <div class="split">
        <b id={`duty-${duty.id}`}>{term("duty", duty.kind)}</b>
        <Due duty={duty} />
      </div>
      <p class="small">
        {t("duty.by", { when: moment(new Date(duty.due)) })}
        {duty.source ? " · " : null}
        {duty.source ? <Law law={duty.source} /> : null}
        {turn(duty)}
      </p>
      <StillUntil duty={duty} />
      <WayThere duty={duty} />
      <Pausing duty={duty} />
    </li>
  );
}

const RANK = { missed: 0, open: 0, held: 1, before: 1, done: 1, cancelled: 2 } as const;

export function Duties() {
  const duties = useCase().open.duties.toSorted(
    (a, b) => RANK[a.state] - RANK[b.state] || a.due.localeCompare(b.due),
  );
  return (
    <Block name="duties" title={t("duties.title")}>
      {duties.length === 0 ? (
        <p class="small">{t("duties.none")}</p>
      ) : (
        <ul class="duties">
          {duties.map(duty => (
            <DutyItem key={duty.id} duty={duty} />
          ))}
        </ul>
      )}
    </Block>
  );
}
