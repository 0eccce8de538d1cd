/** An invitation to an interview: each thing that whoever is invited has to know, in its own place. */

import { RadioGroup } from "../../../../ui/Choices.tsx";
import { DayField } from "../../../../ui/Field.tsx";
import { CODES } from "../../../../lib/caseworkTable.ts";
import { today } from "../../times.ts";
import { t } from "../../words.ts";
import type { CaseRecord, Work } from "../model.ts";
import { type FormNow, LineOf, missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { may, type Step } from "../moving.ts";
import { newest, partyName, said } from "../naming.ts";
import { farOn, firstEnd, noonOf } from "../terms.ts";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";
import { givenPower, INVITATION, newestMove, POWERS, type Power, roleOf } from "./content.ts";

const LINES: readonly string[] = ["hour", "place", "length", "language"];
const INVITING = CODES["inviting"] ?? [];

function isAccused(work: Work, { party }: CaseRecord): boolean {
  return roleOf(work, party) === "respondent";
}

/** The first day to which this person can be invited. */
function earliest(work: Work, interview: CaseRecord, code: string): string {
  if (code === "sooner") return today();
  const name = isAccused(work, interview) ? "announced_to_respondent" : "announced";
  return firstEnd(work, name, interview.party);
}

/** What it says at first: what the last invitation said, else what is said to everybody. */
function startOf(work: Work, interview: CaseRecord): Values {
  const before = newestMove(work, interview, "invite");
  const first: Values = {
    purpose: t("talk.purpose_start"),
    kept: t("talk.kept_start"),
    reason: interview.code === "main" ? "" : newest(work, interview, "text"),
  };
  const words = INVITATION.map(each => [each, said(before, each) || (first[each] ?? "")]);
  return {
    ...Object.fromEntries(words),
    code: "in_time",
    when: "",
    companion: said(before, "companion") || givenPower(work),
    recording: said(before, "recording") || "no",
  };
}

/** No side may bring somebody who can do less than another's companion can. */
function powerOf(work: Work, values: Values, name: string): Power {
  const power = POWERS.find(each => each === values["companion"]) ?? "observe";
  if (POWERS.indexOf(power) < POWERS.indexOf(givenPower(work))) {
    missing(`${name}-companion-${power}`, () => t("talk.companion_less"));
  }
  return power;
}

const NEEDED = ["purpose", "hour", "place", "who", "kept"] as const;

function invitation(work: Work, interview: CaseRecord, values: Values, name: string): Step {
  const code = isAccused(work, interview) ? "in_time" : (values["code"] ?? "in_time");
  const from = earliest(work, interview, code);
  const when = values["when"] ?? "";
  if (!/^\d{4}-\d\d-\d\d$/.test(when) || when < from) {
    missing(`${name}-when`, () => t("talk.when_missing"));
  }
  const words = Object.fromEntries(INVITATION.map(each => [each, (values[each] ?? "").trim()]));
  const lacking = NEEDED.find(each => words[each] === "");
  if (lacking) missing(`${name}-${lacking}`, () => t("talk.invitation_missing"));
  if (interview.code !== "main" && words["reason"] === "") {
    missing(`${name}-reason`, () => t("talk.reason_missing"));
  }
  const companion = powerOf(work, values, name);
  const recording = values["recording"] === "ask" ? "ask" : "no";
  return {
    ...{ object: "interview", id: interview.id, move: "invite", code, when, due: noonOf(work, from) },
    words: { ...words, companion, recording },
  };
}

function When({ form, interview }: { form: FormNow; interview: CaseRecord }) {
  const { work } = useWork();
  const code = form.values["code"] ?? "in_time";
  return (
    <>
      {isAccused(work, interview) ? null : (
        <RadioGroup
          name={form.idOf("code")}
          legend={t("talk.notice")}
          options={INVITING.map(value => ({ value, label: codeWords(value) }))}
          value={code}
          onValue={value => form.set("code", value)}
        />
      )}
      <DayField
        id={form.idOf("when")}
        class="narrow"
        label={t("talk.day")}
        hint={t(isAccused(work, interview) ? "talk.day_accused" : "talk.day_hint")}
        value={form.values["when"] ?? ""}
        onValue={value => form.set("when", value)}
        min={earliest(work, interview, code)}
      />
    </>
  );
}

function Fields({ form, interview }: { form: FormNow; interview: CaseRecord }) {
  const shown = INVITATION.filter(each => each !== "reason" || interview.code !== "main");
  const set = (control: string) => (value: string) => form.set(control, value);
  return (
    <>
      <p class="small">{t("talk.always")}</p>
      <When form={form} interview={interview} />
      {shown.map(each => {
        const [label, hint] = [t(`talk.${each}`), t(`talk.${each}_hint`)];
        return LINES.includes(each) ? (
          <LineOf key={each} form={form} control={each} label={label} hint={hint} />
        ) : (
          <Words key={each} form={form} control={each} label={label} hint={hint} rows={2} />
        );
      })}
      <RadioGroup
        name={form.idOf("companion")}
        legend={t("talk.companion")}
        options={POWERS.map(value => ({ value, label: t(`talk.companion_${value}`) }))}
        value={form.values["companion"] ?? ""}
        onValue={set("companion")}
      />
      <RadioGroup
        name={form.idOf("recording")}
        legend={t("interview.recording")}
        options={(["no", "ask"] as const).map(value => ({
          value,
          label: t(`talk.recording_${value}`),
        }))}
        value={form.values["recording"] ?? ""}
        onValue={set("recording")}
      />
    </>
  );
}

/** Nothing where whoever looks may not. */
export function Invite({ interview }: { interview: CaseRecord }) {
  const { work } = useWork();
  const name = `invite-${interview.id}`;
  const [isOpen, open] = useOpening(name);
  if (!may(work, { object: "interview", id: interview.id, move: "invite", code: "in_time", ...farOn() }))
    return null;
  const person = partyName(work, interview.party);
  return (
    <Opening
      label={t(interview.state === "planned" ? "talk.invite" : "talk.invite_again")}
      isOpen={isOpen}
      open={open}
      describedBy={`title-${interview.id}`}
    >
      <MoveForm
        name={name}
        start={startOf(work, interview)}
        step={values => invitation(work, interview, values, name)}
        told={INVITATION}
        button={t("talk.invite_send")}
        done={() => t("talk.invited", { name: person })}
        close={() => open(false)}
      >
        {form => <Fields form={form} interview={interview} />}
      </MoveForm>
    </Opening>
  );
}
