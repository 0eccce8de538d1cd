/** A notice goes out: to whom, until when they may answer, who is on call; and more time, where it is needed. */

import { HOURS } from "../../../../lib/caseworkTable.ts";
import { last } from "../../../../lib/caseworkState.ts";
import { DayField, Select } from "../../../../ui/Field.tsx";
import { Notice } from "../../../../ui/Notice.tsx";
import { moment } from "../../times.ts";
import { t, term } from "../../words.ts";
import type { CaseRecord, Work } from "../model.ts";
import { type FormNow, LineOf, missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { against, type Step } from "../moving.ts";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { endOf, farOn, firstEnd } from "../terms.ts";
import { newestOf, wordsOf } from "./content.ts";

const PARTS = ["put", "material"] as const;
const HOUR = 3_600_000;
/** What holds it up today and passes by itself, or by somebody else. */
const LATER: readonly string[] = [
  ...["previewed_long", "days_follow", "measures_decided", "party_stands"],
  ...["law_chosen", "no_preliminary"],
];

/** Raises LocalizedError where it is no day, or sooner than it can be. */
export function dayIn(values: Values, name: string, earliest: string): string {
  const day = values["due"] ?? "";
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || day < earliest) {
    missing(`${name}-due`, () => t("notices.due_missing"));
  }
  return day;
}

export function DueOf({ form, earliest, label }: { form: FormNow; earliest: string; label: string }) {
  return (
    <DayField
      id={form.idOf("due")}
      class="narrow"
      label={label}
      hint={t("notices.due_hint")}
      value={form.values["due"] ?? ""}
      onValue={value => form.set("due", value)}
      min={earliest}
    />
  );
}

/** From when on it can be sent: the reporter has its text for 72 hours first. */
function from(notice: CaseRecord): string {
  const shown = last(notice, "preview");
  return shown ? moment(new Date(Date.parse(shown.at) + HOURS.preview * HOUR)) : "";
}

function callers({ view }: Work) {
  return view.may_hold.map(({ id, name }) => ({ value: id, label: name }));
}

/** Whoever sends it, unless they choose somebody else. */
function callerOf(work: Work): string {
  const there = callers(work);
  return (there.find(({ value }) => value === work.me.id) ?? there[0])?.value ?? "";
}

function Fields({ form, earliest }: { form: FormNow; earliest: string }) {
  const { work } = useWork();
  return (
    <>
      <DueOf form={form} earliest={earliest} label={t("notices.due")} />
      <Select
        id={form.idOf("holder")}
        label={t("notices.on_call")}
        hint={t("notices.on_call_hint")}
        value={form.values["holder"] ?? ""}
        onValue={value => form.set("holder", value)}
        options={callers(work)}
      />
      <LineOf form={form} control="call" label={t("notices.call")} hint={t("notices.call_hint")} />
      <Words form={form} control="told" label={t("notices.told")} hint={t("notices.told_hint")} rows={2} />
    </>
  );
}

/** What the reporter had before them goes out, to the letter. */
function sent(work: Work, notice: CaseRecord, values: Values, name: string): Step {
  const shown = newestOf(work, notice, "preview");
  if (!shown) missing(`${name}-due`, () => t("notices.unread"));
  const due = dayIn(values, name, firstEnd(work, "reply", notice.party));
  const call = (values["call"] ?? "").trim();
  if (call === "") missing(`${name}-call`, () => t("notices.call_missing"));
  const holder = (values["holder"] ?? "") || callerOf(work);
  const words = { ...wordsOf(shown, notice.about, PARTS), due, call };
  const told = { text: (values["told"] ?? "").trim(), due, call };
  const step = { object: "notice", id: notice.id, move: "send", due: endOf(work, due), holder };
  return { ...step, words, told };
}

function SendForm({ notice, close }: { notice: CaseRecord; close: () => void }) {
  const { work } = useWork();
  const name = `send-${notice.id}`;
  const earliest = firstEnd(work, "reply", notice.party);
  return (
    <MoveForm
      name={name}
      start={{ due: earliest, holder: callerOf(work), call: "", told: "" }}
      step={values => sent(work, notice, values, name)}
      told={["told", "call"]}
      button={t("notices.send")}
      done={() => t("notices.sent")}
      close={close}
    >
      {form => <Fields form={form} earliest={earliest} />}
    </MoveForm>
  );
}

/** The form where it can be sent now, else what it waits for. */
export function Send({ notice }: { notice: CaseRecord }) {
  const { work } = useWork();
  const [isOpen, open] = useOpening(`send-${notice.id}`);
  if (notice.state !== "previewed" || !work.open.proven || work.open.lapsed) return null;
  const step = { object: "notice", id: notice.id, move: "send", due: farOn().due };
  const reason = against(work, step);
  if (LATER.includes(reason)) {
    return (
      <Notice kind="calm">
        <p>
          {reason === "previewed_long" ? t("notices.from", { when: from(notice) }) : term("unmet", reason)}
        </p>
      </Notice>
    );
  }
  if (reason !== "") return null;
  return (
    <Opening label={t("notices.send")} isOpen={isOpen} open={open} describedBy={`title-${notice.id}`}>
      <SendForm notice={notice} close={() => open(false)} />
    </Opening>
  );
}
