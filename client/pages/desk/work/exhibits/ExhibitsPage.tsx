/** What shows something in this case: each with a number that never comes again, and a custody record. */

import { every } from "../../../../lib/caseworkState.ts";
import { hasMinor } from "../../../../lib/caseworkMinor.ts";
import { CODES } from "../../../../lib/caseworkTable.ts";
import { lendingDigest } from "../../../../lib/lending.ts";
import { Select } from "../../../../ui/Field.tsx";
import { reference } from "../../case/model.ts";
import { t } from "../../words.ts";
import type { CaseRecord, Work } from "../model.ts";
import { Notice } from "../../../../ui/Notice.tsx";
import { type FormNow, LineOf, missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { may, type Step } from "../moving.ts";
import { partyName } from "../naming.ts";
import { Sealed } from "../records.tsx";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";
import { Exhibit } from "./Exhibit.tsx";
import { NoPreliminary, Preliminary } from "./Preliminary.tsx";

const FORM = "exhibit";
const CLASSES = CODES["class"] ?? [];
const START = {
  ...{ class: "ordinary", lender: "", overlap: "", party: "", file: "" },
  ...{ name: "", source: "", basis: "", text: "" },
};
const LINES = ["name", "source", "basis"] as const;

/** The number after the highest there was. */
function nextNumber({ state }: Work): number {
  return Math.max(0, ...every(state, "exhibit").map(({ number }) => number)) + 1;
}

/** Files of the report that are no exhibit yet. */
function filesLeft(work: Work, exhibits: readonly CaseRecord[]) {
  const taken = new Set(
    work.moves
      .filter(({ moved }) => moved.move === "note" && exhibits.some(({ id }) => id === moved.id))
      .map(({ content }) => content?.["file"]),
  );
  return work.open.files.filter(({ id, about }) => about !== null && !taken.has(id));
}

/** Whose account it is, where it is that of another reporter: of the pair, since neither case is named in clear. */
async function lentBy({ open }: Work, { lender = "", overlap = "" }: Values) {
  if (lender === "") return { clear: {}, words: {} };
  return { clear: { digest: await lendingDigest(lender, open.id) }, words: { overlap: overlap.trim() } };
}

async function noted(work: Work, values: Values, id: string): Promise<Step> {
  const { class: code = "", party = "", file = "", text = "" } = values;
  for (const name of ["name", "source", "basis"]) {
    if ((values[name] ?? "").trim() === "") missing(`${FORM}-${name}`, () => t("exhibits.missing"));
  }
  const lines = Object.fromEntries(LINES.map(name => [name, (values[name] ?? "").trim()]));
  const lent = await lentBy(work, values);
  const words = { ...lines, ...lent.words, file, text: text.trim() };
  const step = { object: "exhibit", id, move: "note", code, number: nextNumber(work), words, ...lent.clear };
  return party === "" ? step : { ...step, party };
}

function FromReport({ form }: { form: FormNow }) {
  const { work } = useWork();
  const files = filesLeft(work, every(work.state, "exhibit"));
  if (files.length === 0) return null;
  const pick = (value: string): void => {
    form.set("file", value);
    const name = files.find(({ id }) => id === value)?.about?.name ?? "";
    if (name !== "" && (form.values["name"] ?? "") === "") form.set("name", name);
  };
  const own = files.map(({ id, about }) => ({ value: id, label: about?.name || t("files.unnamed") }));
  return (
    <Select
      id={form.idOf("file")}
      label={t("exhibits.file")}
      hint={t("exhibits.file_hint")}
      value={form.values["file"] ?? ""}
      onValue={pick}
      options={[{ value: "", label: t("exhibits.elsewhere") }, ...own]}
    />
  );
}

function GivenBy({ form }: { form: FormNow }) {
  const { work } = useWork();
  const people = every(work.state, "party").map(({ id }) => ({ value: id, label: partyName(work, id) }));
  return (
    <Select
      id={form.idOf("party")}
      label={t("exhibits.party")}
      value={form.values["party"] ?? ""}
      onValue={value => form.set("party", value)}
      options={[{ value: "", label: t("exhibits.nobody") }, ...people]}
    />
  );
}

/** What another reporter said, of a case that is worked together with this one. */
function LentBy({ form }: { form: FormNow }) {
  const { work } = useWork();
  const lenders = work.view.links.filter(({ ended, fault }) => ended === null && fault === "");
  if (lenders.length === 0) return null;
  const lender = form.values["lender"] ?? "";
  const cases = lenders.map(each => ({ value: each.case, label: reference(each.case) }));
  return (
    <>
      <Select
        id={form.idOf("lender")}
        label={t("lend.from")}
        hint={t("lend.from_hint")}
        value={lender}
        onValue={value => form.set("lender", value)}
        options={[{ value: "", label: t("lend.from_none") }, ...cases]}
      />
      {lender === "" ? null : (
        <Words
          form={form}
          control="overlap"
          label={t("lend.overlap")}
          hint={t("lend.overlap_hint")}
          rows={2}
        />
      )}
    </>
  );
}

function Fields({ form }: { form: FormNow }) {
  return (
    <>
      <FromReport form={form} />
      <LentBy form={form} />
      <LineOf form={form} control="name" label={t("exhibits.name")} hint={t("exhibits.name_hint")} />
      <Select
        id={form.idOf("class")}
        label={t("evidence.kind")}
        hint={t("exhibits.class_hint")}
        value={form.values["class"] ?? ""}
        onValue={value => form.set("class", value)}
        options={CLASSES.map(value => ({ value, label: codeWords(value) }))}
      />
      <GivenBy form={form} />
      <LineOf form={form} control="source" label={t("exhibits.source")} hint={t("exhibits.source_hint")} />
      <LineOf form={form} control="basis" label={t("exhibits.basis")} hint={t("exhibits.basis_hint")} />
      <Words form={form} control="text" label={t("exhibits.text")} rows={3} />
    </>
  );
}

function NoteForm({ close }: { close: () => void }) {
  const { work } = useWork();
  return (
    <MoveForm
      name={FORM}
      start={START}
      step={(values, id) => noted(work, values, id)}
      button={t("exhibits.save")}
      done={() => t("exhibits.noted")}
      close={close}
    >
      {form => (
        <>
          <p class="small">{t("exhibits.lead")}</p>
          <Fields form={form} />
        </>
      )}
    </MoveForm>
  );
}

export function ExhibitsPage() {
  const { work } = useWork();
  const [isOpen, open] = useOpening(FORM);
  const exhibits = every(work.state, "exhibit").toSorted((a, b) => a.number - b.number);
  const code = CLASSES[0] ?? "";
  const number = nextNumber(work);
  const mayNote = may(work, { object: "exhibit", id: "new", move: "note", code, number });
  return (
    <>
      <p>{t("exhibits.about")}</p>
      {hasMinor(work.state) ? <Notice kind="warm">{t("minor.exhibits")}</Notice> : null}
      <Sealed />
      <Preliminary />
      <section aria-labelledby="exhibits-title">
        <h2 id="exhibits-title">{t("work_part.exhibits")}</h2>
        {exhibits.length === 0 ? <p class="small">{t("exhibits.none")}</p> : null}
        <ul class="plain records">
          {exhibits.map(each => (
            <Exhibit key={each.id} record={each} />
          ))}
        </ul>
        <div class="row deeds">
          {mayNote ? (
            <Opening label={t("exhibits.add")} isOpen={isOpen} open={open}>
              <NoteForm close={() => open(false)} />
            </Opening>
          ) : null}
          <NoPreliminary />
        </div>
      </section>
    </>
  );
}
