/** A letter on the outcome: filled in from what the file has, looked at as it will be read, then sent. */

import { isMinor } from "../../../../lib/caseworkMinor.ts";
import { useRef } from "preact/hooks";
import { packed } from "../../../../lib/letterShape.ts";
import { LANGUAGES } from "../../../../lib/languages.ts";
import {
  CATEGORIES,
  faultOf,
  type Fault,
  type OutcomeParts,
  outcomeParagraphs,
} from "../../../../lib/outcomeLetter.ts";
import { COUNTRIES } from "../../../../lib/reporterLimits.ts";
import { Checkbox, RadioGroup } from "../../../../ui/Choices.tsx";
import { DayField, Select } from "../../../../ui/Field.tsx";
import { languageOfLetter } from "../../case/letters.ts";
import { language, LocalizedError, t, term } from "../../words.ts";
import type { CaseRecord, Work } from "../model.ts";
import { type FormNow, missing, MoveForm, type Values, Words } from "../MoveForm.tsx";
import type { Step } from "../moving.ts";
import { kindWords } from "../findings/outcomes.ts";
import { newest, partyName } from "../naming.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";
import { Letter } from "./Letter.tsx";
import {
  actsIn,
  allegedTo,
  appealDay,
  begun,
  followedTo,
  foundOf,
  isSanction,
  partsIn,
  testsIn,
} from "./parts.ts";
import { endOf } from "../terms.ts";
import { type Spoken, useSpeaker } from "./useSpeaker.ts";

const REPORTER = "reporter";
const SHARES = ["full", "category", "none"] as const;

export function formOf(party: string): string {
  return `outcome-${party}`;
}

/** The language in which the reporter wrote; of others nobody knows it. */
function languageOf({ open }: Work, party: string): string {
  const report = open.letters.find(({ kind }) => kind === "report");
  const theirs = party === REPORTER && report ? languageOfLetter(open.letters, report) : "";
  return LANGUAGES.some(({ tag }) => tag === theirs) ? theirs : language();
}

interface Part {
  readonly form: FormNow;
  readonly party: string;
}

function Alleged({ form, allegation }: { form: FormNow; allegation: CaseRecord }) {
  const { work } = useWork();
  const code = foundOf(work, allegation.id)?.moved.code ?? "";
  const { id } = allegation;
  return (
    <fieldset>
      <legend>
        {codeWords(allegation.code)} · {codeWords(code)}
      </legend>
      <Words form={form} control={`act-${id}`} label={t("ending.act")} rows={3} />
      <Words
        form={form}
        control={`reasons-${id}`}
        label={t("ending.reasons")}
        hint={t("ending.reasons_hint")}
        rows={4}
      />
      {code === "inconclusive" ? (
        <Words form={form} control={`missing-${id}`} label={t("ending.missing")} rows={2} />
      ) : null}
    </fieldset>
  );
}

/** Why so much and no more. What it would do to somebody is asked where something is kept back. */
function Test({ form, id, share }: { form: FormNow; id: string; share: string }) {
  const answers = share === "full" ? (["need"] as const) : (["need", "harm", "less"] as const);
  return (
    <>
      {answers.map(each => (
        <Words
          key={each}
          form={form}
          control={`${each}-${id}`}
          label={t(`ending.${each}`)}
          hint={t(`ending.${each}_hint`)}
          rows={2}
        />
      ))}
    </>
  );
}

function Kind({ form, id }: { form: FormNow; id: string }) {
  return (
    <Select
      id={form.idOf(`kind-${id}`)}
      label={t("ending.kind")}
      value={form.values[`kind-${id}`] ?? ""}
      onValue={value => form.set(`kind-${id}`, value)}
      options={["", ...CATEGORIES].map(value => ({ value, label: value && term("sanction", value) }))}
    />
  );
}

/** How much the reporter is told of a sanction, by a test that is kept in the file. */
function Sharing({ form, id }: { form: FormNow; id: string }) {
  const share = form.values[`share-${id}`] ?? "";
  return (
    <>
      <RadioGroup
        name={form.idOf(`share-${id}`)}
        legend={t("ending.share")}
        options={SHARES.map(value => ({ value, label: term("share", value) }))}
        value={share}
        onValue={value => form.set(`share-${id}`, value)}
      />
      {share === "category" ? <Kind form={form} id={id} /> : null}
      <Test form={form} id={id} share={share} />
    </>
  );
}

function Followed({ form, party, outcome }: Part & { outcome: CaseRecord }) {
  const { work } = useWork();
  const kind = kindWords(newest(work, outcome, "what"));
  const whom = outcome.party === "" ? [] : [partyName(work, outcome.party)];
  return (
    <fieldset>
      <legend>{[codeWords(outcome.code), kind, ...whom].join(" · ")}</legend>
      <Words form={form} control={`text-${outcome.id}`} label={t("ending.followed")} rows={2} />
      {party === REPORTER && isSanction(outcome) ? <Sharing form={form} id={outcome.id} /> : null}
    </fieldset>
  );
}

function Day({
  form,
  control,
  label,
  hint,
}: Omit<Part, "party"> & Record<"control" | "label", string> & { hint?: string }) {
  return (
    <DayField
      id={form.idOf(control)}
      class="narrow"
      label={label}
      hint={hint}
      value={form.values[control] ?? ""}
      onValue={value => form.set(control, value)}
    />
  );
}

/** What runs outside for the reporter, by the law and by days that are typed here and not sent. */
function Limits({ form }: { form: FormNow }) {
  const names = new Intl.DisplayNames([language()], { type: "region" });
  const countries = COUNTRIES.map(value => ({ value, label: names.of(value) ?? value }));
  const sorted = countries.toSorted((a, b) => a.label.localeCompare(b.label, language()));
  return (
    <>
      <Select
        id={form.idOf("country")}
        label={t("ending.country")}
        value={form.values["country"] ?? ""}
        onValue={value => form.set("country", value)}
        options={[{ value: "", label: t("ending.no_country") }, ...sorted]}
      />
      <Day form={form} control="incident" label={t("ending.incident")} />
      <Day form={form} control="left" label={t("ending.left")} />
    </>
  );
}

function Fields({ form, party }: Part) {
  const { work } = useWork();
  const isReporter = party === REPORTER;
  const isYoung = isMinor(work.state, party);
  const languages = LANGUAGES.map(({ tag, name }) => ({ value: tag, label: name }));
  return (
    <>
      <Select
        id={form.idOf("language")}
        label={t("ending.language")}
        value={form.values["language"] ?? ""}
        onValue={value => form.set("language", value)}
        options={languages}
      />
      {allegedTo(work, party).map(each => (
        <Alleged key={each.id} form={form} allegation={each} />
      ))}
      {followedTo(work, party).map(each => (
        <Followed key={each.id} form={form} party={party} outcome={each} />
      ))}
      <Words
        form={form}
        control="changes"
        label={t(isReporter ? "ending.changes" : "ending.contact")}
        rows={3}
      />
      {!isReporter && isYoung ? <p class="small">{t("minor.register")}</p> : null}
      {isReporter ? <Limits form={form} /> : null}
      {isReporter || isYoung ? null : (
        <Words form={form} control="register" label={t("ending.register")} rows={2} />
      )}
      <Words form={form} control="outside" label={t("ending.outside")} rows={3} />
      <Day form={form} control="due" label={t("ending.due")} hint={t("ending.due_hint")} />
    </>
  );
}

/** Which control to go to. */
const AT: Readonly<Record<Exclude<Fault, "">, string>> = {
  ...{ findings: "language", reasons: "reasons-", missing: "missing-", followed: "text-", category: "kind-" },
  ...{ test: "need-", blanket: "less-", changes: "changes", appeal: "due", outside: "outside" },
};

/** Raises LocalizedError, and moves the writer to where something is missing. */
function checked(name: string, parts: OutcomeParts): void {
  const fault = faultOf(parts);
  if (fault === "") return;
  const at = document.querySelector(`[id^="${name}-${AT[fault]}"]`)?.id ?? `${name}-language`;
  missing(at, () => t(`outcome_fault.${fault}`));
}

/** What of a letter is to be read before it is sent; another word, and it is to be read once more. */
function asRead(work: Work, values: Values, party: string, { tag }: Spoken): string {
  return JSON.stringify([tag, partsIn(work, values, party)]);
}

function Preview({ form, party, spoken }: Part & { spoken: Spoken | null }) {
  const { work } = useWork();
  if (spoken === null) return null;
  const name = partyName(work, party);
  const now = asRead(work, form.values, party, spoken);
  return (
    <section class="card" aria-labelledby={form.idOf("preview")}>
      <h4 id={form.idOf("preview")}>
        {party === REPORTER ? t("ending.preview_reporter") : t("ending.preview", { name })}
      </h4>
      <Letter
        paragraphs={outcomeParagraphs(partsIn(work, form.values, party), spoken)}
        language={spoken.tag}
      />
      <Checkbox
        id={form.idOf("read")}
        label={t("ending.read")}
        checked={form.values["read"] === now}
        onChecked={is => form.set("read", is ? now : "")}
      />
    </section>
  );
}

function stepOf(work: Work, values: Values, party: string, spoken: Spoken | null): Step {
  const name = formOf(party);
  const parts = partsIn(work, values, party);
  checked(name, parts);
  if (spoken === null) throw new LocalizedError(() => t("problem.unreachable"));
  if (values["read"] !== asRead(work, values, party, spoken)) {
    missing(`${name}-read`, () => t("ending.read_first"));
  }
  const letter = { ...packed(outcomeParagraphs(parts, spoken)), language: spoken.tag };
  const told = { ...letter, ...actsIn(work, values, party) };
  const due = endOf(work, parts.appeal);
  const words = { ...told, ...testsIn(work, values, party) };
  return { object: "party", id: party, move: "tell_outcome", due, words, told };
}

/** Controls whose words whoever gets it will read. */
function readControls(start: Values): string[] {
  const read = /^(?:act|reasons|missing|text|less)-|^(?:changes|outside|register)$/;
  return Object.keys(start).filter(each => read.test(each));
}

export function OutcomeForm({ party, close }: { party: string; close: () => void }) {
  const { work } = useWork();
  const spoken = useRef<Spoken | null>(null);
  const start = begun(work, party, { language: languageOf(work, party), due: appealDay(work, party) });
  return (
    <MoveForm
      name={formOf(party)}
      start={start}
      step={values => stepOf(work, values, party, spoken.current)}
      told={readControls(start)}
      button={t("ending.send")}
      done={() => t("ending.sent")}
      close={close}
    >
      {form => <Written form={form} party={party} spoken={spoken} />}
    </MoveForm>
  );
}

/** `spoken`: keeps the words that are shown for what is sent. */
function Written({ form, party, spoken }: Part & { spoken: { current: Spoken | null } }) {
  spoken.current = useSpeaker(form.values["language"] ?? language());
  return (
    <>
      <Fields form={form} party={party} />
      <Preview form={form} party={party} spoken={spoken.current} />
    </>
  );
}
