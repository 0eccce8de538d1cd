/** Something of a case became known: the reporter's safety first, new keys, one statement, and nobody is looked for. */

import { newId } from "../../../../lib/bytes.ts";
import { every } from "../../../../lib/caseworkState.ts";
import { CODES } from "../../../../lib/caseworkTable.ts";
import { Select } from "../../../../ui/Field.tsx";
import { t } from "../../words.ts";
import { Deed } from "../Deed.tsx";
import type { CaseRecord } from "../model.ts";
import { type FormNow, missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { may, type Step } from "../moving.ts";
import { Past, RecordCard, Told } from "../records.tsx";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";

const FORM = "leak";
const LEAKING = CODES["leaking"] ?? [];
const done = (): string => t("lawful.moved");

function raised({ code = "", text = "" }: Values, id: string): Step {
  if (text.trim() === "") missing(`${FORM}-text`, () => t("work.words_missing"));
  return { object: "leak", id, move: "raise", code, words: { text: text.trim() } };
}

function Fields({ form }: { form: FormNow }) {
  return (
    <>
      <Select
        id={form.idOf("code")}
        label={t("leaks.how_far")}
        value={form.values["code"] ?? ""}
        onValue={value => form.set("code", value)}
        options={LEAKING.map(value => ({ value, label: codeWords(value) }))}
      />
      <Words form={form} control="text" label={t("leaks.raise_words")} rows={3} />
    </>
  );
}

function Raise() {
  const { work } = useWork();
  const [isOpen, open] = useOpening(FORM);
  const code = LEAKING[0] ?? "";
  if (!may(work, { object: "leak", id: newId(), move: "raise", code })) return null;
  return (
    <Opening label={t("leaks.raise")} isOpen={isOpen} open={open}>
      <MoveForm
        name={FORM}
        start={{ code, text: "" }}
        step={raised}
        told={["text"]}
        button={t("leaks.raise")}
        done={() => t("leaks.raised")}
        close={() => open(false)}
      >
        {form => <Fields form={form} />}
      </MoveForm>
    </Opening>
  );
}

function Deeds({ record }: { record: CaseRecord }) {
  const deed = { record, done };
  const told = { ...deed, isTold: true };
  return (
    <div class="row deeds">
      <Deed {...told} move="check_safety" label={t("leaks.safe")} words={t("leaks.safe_words")} />
      <Deed {...told} move="offer_keys" label={t("leaks.keys")} words={t("leaks.keys_words")} />
      <Deed {...deed} move="draft" label={t("leaks.draft")} words={t("leaks.draft_words")} />
      <Deed {...deed} move="revise" label={t("leaks.revise")} words={t("leaks.draft_words")} />
      <Deed {...told} move="check" label={t("leaks.check")} words={t("leaks.check_words")} />
      <Deed {...told} move="end" label={t("measures.end")} words={t("leaks.end_words")} />
    </div>
  );
}

export function Leaks() {
  const { work } = useWork();
  return (
    <section aria-labelledby="leaks-title">
      <h2 id="leaks-title">{t("leaks.title")}</h2>
      <p>{t("leaks.about")}</p>
      <ul class="plain records">
        {every(work.state, "leak").map(record => (
          <RecordCard key={record.id} record={record} family="leak_state" title={codeWords(record.code)}>
            <Told record={record} />
            <Deeds record={record} />
            <Past record={record} />
          </RecordCard>
        ))}
      </ul>
      <Raise />
    </section>
  );
}
