/**
 * What protects somebody meanwhile. What burdens the accused person is tried first; what burdens the
 * reporter is in effect by their own letter alone, and has no button here.
 */

import { every } from "../../../lib/caseworkState.ts";
import { CODES } from "../../../lib/caseworkTable.ts";
import { holds, movesOf } from "../../../lib/moves.ts";
import { RadioGroup } from "../../../ui/Choices.tsx";
import { Facts } from "../../../ui/Facts.tsx";
import { Select } from "../../../ui/Field.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { moment } from "../times.ts";
import { type Key, t, term } from "../words.ts";
import { DeedOfTwo } from "./ByTwo.tsx";
import { Deed } from "./Deed.tsx";
import { GateAsking } from "./gate/GateAsking.tsx";
import type { CaseRecord, Work } from "./model.ts";
import { type FormNow, missing, MoveForm, Opening, type Values, Words } from "./MoveForm.tsx";
import { may, type Step } from "./moving.ts";
import { actorName, newest, partyName, saidIn, WHAT } from "./naming.ts";
import { fact, Past, RecordCard, Sealed, ToldWhat } from "./records.tsx";
import { useOpening } from "./useOpening.ts";
import { useWork } from "./useWork.ts";
import { codeWords } from "./words.ts";

const FORM = "measure";
const REFUSING = CODES["refusing"] ?? [];
/** The accused person's burden first, the reporter's last. */
const BURDENS = ["respondent", "employer", "other", "reporter"] as const;
/** What is asked for most, by whom it burdens (words `protection.<kind>`). */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  respondent: [
    ...["no_contact", "other_line", "other_workplace", "other_shift", "other_trip", "no_site"],
    ...["suspension", "blocked", "other_appraiser", "other"],
  ],
  employer: ["safe_travel", "other_appraiser", "other_client", "counselling", "companion", "other"],
  other: ["no_contact", "other_workplace", "other_client", "other"],
  reporter: ["remote_work", "paid_leave", "other_workplace", "other_shift", "other_trip", "other"],
};
const EMPTY: Values = { burden: "respondent", party: "", what: "no_contact", text: "", reason: "" };

/** Whom it burdens: of the persons of the case with that role. */
function burdened(work: Work, burden: string): readonly CaseRecord[] {
  const there = every(work.state, "party").filter(({ state }) => state !== "left");
  if (burden === "respondent") return there.filter(({ code }) => code === "respondent");
  if (burden === "other") return there.filter(({ code }) => !["respondent", "reporter"].includes(code));
  return [];
}

/** What somebody of the two has to bear says why nothing less is enough. */
function isBinding(burden: string): boolean {
  return burden === "reporter" || burden === "respondent";
}

function partyOf(work: Work, values: Values): string | undefined {
  const { burden = "", party = "" } = values;
  if (burden === "reporter") return "reporter";
  const people = burdened(work, burden);
  return people.some(({ id }) => id === party) ? party : people[0]?.id;
}

function requested(work: Work, values: Values, id: string): Step {
  const { burden = "", text = "", reason = "" } = values;
  const party = partyOf(work, values);
  if (burden !== "employer" && party === undefined) {
    missing(`${FORM}-burden-${burden}`, () => t("measures.nobody"));
  }
  if (text.trim() === "") missing(`${FORM}-text`, () => t("measures.text_missing"));
  if (isBinding(burden) && reason.trim() === "") {
    missing(`${FORM}-reason`, () => t("measures.reason_missing"));
  }
  const words = { what: kindOf(values), text: text.trim(), reason: reason.trim() };
  const step = { object: "measure", id, move: "request", code: burden, words };
  return party === undefined ? step : { ...step, party };
}

function Whose({ form }: { form: FormNow }) {
  const { work } = useWork();
  const burden = form.values["burden"] ?? "";
  const people = burdened(work, burden);
  if (people.length < 2) return null;
  return (
    <Select
      id={form.idOf("party")}
      label={t("measures.who")}
      value={partyOf(work, form.values) ?? ""}
      onValue={value => form.set("party", value)}
      options={people.map(({ id }) => ({ value: id, label: partyName(work, id) }))}
    />
  );
}

function kindsOf(values: Values): readonly string[] {
  return KINDS[values["burden"] ?? ""] ?? [];
}

/** The one that is chosen, where it is one for this burden. */
function kindOf(values: Values): string {
  const chosen = values["what"] ?? "";
  const kinds = kindsOf(values);
  return kinds.includes(chosen) ? chosen : (kinds[0] ?? "other");
}

function Kinds({ form }: { form: FormNow }) {
  return (
    <Select
      id={form.idOf("what")}
      label={t("measures.kind")}
      value={kindOf(form.values)}
      onValue={value => form.set("what", value)}
      options={kindsOf(form.values).map(value => ({ value, label: term("protection", value) }))}
    />
  );
}

function Fields({ form }: { form: FormNow }) {
  const burden = form.values["burden"] ?? "";
  const options = BURDENS.map(value => ({
    value,
    label: codeWords(value),
    hint: term("burden_means", value),
  }));
  return (
    <>
      <RadioGroup
        name={form.idOf("burden")}
        legend={t("measures.burden")}
        options={options}
        value={burden}
        onValue={value => form.set("burden", value)}
      />
      {burden === "reporter" ? (
        <Notice kind="calm">
          <p>{t("measures.theirs")}</p>
        </Notice>
      ) : null}
      <Whose form={form} />
      <Kinds form={form} />
      <Words form={form} control="text" label={t("measures.text")} hint={t("measures.text_hint")} rows={3} />
      <Words
        form={form}
        control="reason"
        label={t(isBinding(burden) ? "measures.why_theirs" : "measures.why")}
        hint={burden === "respondent" ? t("measures.why_hint") : undefined}
        rows={2}
      />
    </>
  );
}

function RequestForm({ close }: { close: () => void }) {
  const { work } = useWork();
  return (
    <MoveForm
      name={FORM}
      start={EMPTY}
      step={(values, id) => requested(work, values, id)}
      told={["text", "reason"]}
      button={t("measures.save")}
      done={() => t("measures.done")}
      close={close}
    >
      {form => <Fields form={form} />}
    </MoveForm>
  );
}

interface Way {
  readonly move: string;
  readonly label: Key;
  readonly words: Key;
  readonly hint?: Key;
  /** Whether the box says at first what was said of it last, and may be left so. */
  readonly again?: boolean;
  readonly codes?: readonly string[];
}

const WAYS: readonly Way[] = [
  { move: "grant", label: "measures.grant", words: "measures.say", again: true },
  { move: "grant_other", label: "measures.grant_other", words: "measures.say_other" },
  { move: "refuse", label: "measures.refuse", words: "measures.say_refused", codes: REFUSING },
  { move: "offer", label: "measures.offer", words: "measures.say", hint: "measures.offer_hint", again: true },
  { move: "activate", label: "measures.activate", words: "measures.say", again: true },
  { move: "impose", label: "measures.impose", words: "measures.say_imposed", hint: "measures.impose_hint" },
  { move: "hear", label: "measures.hear", words: "measures.say_heard", hint: "measures.hear_hint" },
  { move: "review", label: "measures.review", words: "measures.say_review", hint: "measures.review_hint" },
  { move: "keep", label: "measures.keep", words: "measures.say", again: true },
];

/** What can be done with it now; what may not be done by whoever looks is not there. */
function Deeds({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const what = newest(work, record, "what");
  const text = saidIn(work, record, WHAT.measure);
  // Signed with it, and read by whoever has to bear it: nothing of it costs them pay.
  const more = record.code === "respondent" ? { what, paid: "yes" } : { what };
  return (
    <div class="row deeds">
      {WAYS.map(({ move, label, words, hint, again, codes }) => (
        <Deed
          key={move}
          record={record}
          move={move}
          label={t(label)}
          words={t(words)}
          hint={hint ? t(hint) : undefined}
          text={again ? text : ""}
          more={more}
          codes={codes}
          legend={t("measures.refuse_why")}
          isTold
          done={() => t("measures.moved")}
        />
      ))}
      <End record={record} what={what} />
    </div>
  );
}

/** What protects somebody by now is ended by two. */
function End({ record, what }: { record: CaseRecord; what: string }) {
  const deed = {
    ...{ record, move: "end", label: t("measures.end"), words: t("measures.say_ended") },
    ...{ more: { what }, isTold: true, done: () => t("measures.moved") },
  };
  const isByTwo = ["active", "reviewed"].includes(record.state);
  return isByTwo ? <DeedOfTwo {...deed} sign={t("measures.sign_end")} /> : <Deed {...deed} />;
}

/** Whose answer it waits for; empty where it is not an answer. */
function waiting({ code, state, party }: CaseRecord, work: Work): string {
  if (code === "reporter" && (state === "offered" || state === "reviewed"))
    return t("measures.waits_reporter");
  if (state === "offered" && party !== "") return t("measures.waits", { name: partyName(work, party) });
  return "";
}

/** A letter from before may say something else than a kind. */
function titleOf(what: string): string {
  return what === "" ? t("object.measure") : term("protection", what);
}

function Measure({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const [first] = movesOf(work.moves, "measure", record.id);
  const waits = waiting(record, work);
  const isActive = record.state === "active" && holds(work.moves, record);
  return (
    <RecordCard record={record} family="measure_state" title={titleOf(newest(work, record, "what"))}>
      <ToldWhat record={record} moves={WHAT.measure} />
      <Facts
        pairs={[
          [
            t("measures.burdens"),
            record.party === "" ? codeWords(record.code) : partyName(work, record.party),
          ],
          [t("measures.asked_by"), first ? actorName(work, first.moved.actor) : ""],
          [t("measures.why"), fact(newest(work, record, "reason"))],
          [t("measures.look_by"), isActive && record.due !== "" ? moment(new Date(record.due)) : ""],
        ]}
      />
      {waits === "" ? null : <p class="waits">{waits}</p>}
      <Deeds record={record} />
      <Past record={record} />
    </RecordCard>
  );
}

/** Whether somebody still has to decide what protects the reporter meanwhile. */
function isOwed({ open }: Work): boolean {
  return open.duties.some(
    ({ kind, state, done }) =>
      kind === "interim_measures" && (state === "open" || (state === "missed" && !done)),
  );
}

/** That nothing has to protect anybody for now: said as openly as what does. */
function Weighing() {
  const { work } = useWork();
  const name = "weigh_measures";
  const [isOpen, open] = useOpening(name);
  const base = { object: "case", id: "case", move: "weigh_measures" };
  if (!isOwed(work) || !may(work, base)) return null;
  const step = ({ text = "" }: Values): Step => {
    if (text.trim() === "") missing(`${name}-text`, () => t("work.words_missing"));
    return { ...base, words: { text: text.trim() } };
  };
  return (
    <Opening label={t("measures.weigh")} isOpen={isOpen} open={open}>
      <MoveForm
        name={name}
        start={{ text: "" }}
        step={step}
        told={["text"]}
        button={t("measures.weigh_save")}
        done={() => t("measures.weighed")}
        close={() => open(false)}
      >
        {form => (
          <Words
            form={form}
            control="text"
            label={t("measures.weigh_words")}
            hint={t("measures.weigh_hint")}
            rows={3}
          />
        )}
      </MoveForm>
    </Opening>
  );
}

const OVER: readonly string[] = ["refused", "ended", "declined"];

export function MeasuresPage() {
  const { work } = useWork();
  const [isOpen, open] = useOpening(FORM);
  const measures = every(work.state, "measure").toSorted(
    (a, b) => Number(OVER.includes(a.state)) - Number(OVER.includes(b.state)),
  );
  const mayAsk = may(work, { object: "measure", id: "new", move: "request", code: "employer" });
  return (
    <>
      <p>{t("measures.about")}</p>
      <Sealed />
      {measures.length === 0 ? <p class="small">{t("measures.none")}</p> : null}
      <ul class="plain records">
        {measures.map(each => (
          <Measure key={each.id} record={each} />
        ))}
      </ul>
      {mayAsk ? (
        <Opening label={t("measures.add")} isOpen={isOpen} open={open}>
          <RequestForm close={() => open(false)} />
        </Opening>
      ) : null}
      <Weighing />
      <GateAsking />
    </>
  );
}
