/** Who is told that data about them are kept: within a month, put off only for a reason that two sign. */

import { newId } from "../../../../lib/bytes.ts";
import { inDays } from "../../../../lib/days.ts";
import { every } from "../../../../lib/caseworkState.ts";
import { CODES } from "../../../../lib/caseworkTable.ts";
import { DayField, Select } from "../../../../ui/Field.tsx";
import { Facts } from "../../../../ui/Facts.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { useState } from "preact/hooks";
import { day, today } from "../../times.ts";
import { t } from "../../words.ts";
import { DeedOfTwo } from "../ByTwo.tsx";
import { Deed } from "../Deed.tsx";
import type { CaseRecord, Work } from "../model.ts";
import { may, maySecond } from "../moving.ts";
import { PressMove } from "../PressMove.tsx";
import { partyName } from "../naming.ts";
import { Past, RecordCard, Told } from "../records.tsx";
import { dayOf, noonOf } from "../terms.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";

/** 28 days from when somebody was noted, so that no month is shorter; the noon of the last is within them. */
const MONTH_DAYS = 27;
const DEFERRAL_DAYS = 29;
const DEFERRING = CODES["deferring"] ?? [];

/** Persons whom nobody has told, and of whom nobody has noted that they are to be told. */
function untold({ state }: Work): readonly CaseRecord[] {
  const noted = new Set(every(state, "data_notice").map(({ party }) => party));
  return every(state, "party").filter(({ id }) => id !== "reporter" && !noted.has(id));
}

/** The last day on which a person is to be told. */
function lastDay(work: Work, { past }: CaseRecord): string {
  return inDays(MONTH_DAYS, dayOf(work, past[0]?.at ?? ""));
}

function Owe({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  const due = noonOf(work, lastDay(work, party));
  const [id] = useState(() => newId());
  const step = { object: "data_notice", id, move: "owe", party: party.id, due, words: { text: "" } };
  const name = partyName(work, party.id);
  return (
    <li class="split">
      <Name>{name}</Name>
      <PressMove step={step} label={t("data.owe", { name })} done={() => t("data.owed")} />
    </li>
  );
}

/** Nothing for who can neither put it off nor sign that somebody does. */
function Defer({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const step = { object: "data_notice", id: record.id, move: "defer", code: DEFERRING[0] ?? "" };
  return may(work, step) || maySecond(work, step) ? <Deferring record={record} /> : null;
}

/** Two sign the very day until which it is put off. */
function PutOff({ record, code, until }: { record: CaseRecord; code: string; until: string }) {
  const { work } = useWork();
  return (
    <DeedOfTwo
      record={record}
      move="defer"
      label={t("data.defer")}
      sign={t("data.defer_sign")}
      words={t("data.defer_words")}
      clear={{ code, when: until, due: noonOf(work, until) }}
      done={() => t("data.deferred")}
    />
  );
}

function Deferring({ record }: { record: CaseRecord }) {
  const latest = inDays(DEFERRAL_DAYS, today());
  const [code, setCode] = useState(DEFERRING[0] ?? "");
  const [until, setUntil] = useState(latest);
  const isDay = until >= today() && until <= latest;
  return (
    <fieldset>
      <legend>{t("data.defer")}</legend>
      <p class="small">{t("data.defer_hint")}</p>
      <Select
        id={`defer-code-${record.id}`}
        label={t("data.defer_why")}
        value={code}
        onValue={setCode}
        options={DEFERRING.map(value => ({ value, label: codeWords(value) }))}
      />
      <DayField
        id={`defer-due-${record.id}`}
        class="narrow"
        label={t("data.defer_until")}
        value={until}
        onValue={setUntil}
        min={today()}
        max={latest}
        error={isDay ? undefined : t("data.defer_day")}
      />
      {isDay ? <PutOff record={record} code={code} until={until} /> : null}
    </fieldset>
  );
}

function DataNotice({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const name = partyName(work, record.party);
  const isOpen = record.state !== "given";
  const hasKeys = work.file?.parties.some(({ party, fault }) => party === record.party && fault === "");
  return (
    <RecordCard record={record} family="data_state" title={<Name>{name}</Name>}>
      <Facts
        pairs={[
          [t("task.due"), isOpen && record.due !== "" ? day(dayOf(work, record.due)) : ""],
          [t("data.defer_why"), record.state === "deferred" ? codeWords(record.code) : ""],
        ]}
      />
      <Told record={record} />
      <div class="row deeds">
        <Deed
          record={record}
          move="give"
          label={t("data.give")}
          words={t("checkins.ask_words")}
          hint={t(hasKeys ? "data.give_hint" : "data.give_paper")}
          text={isOpen ? t("data.draft") : ""}
          done={() => t("data.given")}
        />
      </div>
      {isOpen ? <Defer record={record} /> : null}
      <Past record={record} />
    </RecordCard>
  );
}

export function DataNotices() {
  const { work } = useWork();
  const notices = every(work.state, "data_notice");
  const missing = untold(work);
  return (
    <section aria-labelledby="data-title">
      <h2 id="data-title">{t("data.title")}</h2>
      <p>{t("data.about")}</p>
      {notices.length === 0 && missing.length === 0 ? <p class="small">{t("data.none")}</p> : null}
      <ul class="plain records">
        {notices.map(each => (
          <DataNotice key={each.id} record={each} />
        ))}
      </ul>
      {missing.length > 0 ? (
        <>
          <h3>{t("data.missing")}</h3>
          <ul class="plain">
            {missing.map(each => (
              <Owe key={each.id} party={each} />
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}
