/** Quiet first steps, before anybody is given notice: what could vanish is kept, for ten days at most. */

import { between, inDays } from "../../../../lib/days.ts";
import { every } from "../../../../lib/caseworkState.ts";
import { CODES } from "../../../../lib/caseworkTable.ts";
import { RadioGroup } from "../../../../ui/Choices.tsx";
import { DayField } from "../../../../ui/Field.tsx";
import { Facts } from "../../../../ui/Facts.tsx";
import { day, today } from "../../times.ts";
import { t } from "../../words.ts";
import { Deed } from "../Deed.tsx";
import type { CaseRecord, Work } from "../model.ts";
import { type FormNow, missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { may, type Step } from "../moving.ts";
import { Past, RecordCard, Told } from "../records.tsx";
import { dayOf, noonOf } from "../terms.ts";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";

const FORM = "preliminary";
const REASONS = CODES["preserving"] ?? [];
/** The tenth day is never over before its noon, where it began in the morning. */
const LONGEST_DAYS = 9;

function begun(work: Work, values: Values, id: string): Step {
  const { code = "", due = "", text = "", told = "" } = values;
  if (!REASONS.includes(code)) missing(`${FORM}-code-${REASONS[0] ?? ""}`, () => t("form.choose_reason"));
  const { earliest, latest } = between(today(), inDays(LONGEST_DAYS, today()));
  if (due < earliest || due > latest) missing(`${FORM}-due`, () => t("preliminary.due_missing"));
  if (text.trim() === "") missing(`${FORM}-text`, () => t("work.words_missing"));
  const step = { object: "preliminary", id, move: "begin", code, due: noonOf(work, due) };
  return { ...step, words: { text: text.trim() }, told: { text: told.trim() } };
}

function Fields({ form }: { form: FormNow }) {
  return (
    <>
      <RadioGroup
        name={form.idOf("code")}
        legend={t("custody.text")}
        options={REASONS.map(value => ({ value, label: codeWords(value) }))}
        value={form.values["code"] ?? ""}
        onValue={value => form.set("code", value)}
      />
      <DayField
        id={form.idOf("due")}
        class="narrow"
        label={t("preliminary.due")}
        hint={t("preliminary.due_hint")}
        value={form.values["due"] ?? ""}
        onValue={value => form.set("due", value)}
        min={today()}
        max={inDays(LONGEST_DAYS, today())}
      />
      <Words form={form} control="text" label={t("preliminary.text")} rows={3} />
      <Words
        form={form}
        control="told"
        label={t("preliminary.told")}
        hint={t("preliminary.told_hint")}
        rows={2}
      />
    </>
  );
}

function Begin() {
  const { work } = useWork();
  const [isOpen, open] = useOpening(FORM);
  const code = REASONS[0] ?? "";
  if (!may(work, { object: "preliminary", id: "new", move: "begin", code })) return null;
  return (
    <Opening label={t("preliminary.begin")} isOpen={isOpen} open={open}>
      <p class="small">{t("preliminary.about")}</p>
      <MoveForm
        name={FORM}
        start={{ code: "", due: inDays(LONGEST_DAYS, today()), text: "", told: "" }}
        step={(values, id) => begun(work, values, id)}
        told={["told"]}
        button={t("preliminary.begin")}
        done={() => t("preliminary.begun")}
        close={() => open(false)}
      >
        {form => <Fields form={form} />}
      </MoveForm>
    </Opening>
  );
}

function Steps({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  return (
    <RecordCard record={record} family="preliminary_state" title={t("object.preliminary")}>
      <Facts
        pairs={[
          [t("custody.text"), codeWords(record.code)],
          [t("preliminary.due"), record.due === "" ? "" : day(dayOf(work, record.due))],
        ]}
      />
      <Told record={record} />
      <div class="row deeds">
        <Deed
          record={record}
          move="end"
          label={t("preliminary.end")}
          words={t("preliminary.found")}
          told={{ text: "" }}
          done={() => t("preliminary.over")}
        />
      </div>
      <Past record={record} />
    </RecordCard>
  );
}

/** The way to begin them, where there was none. */
export function NoPreliminary() {
  const { work } = useWork();
  return every(work.state, "preliminary").length === 0 ? <Begin /> : null;
}

/** Nothing where there was none. */
export function Preliminary() {
  const { work } = useWork();
  const steps = every(work.state, "preliminary");
  if (steps.length === 0) return null;
  return (
    <ul class="plain records">
      {steps.map(each => (
        <Steps key={each.id} record={each} />
      ))}
    </ul>
  );
}
