/** Who is heard: planned with a guide, invited, held, written down, corrected and signed by whoever was heard. */

import { every } from "../../../../lib/caseworkState.ts";
import { CODES } from "../../../../lib/caseworkTable.ts";
import { RadioGroup } from "../../../../ui/Choices.tsx";
import { Disclosure } from "../../../../ui/Disclosure.tsx";
import { Facts } from "../../../../ui/Facts.tsx";
import { Select } from "../../../../ui/Field.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { Line, Paragraphs } from "../../../../ui/Written.tsx";
import { day, moment } from "../../times.ts";
import { t } from "../../words.ts";
import type { CaseRecord, Work } from "../model.ts";
import { type FormNow, missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { may, type Step } from "../moving.ts";
import { partyName, said } from "../naming.ts";
import { Past, RecordCard, Sealed } from "../records.tsx";
import { Extend } from "../Extending.tsx";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";
import { GUIDE, heardOf, INVITATION, newestMove, powerIn, SAID_ALOUD } from "./content.ts";
import { Deeds } from "./Holding.tsx";
import { Invite } from "./Inviting.tsx";
import { Transcript } from "./Transcript.tsx";

const FORM = "interview";
const KINDS = CODES["interviewing"] ?? [];

function planned(values: Values, id: string): Step {
  const party = (values["party"] ?? "") || "reporter";
  const code = values["code"] ?? "main";
  const words = Object.fromEntries(["text", ...GUIDE].map(each => [each, (values[each] ?? "").trim()]));
  if (code !== "main" && words["text"] === "") {
    missing(`${FORM}-text`, () => t("talk.reason_missing"));
  }
  return { object: "interview", id, move: "plan", party, code, words };
}

/** As somebody is called in a list: with what they are in the case. */
function called(work: Work, { id, code }: CaseRecord): string {
  return id === "reporter" ? t("actor.reporter") : `${partyName(work, id)} · ${codeWords(code)}`;
}

function PlanFields({ form }: { form: FormNow }) {
  const { work } = useWork();
  return (
    <>
      <Select
        id={form.idOf("party")}
        label={t("talk.person")}
        value={form.values["party"] ?? ""}
        onValue={value => form.set("party", value)}
        options={heardOf(work).map(each => ({ value: each.id, label: called(work, each) }))}
      />
      <RadioGroup
        name={form.idOf("code")}
        legend={t("talk.kind")}
        options={KINDS.map(value => ({ value, label: codeWords(value) }))}
        value={form.values["code"] ?? ""}
        onValue={value => form.set("code", value)}
      />
      <Words form={form} control="text" label={t("talk.why")} hint={t("talk.why_hint")} rows={2} />
      {GUIDE.map(each => (
        <Words
          key={each}
          form={form}
          control={each}
          label={t(`talk.${each}`)}
          hint={t(`talk.${each}_hint`)}
          rows={3}
        />
      ))}
    </>
  );
}

function PlanForm({ close }: { close: () => void }) {
  const start = { party: "reporter", code: "main", text: "" };
  return (
    <MoveForm
      name={FORM}
      start={{ ...start, ...Object.fromEntries(GUIDE.map(each => [each, ""])) }}
      step={planned}
      told={SAID_ALOUD}
      button={t("talk.plan_save")}
      done={() => t("talk.planned")}
      close={close}
    >
      {form => <PlanFields form={form} />}
    </MoveForm>
  );
}

function Guide({ interview }: { interview: CaseRecord }) {
  const { work } = useWork();
  const plan = newestMove(work, interview, "plan");
  const steps = GUIDE.filter(each => said(plan, each) !== "");
  if (steps.length === 0) return null;
  return (
    <Disclosure summary={t("talk.guide")}>
      <dl class="answers">
        {steps.map(each => (
          <div key={each}>
            <dt>{t(`talk.${each}`)}</dt>
            <dd>
              <Paragraphs words={said(plan, each)} />
            </dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  );
}

function Invitation({ interview }: { interview: CaseRecord }) {
  const { work } = useWork();
  const invited = newestMove(work, interview, "invite");
  if (!invited) return null;
  const words = INVITATION.map(each => {
    const text = said(invited, each);
    return [t(`talk.${each}`), text === "" ? "" : <Line words={text} />] as const;
  });
  const power = powerIn(invited);
  const recording = said(invited, "recording") === "ask" ? "ask" : "no";
  return (
    <Disclosure summary={t("talk.invitation")}>
      <Facts
        pairs={[
          ...words,
          [t("talk.companion"), power ? t(`talk.companion_${power}`) : ""],
          [t("interview.recording"), t(`talk.recording_${recording}`)],
        ]}
      />
    </Disclosure>
  );
}

/** What whoever is invited answered; they need say nothing. */
function Answer({ interview }: { interview: CaseRecord }) {
  const { work } = useWork();
  const answer = newestMove(work, interview, "confirm", "decline", "postpone");
  if (!answer || answer.faults.length > 0) return null;
  const recording = { yes: t("talk.may_record"), no: t("talk.may_not_record") };
  const agreed = recording[said(answer, "recording") as keyof typeof recording] ?? "";
  const text = (name: string) => (said(answer, name) === "" ? "" : <Line words={said(answer, name)} />);
  return (
    <Facts
      pairs={[
        [t("talk.brings"), text("companion")],
        [t("talk.needs"), text("needs")],
        [t("interview.recording"), answer.moved.move === "confirm" ? agreed : ""],
        [t("talk.says"), text("text")],
      ]}
    />
  );
}

/** On which day it is or was, and until when it can be corrected. */
function When({ interview }: { interview: CaseRecord }) {
  const { work } = useWork();
  const invited = newestMove(work, interview, "invite");
  const held = newestMove(work, interview, "conduct", "conduct_on_paper");
  const sent = newestMove(work, interview, "send_transcript", "extend");
  const isOpen = ["sent", "corrected"].includes(interview.state);
  const until = isOpen && sent?.moved.due ? moment(new Date(sent.moved.due)) : "";
  return (
    <Facts
      pairs={[
        [t("talk.day"), day(held?.moved.when ?? invited?.moved.when ?? "")],
        [t("talk.until"), until],
      ]}
    />
  );
}

function Notes({ interview }: { interview: CaseRecord }) {
  const { work } = useWork();
  const notes = said(newestMove(work, interview, "conduct", "conduct_on_paper"), "text");
  if (notes === "") return null;
  return (
    <Disclosure summary={t("talk.notes")}>
      <Paragraphs words={notes} />
    </Disclosure>
  );
}

function Interview({ interview }: { interview: CaseRecord }) {
  const { work } = useWork();
  return (
    <RecordCard
      record={interview}
      family="interview_state"
      title={
        <>
          <Name>{partyName(work, interview.party)}</Name>
          <span class="small"> · {codeWords(interview.code)}</span>
        </>
      }
    >
      <When interview={interview} />
      <Answer interview={interview} />
      <Guide interview={interview} />
      <Invitation interview={interview} />
      <Notes interview={interview} />
      <Transcript interview={interview} />
      <div class="row deeds">
        <Invite interview={interview} />
        <Deeds interview={interview} />
        <Extend record={interview} />
      </div>
      <Past record={interview} words={[]} />
    </RecordCard>
  );
}

export function InterviewsPage() {
  const { work } = useWork();
  const [isOpen, open] = useOpening(FORM);
  const all = every(work.state, "interview").toReversed();
  const plan = { object: "interview", id: "new", move: "plan", code: "gaps", party: "reporter" };
  return (
    <>
      <p>{t("talk.about")}</p>
      <Sealed />
      {all.length === 0 ? <p class="small">{t("talk.none")}</p> : null}
      <ul class="plain records">
        {all.map(each => (
          <Interview key={each.id} interview={each} />
        ))}
      </ul>
      {may(work, plan) ? (
        <Opening label={t("talk.plan")} isOpen={isOpen} open={open}>
          <PlanForm close={() => open(false)} />
        </Opening>
      ) : null}
    </>
  );
}
