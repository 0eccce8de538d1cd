/** What is alleged: one act of one person each, so that each can be answered and found by itself. */

import { every } from "../../../lib/caseworkState.ts";
import { CODES } from "../../../lib/caseworkTable.ts";
import { Select } from "../../../ui/Field.tsx";
import { Facts } from "../../../ui/Facts.tsx";
import { Name } from "../../../ui/Name.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { today } from "../times.ts";
import { t } from "../words.ts";
import { Deed } from "./Deed.tsx";
import type { CaseRecord } from "./model.ts";
import { LineOf, missing, type FormNow, MoveForm, Opening, type Values, Words } from "./MoveForm.tsx";
import { may, type Step } from "./moving.ts";
import { newest, partyName } from "./naming.ts";
import { fact, Past, RecordCard, Sealed, Told } from "./records.tsx";
import { useOpening } from "./useOpening.ts";
import { useWork } from "./useWork.ts";
import { codeWords } from "./words.ts";

const GROUPS = CODES["group"] ?? [];
const FORM = "alleged";
const QUARTERS = 16;

/** The newest first. */
function quarters(): string[] {
  const [year = 0, month = 1] = today().split("-").map(Number);
  const now = year * 4 + Math.floor((month - 1) / 3);
  return Array.from({ length: QUARTERS }, (_, back) => {
    const at = now - back;
    return `${Math.floor(at / 4)}-Q${(at % 4) + 1}`;
  });
}

export function quarterWords(quarter: string): string {
  const [, year = "", number = ""] = /^(\d{4})-Q(\d)$/.exec(quarter) ?? [];
  return year === "" ? quarter : t("alleged.quarter", { year, number });
}

function actWords(values: Values, name: string): Record<string, string> {
  const { act = "", time = "", place = "", text = "" } = values;
  if (act.trim() === "") missing(`${name}-act`, () => t("alleged.act_missing"));
  return { act: act.trim(), time: time.trim(), place: place.trim(), text: text.trim() };
}

function Act({ form }: { form: FormNow }) {
  return (
    <>
      <Words form={form} control="act" label={t("alleged.act")} hint={t("alleged.act_hint")} />
      <LineOf form={form} control="time" label={t("alleged.time")} hint={t("alleged.time_hint")} />
      <LineOf form={form} control="place" label={t("letter.place")} />
    </>
  );
}

/** Whose act, of which kind, in which quarter: what the server learns of it. */
function Clear({ form, accused }: { form: FormNow; accused: readonly CaseRecord[] }) {
  const { work } = useWork();
  const control = (name: string) => ({
    id: form.idOf(name),
    value: form.values[name] ?? "",
    onValue: (value: string) => form.set(name, value),
  });
  return (
    <>
      <Select
        {...control("party")}
        label={t("alleged.by")}
        options={accused.map(({ id }) => ({ value: id, label: partyName(work, id) }))}
      />
      <Select
        {...control("group")}
        label={t("alleged.group")}
        options={GROUPS.map(value => ({ value, label: codeWords(value) }))}
      />
      <Select
        {...control("when")}
        label={t("alleged.when")}
        hint={t("alleged.when_hint")}
        options={quarters().map(value => ({ value, label: quarterWords(value) }))}
      />
    </>
  );
}

function noted(values: Values, id: string): Step {
  const { group: code = "", party = "", when = "" } = values;
  return { ...{ object: "allegation", id, move: "note", code, party, when }, words: actWords(values, FORM) };
}

function NoteForm({ accused, close }: { accused: readonly CaseRecord[]; close: () => void }) {
  const clear = { party: accused[0]?.id ?? "", group: GROUPS[0] ?? "", when: quarters()[0] ?? "" };
  return (
    <MoveForm
      name={FORM}
      start={{ ...clear, act: "", time: "", place: "" }}
      step={noted}
      told={["act"]}
      button={t("alleged.save")}
      done={() => t("alleged.done")}
      close={close}
    >
      {form => (
        <>
          <p class="small">{t("alleged.lead")}</p>
          <Clear form={form} accused={accused} />
          <Act form={form} />
        </>
      )}
    </MoveForm>
  );
}

function Reword({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const name = `reword-${record.id}`;
  const [isOpen, open] = useOpening(name);
  if (!may(work, { object: "allegation", id: record.id, move: "reword" })) return null;
  const start = {
    act: newest(work, record, "act"),
    time: newest(work, record, "time"),
    place: newest(work, record, "place"),
  };
  const step = (values: Values): Step => ({
    ...{ object: "allegation", id: record.id, move: "reword" },
    words: actWords(values, name),
  });
  return (
    <Opening label={t("alleged.reword")} isOpen={isOpen} open={open} describedBy={`title-${record.id}`}>
      <p class="small">{t("alleged.now")}</p>
      <Told record={record} name="act" />
      <MoveForm
        name={name}
        start={start}
        step={step}
        told={["act"]}
        button={t("alleged.save_reworded")}
        done={() => t("alleged.reworded")}
        close={() => open(false)}
      >
        {form => <Act form={form} />}
      </MoveForm>
    </Opening>
  );
}

function Allegation({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  return (
    <RecordCard record={record} family="alleged_state" title={codeWords(record.code)}>
      <Told record={record} name="act" />
      <Facts
        pairs={[
          [t("alleged.when"), quarterWords(record.past[0]?.when ?? "")],
          [t("alleged.time"), fact(newest(work, record, "time"))],
          [t("letter.place"), fact(newest(work, record, "place"))],
        ]}
      />
      <Reword record={record} />
      <Deed
        record={record}
        move="reopen"
        label={t("alleged.again")}
        words={t("alleged.again_words")}
        done={() => t("alleged.opened_again")}
      />
      <Past record={record} />
    </RecordCard>
  );
}

/** All that is alleged of one person. */
function Of({ party, alleged }: { party: CaseRecord; alleged: readonly CaseRecord[] }) {
  const { work } = useWork();
  return (
    <section aria-labelledby={`of-${party.id}`}>
      <h2 id={`of-${party.id}`}>
        <Name>{partyName(work, party.id)}</Name>
      </h2>
      {alleged.length === 0 ? <p class="small">{t("alleged.none")}</p> : null}
      <ul class="plain records">
        {alleged.map(each => (
          <Allegation key={each.id} record={each} />
        ))}
      </ul>
    </section>
  );
}

export function AllegationsPage() {
  const { work } = useWork();
  const [isOpen, open] = useOpening(FORM);
  const accused = every(work.state, "party").filter(({ code }) => code === "respondent");
  const alleged = every(work.state, "allegation");
  const [first] = accused;
  const mayNote =
    first !== undefined &&
    may(work, { object: "allegation", id: "new", move: "note", code: "other", party: first.id });
  return (
    <>
      <p>{t("alleged.about")}</p>
      <Sealed />
      {accused.length === 0 ? (
        <Notice kind="calm">
          <p>{t("alleged.nobody")}</p>
        </Notice>
      ) : null}
      {accused.map(each => (
        <Of key={each.id} party={each} alleged={alleged.filter(({ party }) => party === each.id)} />
      ))}
      {mayNote ? (
        <Opening label={t("alleged.add")} isOpen={isOpen} open={open}>
          <NoteForm accused={accused} close={() => open(false)} />
        </Opening>
      ) : null}
    </>
  );
}
