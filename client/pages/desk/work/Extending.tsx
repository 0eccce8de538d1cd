/** More time for a party, as long as it is given before the other is over. */

import { CODES } from "../../../lib/caseworkTable.ts";
import { RadioGroup } from "../../../ui/Choices.tsx";
import { t } from "../words.ts";
import type { CaseRecord } from "./model.ts";
import { type FormNow, missing, MoveForm, Opening, type Values, Words } from "./MoveForm.tsx";
import { may, type Step } from "./moving.ts";
import { dayIn, DueOf } from "./notices/Sending.tsx";
import { dayOf, endOf, farOn } from "./terms.ts";
import { useOpening } from "./useOpening.ts";
import { useWork } from "./useWork.ts";
import { codeWords } from "./words.ts";

const EXTENDING = CODES["extending"] ?? [];

function Reasons({ form, codes }: { form: FormNow; codes: readonly string[] }) {
  return (
    <RadioGroup
      name={form.idOf("code")}
      legend={t("notices.extend_why")}
      options={codes.map(value => ({ value, label: codeWords(value) }))}
      value={form.values["code"] ?? ""}
      onValue={value => form.set("code", value)}
    />
  );
}

function ExtendForm({
  record,
  codes,
  close,
}: {
  record: CaseRecord;
  codes: readonly string[];
  close: () => void;
}) {
  const { work } = useWork();
  const name = `extend-${record.id}`;
  const until = dayOf(work, record.due);
  const step = (values: Values): Step => {
    const code = values["code"] ?? "";
    if (!codes.includes(code)) missing(`${name}-code-${codes[0] ?? ""}`, () => t("form.choose_reason"));
    const due = dayIn(values, name, until);
    const words = { text: (values["text"] ?? "").trim(), due };
    return { object: record.object, id: record.id, move: "extend", code, due: endOf(work, due), words };
  };
  return (
    <MoveForm
      name={name}
      start={{ due: "", code: "", text: "" }}
      step={step}
      button={t("notices.extend")}
      done={() => t("team.moved")}
      close={close}
    >
      {form => (
        <>
          <Reasons form={form} codes={codes} />
          <DueOf form={form} earliest={until} label={t("notices.due")} />
          <Words form={form} control="text" label={t("notices.extend_words")} rows={2} />
        </>
      )}
    </MoveForm>
  );
}

/** More time to answer what was put to somebody, or to correct a record: once, and once more for what they need. */
export function Extend({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const [isOpen, open] = useOpening(`extend-${record.id}`);
  const step = { object: record.object, id: record.id, move: "extend", due: farOn().due };
  const codes = EXTENDING.filter(code => may(work, { ...step, code }));
  if (codes.length === 0) return null;
  return (
    <Opening label={t("notices.extend")} isOpen={isOpen} open={open} describedBy={`title-${record.id}`}>
      <ExtendForm record={record} codes={codes} close={() => open(false)} />
    </Opening>
  );
}
