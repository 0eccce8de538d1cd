/** That an interview took place, with notes; what was written down, sent to be corrected; and its end. */

import { useEffect, useState } from "preact/hooks";
import { inDays } from "../../../../lib/days.ts";
import { DayField, Select } from "../../../../ui/Field.tsx";
import { day, today } from "../../times.ts";
import { t } from "../../words.ts";
import { DeedOfTwo, PressTwo } from "../ByTwo.tsx";
import { Deed } from "../Deed.tsx";
import type { CaseRecord } from "../model.ts";
import { type FormNow, LineOf, missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { assentsTo, may, maySecond, type Step } from "../moving.ts";
import { newest, partyName } from "../naming.ts";
import { endOf, farOn, firstEnd } from "../terms.ts";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { isWitness } from "./content.ts";

function trimmed(values: Values, ...names: readonly string[]): Values {
  return Object.fromEntries(names.map(each => [each, (values[each] ?? "").trim()]));
}

function NoteFields({ form }: { form: FormNow }) {
  return (
    <>
      <LineOf form={form} control="who" label={t("talk.who")} hint={t("talk.who_hint")} />
      <Words form={form} control="text" label={t("talk.notes")} hint={t("talk.notes_hint")} rows={10} />
      <Words
        form={form}
        control="evaluate"
        label={t("talk.evaluate")}
        hint={t("talk.evaluate_after")}
        rows={3}
      />
    </>
  );
}

/** From its day on. */
function Conduct({ interview }: { interview: CaseRecord }) {
  const { work } = useWork();
  const name = `conduct-${interview.id}`;
  const [isOpen, open] = useOpening(name);
  const base = { object: "interview", id: interview.id, move: "conduct" };
  if (!may(work, base)) return null;
  const step = (values: Values): Step => {
    const words = trimmed(values, "text", "who", "evaluate");
    if (words["text"] === "") missing(`${name}-text`, () => t("talk.notes_missing"));
    return { ...base, words };
  };
  return (
    <Opening label={t("talk.conduct")} isOpen={isOpen} open={open} describedBy={`title-${interview.id}`}>
      <MoveForm
        name={name}
        start={{ text: "", who: "", evaluate: "" }}
        step={step}
        button={t("talk.conduct_save")}
        done={() => t("talk.conducted")}
        close={() => open(false)}
      >
        {form => <NoteFields form={form} />}
      </MoveForm>
    </Opening>
  );
}

const DAYS_BACK = 14;

/** The day for which somebody signed already, so that the second signs the same; else today. */
function useSignedDay(interview: CaseRecord): readonly [string, (day: string) => void] {
  const { work } = useWork();
  const [chosen, choose] = useState(today());
  const { id } = interview;
  useEffect(() => {
    let here = true;
    const days = Array.from({ length: DAYS_BACK }, (_, back) => inDays(-back, today()));
    const steps = days.map(when => ({ object: "interview", id, move: "conduct_on_paper", when, words: {} }));
    void Promise.all(steps.map(step => assentsTo(work, step))).then(found => {
      const signed = days[found.findIndex(each => each.length > 0)];
      if (here && signed !== undefined) choose(signed);
    });
    return () => {
      here = false;
    };
  }, [work, id]);
  return [chosen, choose];
}

/** Of who has no device: two sign that it took place, on which day. */
function ConductOnPaper({ interview }: { interview: CaseRecord }) {
  const { work } = useWork();
  const step = { object: "interview", id: interview.id, move: "conduct_on_paper", when: today() };
  const isFor = interview.state === "planned" && isWitness(work, interview);
  if (!isFor || !(may(work, step) || maySecond(work, step))) return null;
  return <OnPaper interview={interview} />;
}

function OnPaper({ interview }: { interview: CaseRecord }) {
  const [when, choose] = useSignedDay(interview);
  const days = Array.from({ length: DAYS_BACK }, (_, back) => inDays(-back, today()));
  return (
    <div>
      <Select
        id={`paper-day-${interview.id}`}
        label={t("talk.paper_day")}
        hint={t("talk.paper_hint")}
        value={when}
        onValue={choose}
        options={days.map(value => ({ value, label: day(value) }))}
      />
      <DeedOfTwo
        key={when}
        record={interview}
        move="conduct_on_paper"
        clear={{ when }}
        label={t("talk.paper")}
        sign={t("talk.paper_sign")}
        words={t("talk.notes")}
        hint={t("talk.notes_hint")}
        done={() => t("talk.conducted")}
      />
    </div>
  );
}

function TranscriptFields({ form, first }: { form: FormNow; first: string }) {
  return (
    <>
      <Words
        form={form}
        control="text"
        label={t("interview.lines")}
        hint={t("talk.transcript_hint")}
        rows={14}
      />
      <Words form={form} control="note" label={t("talk.note")} rows={2} />
      <DayField
        id={form.idOf("due")}
        class="narrow"
        label={t("talk.due")}
        hint={t("talk.due_hint")}
        value={form.values["due"] ?? ""}
        onValue={value => form.set("due", value)}
        min={first}
      />
    </>
  );
}

function SendTranscript({ interview }: { interview: CaseRecord }) {
  const { work } = useWork();
  const name = `transcript-${interview.id}`;
  const [isOpen, open] = useOpening(name);
  const base = { object: "interview", id: interview.id, move: "send_transcript" };
  if (!may(work, { ...base, due: farOn().due })) return null;
  const first = firstEnd(work, "corrections", interview.party);
  const step = (values: Values): Step => {
    const words = trimmed(values, "text", "note");
    if (words["text"] === "") missing(`${name}-text`, () => t("talk.transcript_missing"));
    const due = values["due"] ?? "";
    if (!/^\d{4}-\d\d-\d\d$/.test(due) || due < first) {
      missing(`${name}-due`, () => t("talk.due_missing", { when: day(first) }));
    }
    return { ...base, due: endOf(work, due), words };
  };
  const person = partyName(work, interview.party);
  return (
    <Opening label={t("talk.send")} isOpen={isOpen} open={open} describedBy={`title-${interview.id}`}>
      <MoveForm
        name={name}
        start={{ text: newest(work, interview, "text"), note: "", due: first }}
        step={step}
        told={["note"]}
        button={t("talk.send_save")}
        done={() => t("talk.sent", { name: person })}
        close={() => open(false)}
      >
        {form => <TranscriptFields form={form} first={first} />}
      </MoveForm>
    </Opening>
  );
}

function ApproveOnPaper({ interview }: { interview: CaseRecord }) {
  const { work } = useWork();
  const step = { object: "interview", id: interview.id, move: "approve_on_paper", words: { text: "" } };
  if (!(may(work, step) || maySecond(work, step)) || !["sent", "corrected"].includes(interview.state))
    return null;
  if (!interview.past.some(({ move }) => move === "conduct_on_paper")) return null;
  return (
    <PressTwo
      step={step}
      sign={t("talk.paper_approve_sign")}
      label={t("talk.paper_approve")}
      done={() => t("talk.ended")}
      describedBy={`title-${interview.id}`}
    />
  );
}

/** What can be done with it now; what may not be done by whoever looks is not there. */
export function Deeds({ interview }: { interview: CaseRecord }) {
  const deed = { record: interview, words: t("talk.words"), optional: true, isTold: true } as const;
  return (
    <>
      <Conduct interview={interview} />
      <ConductOnPaper interview={interview} />
      <SendTranscript interview={interview} />
      <ApproveOnPaper interview={interview} />
      <Deed {...deed} move="postpone" label={t("talk.postpone")} done={() => t("talk.postponed")} />
      <Deed {...deed} move="end" label={t("talk.end")} done={() => t("talk.ended")} />
      <Deed
        {...deed}
        move="end_without_answer"
        label={t("talk.end_unanswered")}
        done={() => t("talk.ended")}
      />
    </>
  );
}
