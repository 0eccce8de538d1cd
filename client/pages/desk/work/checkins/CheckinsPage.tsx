/** How it went on for somebody: asked five times, and when they wish, by somebody who did not work the case. */

import { newId } from "../../../../lib/bytes.ts";
import { every } from "../../../../lib/caseworkState.ts";
import { CODES, WEEKS_AFTER } from "../../../../lib/caseworkTable.ts";
import { Facts } from "../../../../ui/Facts.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { Notice } from "../../../../ui/Notice.tsx";
import { useState } from "preact/hooks";
import { moment } from "../../times.ts";
import { count, t } from "../../words.ts";
import { Deed } from "../Deed.tsx";
import type { CaseRecord, Work } from "../model.ts";
import { may } from "../moving.ts";
import { partyName } from "../naming.ts";
import { PressMove } from "../PressMove.tsx";
import { Past, RecordCard, Sealed, Told } from "../records.tsx";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";
import { isToBeLookedInto, nextCheckin, outcomeOf } from "./weeks.ts";

const CHANGE = CODES["change"] ?? [];
const FOUND = CODES["retaliation"] ?? [];

function LayDown({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  const [id] = useState(newId);
  const step = nextCheckin(work, party.id, id);
  if (step === null) return null;
  const weeks = WEEKS_AFTER.checkins[(step.number ?? 1) - 1] ?? 0;
  return (
    <PressMove
      step={step}
      label={count("checkins.lay_down", weeks)}
      describedBy={`checkins-${party.id}`}
      done={() => t("checkins.laid_down")}
    />
  );
}

const done = (): string => t("checkins.moved");

/** What whoever asks afterwards says to that person. */
function Asking({ record }: { record: CaseRecord }) {
  const own = { record, words: t("checkins.ask_words"), isTold: true, done };
  return (
    <>
      <Deed
        {...own}
        move="ask"
        label={t("checkins.ask")}
        hint={t("checkins.ask_hint")}
        text={t("checkins.question")}
      />
      <Deed {...own} move="remind" label={t("checkins.remind")} text={t("checkins.reminder")} />
      <PressMove
        step={{ object: "checkin", id: record.id, move: "note_silence", words: { text: "" } }}
        label={t("checkins.note_silence")}
        describedBy={`title-${record.id}`}
        done={done}
      />
    </>
  );
}

function Deeds({ record }: { record: CaseRecord }) {
  return (
    <div class="row deeds">
      <Asking record={record} />
      <Deed
        record={record}
        move="review"
        label={t("checkins.review")}
        legend={t("checkins.changed")}
        codes={CHANGE}
        words={t("checkins.review_words")}
        isTold
        done={done}
      />
      <Deed
        record={record}
        move="look_into"
        label={t("checkins.look_into")}
        legend={t("checkins.found")}
        codes={FOUND}
        words={t("checkins.look_into_words")}
        isTold
        done={done}
      />
    </div>
  );
}

/** What was said last of whether anything changed; empty where nobody said. */
function changeOf({ past }: CaseRecord): string {
  return past.findLast(({ code = "" }) => CHANGE.includes(code))?.code ?? "";
}

/** After how many weeks; or that it is by the reporter's own wish. */
function titleOf({ number, past: [first] }: CaseRecord): string {
  if (first?.move === "end") return t("checkins.no_more");
  return number === 0 ? t("checkins.own") : count("checkins.after", WEEKS_AFTER.checkins[number - 1] ?? 0);
}

function Checkin({ record }: { record: CaseRecord }) {
  const changed = changeOf(record);
  return (
    <RecordCard record={record} family="checkin_state" title={titleOf(record)}>
      <Facts
        pairs={[
          [t("checkins.due"), record.due === "" ? "" : moment(new Date(record.due))],
          [t("checkins.changed"), changed === "" ? "" : codeWords(changed)],
        ]}
      />
      {isToBeLookedInto(record) ? (
        <Notice kind="warm">
          <p>{t("checkins.may_be_retaliation")}</p>
        </Notice>
      ) : null}
      <Told record={record} />
      <Deeds record={record} />
      <Past record={record} />
    </RecordCard>
  );
}

/**
 * The reporter, and whom check-ins were laid down for. None is offered of others: whoever asks is let into no file, so
 * that nobody's keys but the reporter's are proved to them, and they could never ask.
 */
function people(work: Work): readonly CaseRecord[] {
  const laid = new Set(every(work.state, "checkin").map(({ party }) => party));
  const all = every(work.state, "party").filter(({ state }) => state === "confirmed");
  const shown = all.filter(({ id }) => id === "reporter" || laid.has(id));
  return shown.toSorted((a, b) => Number(b.id === "reporter") - Number(a.id === "reporter"));
}

function Of({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  const own = every(work.state, "checkin").filter(each => each.party === party.id);
  const next = nextCheckin(work, party.id, "new");
  if (own.length === 0 && (next === null || !may(work, next))) return null;
  return (
    <section aria-labelledby={`checkins-${party.id}`}>
      <h2 id={`checkins-${party.id}`}>
        <Name>{partyName(work, party.id)}</Name>
      </h2>
      <ul class="plain records">
        {own.map(each => (
          <Checkin key={each.id} record={each} />
        ))}
      </ul>
      {party.id === "reporter" ? <LayDown key={own.length} party={party} /> : null}
    </section>
  );
}

export function CheckinsPage() {
  const { work } = useWork();
  return (
    <>
      <p>{t("checkins.about")}</p>
      <Sealed />
      {outcomeOf(work) === "" ? <p class="small">{t("checkins.not_yet")}</p> : null}
      {people(work).map(each => (
        <Of key={each.id} party={each} />
      ))}
    </>
  );
}
