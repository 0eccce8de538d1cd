/** Laws that contradict each other, where counsel chooses in writing; and who is told that data are kept. */

import { useState } from "preact/hooks";
import { type Contradiction, contradictionsBetween, type LawSays } from "../../../../lib/contradictions.ts";
import { every } from "../../../../lib/caseworkState.ts";
import { CODES } from "../../../../lib/caseworkTable.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Select } from "../../../../ui/Field.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { Notice } from "../../../../ui/Notice.tsx";
import { Paragraphs } from "../../../../ui/Written.tsx";
import { t, term } from "../../words.ts";
import { Deed } from "../Deed.tsx";
import type { CaseRecord } from "../model.ts";
import { type FormNow, missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { may, type Step } from "../moving.ts";
import { newest } from "../naming.ts";
import { Past, RecordCard, Sealed, Told } from "../records.tsx";
import { countriesOf, countryChoices } from "../Place.tsx";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";
import { Beside } from "./Beside.tsx";
import { DataNotices } from "./DataNotices.tsx";
import { Laws } from "./Laws.tsx";
import { Leaks } from "./Leaks.tsx";
import { Referrals } from "./Referrals.tsx";

const FORM = "law";
const SUBJECTS = CODES["contradiction"] ?? [];

/** Law, article, and what it asks for; whether anybody compared it with the text. */
function lawWords({ title, article, side, most, least, verified }: LawSays): string {
  const asks = term("law_side", side);
  const bound = most ?? least ?? "";
  const what = bound === "" ? asks : `${asks} (${bound})`;
  return `${title}, ${article}: ${what}${verified ? "" : ` ${t("lawful.unverified")}`}`;
}

function raised(values: Values, id: string, name: string): Step {
  const { code = "", laws = "", text = "" } = values;
  if (laws.trim() === "") missing(`${name}-laws`, () => t("lawful.laws_missing"));
  const words = { laws: laws.trim(), text: text.trim() };
  return { object: "law_choice", id, move: "raise", code, words };
}

function Fields({ form }: { form: FormNow }) {
  return (
    <>
      <Select
        id={form.idOf("code")}
        label={t("lawful.about_what")}
        value={form.values["code"] ?? ""}
        onValue={value => form.set("code", value)}
        options={SUBJECTS.map(value => ({ value, label: codeWords(value) }))}
      />
      <Words form={form} control="laws" label={t("lawful.laws")} hint={t("lawful.laws_hint")} rows={4} />
      <Words form={form} control="text" label={t("lawful.text")} rows={3} />
    </>
  );
}

/** `start`: of a contradiction that was found; its key tells one from another. */
function Raise({ start, label, name }: { start: Values; label: string; name: string }) {
  const { work } = useWork();
  const [isOpen, open] = useOpening(name);
  const step = { object: "law_choice", id: "new", move: "raise", code: start["code"] ?? "" };
  if (!may(work, step)) return null;
  return (
    <Opening label={label} isOpen={isOpen} open={open}>
      <MoveForm
        name={name}
        start={start}
        step={(values, id) => raised(values, id, name)}
        button={t("lawful.raise")}
        done={() => t("lawful.raised")}
        close={() => open(false)}
      >
        {form => <Fields form={form} />}
      </MoveForm>
    </Opening>
  );
}

function Found({ found: { subject, says } }: { found: Contradiction }) {
  const laws = says.map(lawWords);
  return (
    <Notice kind="warm">
      <p>
        <b>{codeWords(subject)}</b>
      </p>
      <ul>
        {laws.map(each => (
          <li key={each}>
            <Name>{each}</Name>
          </li>
        ))}
      </ul>
      <Raise
        name={`${FORM}-${subject}`}
        label={t("lawful.raise_this")}
        start={{ code: subject, laws: laws.join("\n"), text: "" }}
      />
    </Notice>
  );
}

interface Countries {
  readonly chosen: readonly string[];
  readonly setChosen: (chosen: readonly string[]) => void;
}

/** Countries of the case are chosen here, and said to nobody. */
function Comparing({ chosen, setChosen }: Countries) {
  const names = countryChoices();
  const nameOf = (code: string): string => names.find(({ value }) => value === code)?.label ?? code;
  const left = names.filter(({ value }) => !chosen.includes(value));
  const found = contradictionsBetween(chosen);
  return (
    <section aria-labelledby="law-compare">
      <h3 id="law-compare">{t("lawful.compare")}</h3>
      <p class="small">{t("lawful.compare_hint")}</p>
      <Select
        id="law-country"
        label={t("lawful.country")}
        value=""
        onValue={value => value !== "" && setChosen([...chosen, value])}
        options={[{ value: "", label: t("lawful.choose") }, ...left]}
      />
      {chosen.length === 0 ? null : (
        <p>
          <Name>{chosen.map(nameOf).join(", ")}</Name>{" "}
          <Button kind="link" onPress={() => setChosen([])}>
            {t("join.again")}
          </Button>
        </p>
      )}
      {chosen.length > 1 && found.length === 0 ? <p>{t("lawful.none_known")}</p> : null}
      {found.map(each => (
        <Found key={each.subject} found={each} />
      ))}
    </section>
  );
}

function Choice({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const done = (): string => t("lawful.moved");
  return (
    <RecordCard record={record} family="law_state" title={codeWords(record.code)}>
      <Paragraphs words={newest(work, record, "laws")} />
      <Told record={record} />
      {record.state === "open" ? <p class="waits">{t("lawful.waits")}</p> : null}
      <div class="row deeds">
        <Deed
          record={record}
          move="choose"
          label={t("lawful.choice")}
          words={t("lawful.choice_words")}
          hint={t("lawful.choice_hint")}
          done={done}
        />
        <Deed
          record={record}
          move="ask_again"
          label={t("lawful.again")}
          words={t("lawful.again_words")}
          done={done}
        />
      </div>
      <Past record={record} />
    </RecordCard>
  );
}

export function LawPage() {
  const { work } = useWork();
  const [chosen, setChosen] = useState(() => countriesOf(work));
  const choices = every(work.state, "law_choice");
  return (
    <>
      <Sealed />
      <section aria-labelledby="law-title">
        <h2 id="law-title">{t("lawful.title")}</h2>
        <p>{t("lawful.about")}</p>
        {choices.length === 0 ? <p class="small">{t("lawful.none")}</p> : null}
        <ul class="plain records">
          {choices.map(each => (
            <Choice key={each.id} record={each} />
          ))}
        </ul>
        <Comparing chosen={chosen} setChosen={setChosen} />
        <Laws countries={chosen} />
        <Raise
          name={FORM}
          label={t("lawful.raise_other")}
          start={{ code: SUBJECTS[0] ?? "", laws: "", text: "" }}
        />
      </section>
      <Referrals countries={chosen} />
      <Leaks />
      <DataNotices />
      <Beside />
    </>
  );
}
