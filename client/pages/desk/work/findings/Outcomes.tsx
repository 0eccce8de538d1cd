/** What follows: proposed, decided with who carries it out and by when, done, or waived with a reason. */

import { CODES } from "../../../../lib/caseworkTable.ts";
import { RadioGroup } from "../../../../ui/Choices.tsx";
import { Facts } from "../../../../ui/Facts.tsx";
import { Select } from "../../../../ui/Field.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { day, today } from "../../times.ts";
import { type Key, t, term } from "../../words.ts";
import { Deed } from "../Deed.tsx";
import { Doing, givenIn, isOverdue } from "../Doing.tsx";
import type { CaseRecord, Work } from "../model.ts";
import { type FormNow, missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { may, type Step } from "../moving.ts";
import { actorName, newest, partyName, WHAT } from "../naming.ts";
import { Past, RecordCard, ToldWhat } from "../records.tsx";
import { dayOf } from "../terms.ts";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";
import {
  concerned,
  GROUPS,
  kindOf,
  kindsOf,
  kindWords,
  needsParty,
  outcomesOf,
  partyOf,
} from "./outcomes.ts";
import { SignedDeed } from "./SignedDeed.tsx";

const FORM = "outcome";
const DROPPING = CODES["dropping"] ?? [];

function proposed(work: Work, values: Values, id: string): Step {
  const { group = "", kind = "", party = "", text = "" } = values;
  const who = partyOf(work, group, party);
  if (needsParty(group) && who === undefined) {
    missing(`${FORM}-group-${group}`, () => t("measures.nobody"));
  }
  if (text.trim() === "") missing(`${FORM}-text`, () => t("outcome.say_what"));
  const words = { what: kindOf(group, kind), text: text.trim() };
  const step = { object: "outcome", id, move: "propose", code: group, words };
  return who === undefined ? step : { ...step, party: who };
}

function Whom({ form }: { form: FormNow }) {
  const { work } = useWork();
  const group = form.values["group"] ?? "";
  const people = concerned(work, group);
  if (people.length === 0) return null;
  return (
    <Select
      id={form.idOf("party")}
      label={t("outcome.whom")}
      value={partyOf(work, group, form.values["party"] ?? "") ?? ""}
      onValue={value => form.set("party", value)}
      options={[
        ...(needsParty(group) ? [] : [{ value: "", label: t("outcome.nobody_noted") }]),
        ...people.map(({ id }) => ({ value: id, label: partyName(work, id) })),
      ]}
    />
  );
}

function Proposing({ form }: { form: FormNow }) {
  const group = form.values["group"] ?? "";
  const options = GROUPS.map(value => ({
    value,
    label: codeWords(value),
    hint: term("outcome_means", value),
  }));
  return (
    <>
      <RadioGroup
        name={form.idOf("group")}
        legend={t("outcome.group")}
        options={options}
        value={group}
        onValue={value => form.set("group", value)}
      />
      <Whom form={form} />
      <Select
        id={form.idOf("kind")}
        label={t("outcome.kind")}
        value={kindOf(group, form.values["kind"] ?? "")}
        onValue={value => form.set("kind", value)}
        options={kindsOf(group).map(value => ({ value, label: kindWords(value) }))}
      />
      <Words form={form} control="text" label={t("outcome.text")} hint={t("outcome.text_hint")} rows={3} />
    </>
  );
}

function ProposeForm({ close }: { close: () => void }) {
  const { work } = useWork();
  return (
    <MoveForm
      name={FORM}
      start={{ group: GROUPS[0], kind: "", party: "", text: "" }}
      step={(values, id) => proposed(work, values, id)}
      told={["text"]}
      button={t("outcome.save")}
      done={() => t("outcome.proposed")}
      close={close}
    >
      {form => <Proposing form={form} />}
    </MoveForm>
  );
}

/** Who carries it out, and by which day. Raises LocalizedError where one of them is missing. */
function decided(work: Work, outcome: CaseRecord, values: Values, name: string): Step {
  const given = givenIn(values, name, work);
  const words = { what: newest(work, outcome, "what"), text: (values["text"] ?? "").trim() };
  if (words.text === "") missing(`${name}-text`, () => t("outcome.say_what"));
  return { object: "outcome", id: outcome.id, move: "decide", ...given, words };
}

function Deciding({ form }: { form: FormNow }) {
  const { work } = useWork();
  return (
    <>
      <Words form={form} control="text" label={t("outcome.decide_text")} rows={3} />
      <Doing work={work} form={form} label={t("outcome.who")} />
    </>
  );
}

function Decide({ outcome }: { outcome: CaseRecord }) {
  const { work } = useWork();
  const holder = work.view.may_hold[0]?.id ?? "";
  return (
    <SignedDeed
      record={outcome}
      move="decide"
      label={t("outcome.decide")}
      sign={t("outcome.sign_decide")}
      done={() => t("outcome.decided")}
      start={{ text: newest(work, outcome, "text"), holder, due: "" }}
      step={(values, name) => decided(work, outcome, values, name)}
      told={["text"]}
    >
      {form => <Deciding form={form} />}
    </SignedDeed>
  );
}

interface Way {
  readonly move: string;
  readonly label: Key;
  readonly sign: Key;
  readonly words: Key;
  readonly codes?: readonly string[];
}

/** What those who find together also do together. */
const WAYS: readonly Way[] = [
  { move: "refuse", label: "outcome.refuse", sign: "outcome.sign_refuse", words: "outcome.say_refused" },
  { move: "stay", label: "outcome.stay", sign: "outcome.sign_stay", words: "outcome.say_stayed" },
  { move: "go_on", label: "outcome.go_on", sign: "outcome.sign_go_on", words: "outcome.say_going_on" },
  {
    ...{ move: "waive", label: "outcome.waive", sign: "outcome.sign_waive", words: "measures.say_refused" },
    codes: DROPPING,
  },
];

function moved(work: Work, outcome: CaseRecord, { move, codes }: Way, values: Values, name: string): Step {
  const { text = "", code = "" } = values;
  if (codes && !codes.includes(code)) {
    missing(`${name}-code-${codes[0] ?? ""}`, () => t("form.choose_reason"));
  }
  if (text.trim() === "") missing(`${name}-text`, () => t("work.words_missing"));
  const words = { what: newest(work, outcome, "what"), text: text.trim() };
  return { object: "outcome", id: outcome.id, move, ...(codes ? { code } : {}), words };
}

function WayOut({ outcome, way }: { outcome: CaseRecord; way: Way }) {
  const { work } = useWork();
  const { move, label, sign, words, codes } = way;
  return (
    <SignedDeed
      record={outcome}
      move={move}
      label={t(label)}
      sign={t(sign)}
      done={() => t("outcome.moved")}
      clear={codes ? { code: codes[0] ?? "" } : {}}
      start={codes ? { code: "", text: "" } : { text: "" }}
      step={(values, name) => moved(work, outcome, way, values, name)}
    >
      {form => (
        <>
          {codes ? (
            <RadioGroup
              name={form.idOf("code")}
              legend={t("outcome.waive_why")}
              options={codes.map(value => ({ value, label: codeWords(value) }))}
              value={form.values["code"] ?? ""}
              onValue={value => form.set("code", value)}
            />
          ) : null}
          <Words form={form} control="text" label={t(words)} rows={3} />
        </>
      )}
    </SignedDeed>
  );
}

function Deeds({ outcome }: { outcome: CaseRecord }) {
  const { work } = useWork();
  const more = { what: newest(work, outcome, "what") };
  return (
    <div class="row deeds">
      <Decide outcome={outcome} />
      <Deed
        record={outcome}
        move="do"
        label={t("outcome.do")}
        words={t("outcome.say_done")}
        more={more}
        done={() => t("outcome.moved")}
      />
      {WAYS.map(way => (
        <WayOut key={way.move} outcome={outcome} way={way} />
      ))}
    </div>
  );
}

function Outcome({ outcome }: { outcome: CaseRecord }) {
  const { work } = useWork();
  const { party, holder, due } = outcome;
  return (
    <RecordCard
      record={outcome}
      family="outcome_state"
      title={`${codeWords(outcome.code)} · ${kindWords(newest(work, outcome, "what"))}`}
    >
      <ToldWhat record={outcome} moves={WHAT.outcome} />
      <Facts
        pairs={[
          [t("outcome.whom"), party === "" ? "" : <Name key="whom">{partyName(work, party)}</Name>],
          [t("outcome.who"), holder === "" ? "" : <Name key="who">{actorName(work, holder)}</Name>],
          [t("task.due"), due === "" ? "" : day(dayOf(work, due))],
        ]}
      />
      {outcome.state === "decided" && isOverdue(work, outcome, today()) ? (
        <p class="flag">{t("task.late")}</p>
      ) : null}
      <Deeds outcome={outcome} />
      <Past record={outcome} />
    </RecordCard>
  );
}

export function Outcomes() {
  const { work } = useWork();
  const [isOpen, open] = useOpening(FORM);
  const outcomes = outcomesOf(work);
  const mayPropose = may(work, { object: "outcome", id: "new", move: "propose", code: "system" });
  return (
    <section aria-labelledby="outcomes-title">
      <h2 id="outcomes-title">{t("outcome.title")}</h2>
      <p class="small">{t("outcome.about")}</p>
      {outcomes.length === 0 ? <p class="small">{t("outcome.none")}</p> : null}
      <ul class="plain records">
        {outcomes.map(each => (
          <Outcome key={each.id} outcome={each} />
        ))}
      </ul>
      {mayPropose ? (
        <Opening label={t("outcome.add")} isOpen={isOpen} open={open}>
          <ProposeForm close={() => open(false)} />
        </Opening>
      ) : null}
    </section>
  );
}
