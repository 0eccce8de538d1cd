/** A settlement that the organisation offers the reporter: it closes nothing, and only they ask for silence. */

import { every, last } from "../../../../lib/caseworkState.ts";
import { inDays } from "../../../../lib/days.ts";
import { HOURS } from "../../../../lib/caseworkTable.ts";
import { voidIn } from "../../../../lib/secrecy.ts";
import { DayField } from "../../../../ui/Field.tsx";
import { Facts } from "../../../../ui/Facts.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { Notice } from "../../../../ui/Notice.tsx";
import { desk } from "../../session.ts";
import { day, today } from "../../times.ts";
import { t, term } from "../../words.ts";
import { Deed } from "../Deed.tsx";
import type { CaseRecord, Work } from "../model.ts";
import { LineOf, missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { may, type Step } from "../moving.ts";
import { newest } from "../naming.ts";
import { dayIn } from "../notices/Sending.tsx";
import { countriesOf } from "../Place.tsx";
import { fact, Past, RecordCard, Told } from "../records.tsx";
import { dayOf, endOf, farOn } from "../terms.ts";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { codeWords, objectWords } from "../words.ts";

const HOURS_OF_A_DAY = 24;
const done = (): string => t("settle.moved");

/** Law, article, and what does not count by it; whether anybody compared it with the text. */
function lawsOf(work: Work): string[] {
  const rules = voidIn([desk().site.country, ...countriesOf(work)]);
  return rules.map(({ kind, title, article, verified }) => {
    const says = term("void", kind);
    const words = `${title}, ${article}: ${says}`;
    return verified ? words : `${words} ${t("lawful.unverified")}`;
  });
}

/** What the reporter asked to have kept by both sides is offered as that; else they are free to speak. */
function moveOf(record: CaseRecord | null): { move: string; code: string } {
  return record === null
    ? { move: "offer", code: "free_to_speak" }
    : { move: "revise", code: "confidential" };
}

interface Offered {
  readonly work: Work;
  readonly record: CaseRecord | null;
  readonly name: string;
  readonly earliest: string;
}

function stepOf({ work, record, name, earliest }: Offered, values: Values, id: string): Step {
  const { adviser = "", text = "" } = values;
  if (text.trim() === "") missing(`${name}-text`, () => t("work.words_missing"));
  if (adviser.trim() === "") missing(`${name}-adviser`, () => t("settle.adviser_missing"));
  const due = endOf(work, dayIn(values, name, earliest));
  const words = { text: text.trim(), adviser: adviser.trim(), laws: lawsOf(work).join("\n") };
  return { object: "settlement", id: record?.id ?? id, ...moveOf(record), due, words };
}

/** A new one, or once more what the reporter asked to have kept by both sides. */
function Offer({ record }: { record: CaseRecord | null }) {
  const { work } = useWork();
  const name = `settle-${record?.id ?? "new"}`;
  const [isOpen, open] = useOpening(name);
  const asked = { object: "settlement", id: record?.id ?? "new", ...moveOf(record) };
  if (!may(work, { ...asked, due: farOn().due })) return null;
  const earliest = inDays(HOURS.considering / HOURS_OF_A_DAY, today());
  const offered = { work, record, name, earliest };
  return (
    <Opening label={t("settle.offer")} isOpen={isOpen} open={open}>
      <MoveForm
        name={name}
        start={{ text: "", adviser: "", due: earliest }}
        step={(values, id) => stepOf(offered, values, id)}
        told={["text", "adviser"]}
        button={t("settle.offer")}
        done={done}
        close={() => open(false)}
      >
        {form => (
          <>
            <p class="small">{codeWords(moveOf(record).code)}</p>
            <Words form={form} control="text" label={t("settle.text")} hint={t("settle.hint")} />
            <LineOf form={form} control="adviser" label={t("settle.adviser")} />
            <DayField
              id={form.idOf("due")}
              class="narrow"
              label={t("settle.due")}
              value={form.values["due"] ?? ""}
              onValue={value => form.set("due", value)}
              min={earliest}
            />
          </>
        )}
      </MoveForm>
    </Opening>
  );
}

function Deeds({ record }: { record: CaseRecord }) {
  const words = { words: t("settle.say"), isTold: true, done };
  return (
    <div class="row deeds">
      {record.state === "asked" ? <Offer record={record} /> : null}
      <Deed record={record} move="activate" label={t("settle.activate")} {...words} />
      <Deed record={record} move="drop" label={t("settle.drop")} {...words} />
    </div>
  );
}

function Settlement({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const isOpen = record.state === "offered";
  const offered = last(record, "offer", "revise")?.code ?? "";
  return (
    <RecordCard record={record} family="settle_state" title={codeWords(offered)}>
      <Facts
        pairs={[
          [t("settle.adviser"), fact(newest(work, record, "adviser"))],
          [t("settle.due"), isOpen && record.due !== "" ? day(dayOf(work, record.due)) : ""],
        ]}
      />
      <Told record={record} />
      <Deeds record={record} />
      <Past record={record} />
    </RecordCard>
  );
}

function Void() {
  const { work } = useWork();
  const laws = lawsOf(work);
  if (laws.length === 0) return null;
  return (
    <Notice kind="warm">
      <ul>
        {laws.map(each => (
          <li key={each}>
            <Name>{each}</Name>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

export function Settlements() {
  const { work } = useWork();
  return (
    <section aria-labelledby="settle-title">
      <h2 id="settle-title">{objectWords("settlement")}</h2>
      <p>{t("settle.about")}</p>
      <p>{t("settle.free")}</p>
      <Void />
      <ul class="plain records">
        {every(work.state, "settlement").map(each => (
          <Settlement key={each.id} record={each} />
        ))}
      </ul>
      <Offer record={null} />
    </section>
  );
}
