/** What stands over a case: which it is, what is due next, and what must not be overlooked. */

import { Notice } from "../../../ui/Notice.tsx";
import { isReportGone } from "../../../lib/erased.ts";
import { useTime } from "../../../ui/useTime.ts";
import { countdown, day, hour, iso, moment, pressure } from "../times.ts";
import { list, t, term } from "../words.ts";
import { ErasedParts } from "./Erased.tsx";
import { type Duty, isUnreadable, mayDecide, type OpenCase } from "./model.ts";
import { useCase } from "./useCase.ts";
import { useGo } from "./useGo.ts";
import { withdrawnWords } from "./withdrawn.ts";

function Due({ duty }: { duty: Duty }) {
  const now = useTime();
  const due = new Date(duty.due);
  return (
    <p class={`due ${pressure(due, now)}`}>
      {`${term("duty", duty.kind)} · `}
      <time dateTime={iso(due)} title={moment(due)}>
        {countdown(due, now)}
      </time>
    </p>
  );
}

/** The duty of the day, where it is this holder's to keep and not done. */
function evidenceDuty(open: OpenCase): Duty | undefined {
  if (!mayDecide(open)) return undefined;
  const kept = open.duties.filter(({ kind, done }) => kind === "preserve_evidence" && !done);
  // One that was missed by others stands beside that of whoever has the case now.
  return kept.find(({ state }) => state === "open") ?? kept.find(({ state }) => state === "missed");
}

/** What runs out first; a clock that stands still does not, and what has a banner is said there. */
function NextDuty({ open }: { open: OpenCase }) {
  const shown = evidenceDuty(open);
  const waiting = open.duties.filter(duty => duty.state === "open" && !duty.suspended && duty !== shown);
  const next = waiting.toSorted((a, b) => a.due.localeCompare(b.due))[0];
  return next ? <Due duty={next} /> : null;
}

function whoSaw({ sawMore, holders }: OpenCase): string {
  const name = (id: string): string => holders.find(one => one.id === id)?.name ?? id;
  // The reporter first: "The reporter" begins a sentence there.
  const others = sawMore.filter(id => id !== "reporter").map(name);
  return list(others.length < sawMore.length ? [t("actor.reporter"), ...others] : others);
}

const unseen = (open: OpenCase) =>
  open.sawMore.length > 0 ? t("case.unseen", { names: whoSaw(open) }) : null;

/** What is wrong with the case as the server shows it; null where nothing is. */
function wrong(open: OpenCase, now: Date): string | null {
  if (isReportGone(open.erasures)) return unseen(open);
  if (open.logged === null) return t("case.not_logged");
  if (open.history === null) return t("case.hidden");
  if (isUnreadable(open)) return t("case.unopened");
  if (open.otherwise) return t("case.otherwise");
  if (!open.proven) return t("case.not_proven");
  const { promised } = open.logged;
  if (open.sawMore.length > 0) return unseen(open);
  return promised && promised.by < now ? t("case.unkept", { when: moment(promised.by) }) : null;
}

function Logged({ open }: { open: OpenCase }) {
  const fault = wrong(open, useTime());
  if (fault !== null) return <Notice kind="grave">{fault}</Notice>;
  if (open.logged === null) return null; // erased: said below
  const by = open.logged?.promised?.by;
  return <p class="small">{by ? t("case.promised", { when: moment(by) }) : t("case.logged")}</p>;
}

/** Who made a key sealed nonsense to whoever looks, and the reporter's copy opened it. */
function SecondCopy({ open: { keys } }: { open: OpenCase }) {
  if (!keys?.cases.some(({ second }) => second)) return null;
  return <Notice kind="warm">{t("case.second_copy")}</Notice>;
}

function Head({ open }: { open: OpenCase }) {
  const received = new Date(open.received);
  return (
    <header class="case-head">
      <a href="#/" class="back">
        {t("queue.title")}
      </a>
      <div class="title">
        <h1>{t("case.title", { ref: open.ref })}</h1>
        <span class="state">{term("state", open.state)}</span>
        {open.urgent ? <span class="badge unsafe">{t("queue.urgent")}</span> : null}
        {open.lapsed ? <span class="badge">{t("lapsed.badge")}</span> : null}
      </div>
      <p class="small">
        {t("case.received")} <time dateTime={iso(received)}>{hour(received)}</time>
        {open.disclosed ? ` · ${t("case.disclosed", { when: day(open.disclosed) })}` : ""}
      </p>
      <Logged open={open} />
      <SecondCopy open={open} />
      <NextDuty open={open} />
    </header>
  );
}

/** Those who have it now instead of whoever let a duty pass. */
function successors(open: OpenCase): string {
  const now = open.holders.filter(({ released, left, lapsed }) => released && !left && !lapsed);
  const names = now.map(({ name, role }) => `${name} (${role})`);
  return names.length === 0 ? t("lapsed.nobody") : list(names);
}

function missedDuties({ duties }: OpenCase): string {
  const kinds = duties.filter(({ state }) => state === "missed").map(({ kind }) => term("duty", kind));
  return list([...new Set(kinds)]);
}

/** What was missed, who has it now, and what is left to do. */
function Lapsed({ open }: { open: OpenCase }) {
  if (!open.lapsed) return null;
  const missed = missedDuties(open);
  return (
    <Notice kind="warm">
      <h2>{t("lapsed.title")}</h2>
      {missed === "" ? null : <p>{t("lapsed.missed", { duties: missed })}</p>}
      <p>{t("lapsed.now", { names: successors(open) })}</p>
      <p>{t("lapsed.can")}</p>
    </Notice>
  );
}

/** It was due before anybody here could know: said first, so that nobody takes it for a reproach. */
function LateOnArrival({ open: { duties, disclosed } }: { open: OpenCase }) {
  if (!disclosed || !duties.some(({ state }) => state === "before")) return null;
  const both = duties.some(
    ({ kind, state, tier, from_tier: first }) => kind === "acknowledge" && state === "open" && first < tier,
  );
  return (
    <Notice kind="warm">
      <p>
        {t("case.late_on_arrival", { when: day(disclosed) })}
        {both ? ` ${t("case.late_both")}` : null}
      </p>
    </Notice>
  );
}

/** Before everything else, on its day: recordings are overwritten while a case is being read. */
function EvidenceBanner({ open }: { open: OpenCase }) {
  const go = useGo();
  const duty = evidenceDuty(open);
  if (!duty) return null;
  const follow = (event: Event): void => {
    event.preventDefault();
    go("evidence");
  };
  return (
    <Notice kind="warm">
      <p>
        <b>{t("evidence.banner")}</b> {t("evidence.banner_what")}
      </p>
      <Due duty={duty} />
      <p>
        <a href="#panel-evidence" onClick={follow}>
          {t("evidence.go")}
        </a>
      </p>
    </Notice>
  );
}

/** The reporter took it back, and how that stands. */
function Withdrawn({ open }: { open: OpenCase }) {
  const words = withdrawnWords(open);
  if (words === "") return null;
  return (
    <Notice kind="calm">
      <p>
        {words}{" "}
        {open.course === "open" ? null : (
          <a href={`#/case/${open.id}/work/withdrawal`}>{t("work_part.withdrawal")}</a>
        )}
      </p>
    </Notice>
  );
}

/** The head of the case, and under it what must not be overlooked. */
export function CaseHead() {
  const { open } = useCase();
  return (
    <>
      <Head open={open} />
      <Lapsed open={open} />
      <LateOnArrival open={open} />
      {open.urgent ? (
        <Notice kind="warm">
          <p>{t("case.unsafe")}</p>
        </Notice>
      ) : null}
      <ErasedParts erasures={open.erasures} />
      <Withdrawn open={open} />
      <EvidenceBanner open={open} />
    </>
  );
}
