/** What is looked into, how and in which order, approved by a second person; and who does what by when. */

import { every } from "../../../lib/caseworkState.ts";
import { holds, movesOf } from "../../../lib/moves.ts";
import { Disclosure } from "../../../ui/Disclosure.tsx";
import { Name } from "../../../ui/Name.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { Paragraphs } from "../../../ui/Written.tsx";
import { moment } from "../times.ts";
import { t } from "../words.ts";
import type { CaseRecord, JudgedMove } from "./model.ts";
import { type FormNow, missing, MoveForm, Opening, type Values, Words } from "./MoveForm.tsx";
import { may, type Step } from "./moving.ts";
import { actorName, newest, partyName, said } from "./naming.ts";
import { RecordCard, Sealed } from "./records.tsx";
import { Tasks } from "./Tasks.tsx";
import { useOpening } from "./useOpening.ts";
import { useWork } from "./useWork.ts";
import { codeWords } from "./words.ts";

const FORM = "plan";
const PARTS = ["sources", "order", "risks", "text"] as const;

/** What is to be found out of one allegation: a member of its own in the letter. */
function issuesOf(allegation: string): string {
  return `issues_${allegation}`;
}

const isVersion = ({ moved }: JudgedMove): boolean => moved.move === "draft" || moved.move === "revise";

/** Each version of the plan, the newest first. */
function useVersions(plan: CaseRecord): readonly JudgedMove[] {
  const { work } = useWork();
  return movesOf(work.moves, "plan", plan.id).filter(isVersion).toReversed();
}

/** An allegation as it is called: its kind, whose act, and the first words of it. */
function useCalled(): (allegation: CaseRecord) => string {
  const { work } = useWork();
  return allegation => {
    const act = newest(work, allegation, "act");
    const start = act.length > 60 ? `${act.slice(0, 60)}…` : act;
    return [codeWords(allegation.code), partyName(work, allegation.party), start].filter(Boolean).join(" · ");
  };
}

function wordsIn(values: Values, controls: readonly string[]): Values {
  return Object.fromEntries(controls.map(each => [each, (values[each] ?? "").trim()]));
}

function Fields({ form, alleged }: { form: FormNow; alleged: readonly CaseRecord[] }) {
  const called = useCalled();
  return (
    <>
      {alleged.map(each => (
        <Words
          key={each.id}
          form={form}
          control={issuesOf(each.id)}
          label={t("plan.issues", { what: called(each) })}
          hint={t("plan.issues_hint")}
          rows={3}
        />
      ))}
      {PARTS.map(part => (
        <Words
          key={part}
          form={form}
          control={part}
          label={t(`plan.${part}`)}
          hint={t(`plan.${part}_hint`)}
          rows={3}
        />
      ))}
    </>
  );
}

function PlanForm({ plan, close }: { plan: CaseRecord | undefined; close: () => void }) {
  const { work } = useWork();
  const alleged = every(work.state, "allegation");
  const controls = [...alleged.map(({ id }) => issuesOf(id)), ...PARTS];
  const before = plan ? movesOf(work.moves, "plan", plan.id).findLast(isVersion) : undefined;
  const start = Object.fromEntries(controls.map(each => [each, said(before, each)]));
  const step = (values: Values, id: string): Step => {
    const words = wordsIn(values, controls);
    const first = controls[0] ?? "text";
    if (Object.values(words).every(each => each === "")) missing(`${FORM}-${first}`, () => t("plan.empty"));
    return { object: "plan", id: plan?.id ?? id, move: plan ? "revise" : "draft", words };
  };
  return (
    <MoveForm
      name={FORM}
      start={start}
      step={step}
      button={t("plan.save")}
      done={() => t("plan.saved")}
      close={close}
    >
      {form => <Fields form={form} alleged={alleged} />}
    </MoveForm>
  );
}

/** What one version says; nothing under what is empty. */
function Said({ version }: { version: JudgedMove }) {
  const { work } = useWork();
  const called = useCalled();
  const issues = every(work.state, "allegation").map(
    each => [t("plan.issues", { what: called(each) }), said(version, issuesOf(each.id))] as const,
  );
  const parts = PARTS.map(part => [t(`plan.${part}`), said(version, part)] as const);
  return (
    <dl class="answers">
      {[...issues, ...parts].map(([term, words]) =>
        words === "" ? null : (
          <div key={term}>
            <dt dir="auto">{term}</dt>
            <dd>
              <Paragraphs words={words} />
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}

function By({ move }: { move: JudgedMove }) {
  const { work } = useWork();
  return (
    <p class="small">
      <Name>{actorName(work, move.moved.actor)}</Name> · {moment(new Date(move.moved.at))}
    </p>
  );
}

function Earlier({ versions }: { versions: readonly JudgedMove[] }) {
  if (versions.length === 0) return null;
  return (
    <Disclosure summary={t("plan.earlier")}>
      {versions.map(each => (
        <section key={each.view.event}>
          <By move={each} />
          {each.faults.length > 0 ? <p class="flag">{t("work.unsure")}</p> : <Said version={each} />}
        </section>
      ))}
    </Disclosure>
  );
}

/** By a second person; the reporter is told that there is a plan and what comes next, never the plan. */
function Approve({ plan }: { plan: CaseRecord }) {
  const { work } = useWork();
  const name = `approve-${plan.id}`;
  const [isOpen, open] = useOpening(name);
  if (!may(work, { object: "plan", id: plan.id, move: "approve" })) return null;
  const step = (values: Values): Step => {
    const next = (values["next"] ?? "").trim();
    if (next === "") missing(`${name}-next`, () => t("plan.next_missing"));
    return { object: "plan", id: plan.id, move: "approve", words: { text: next } };
  };
  return (
    <Opening label={t("plan.approve")} isOpen={isOpen} open={open} describedBy={`title-${plan.id}`}>
      <MoveForm
        name={name}
        start={{ next: "" }}
        step={step}
        told={["next"]}
        button={t("plan.approve")}
        done={() => t("plan.approved")}
        close={() => open(false)}
      >
        {(form: FormNow) => (
          <Words form={form} control="next" label={t("plan.next")} hint={t("plan.next_hint")} rows={3} />
        )}
      </MoveForm>
    </Opening>
  );
}

/** Who may not approve is told who does. */
function Waiting({ plan }: { plan: CaseRecord }) {
  const { work } = useWork();
  if (plan.state !== "drafted") return null;
  const mine = may(work, { object: "plan", id: plan.id, move: "approve" });
  return mine ? null : <p class="waits">{t("plan.waits")}</p>;
}

function Plan({ plan }: { plan: CaseRecord }) {
  const { work } = useWork();
  const [isOpen, open] = useOpening(FORM);
  const [newestVersion, ...earlier] = useVersions(plan);
  const approval = movesOf(work.moves, "plan", plan.id).findLast(({ moved }) => moved.move === "approve");
  const isApproved = plan.state === "approved" && holds(work.moves, plan);
  return (
    <ul class="plain records">
      <RecordCard record={plan} family="plan_state" title={t("object.plan")}>
        {newestVersion ? (
          <>
            <By move={newestVersion} />
            <Said version={newestVersion} />
          </>
        ) : null}
        {isApproved && approval ? (
          <Notice kind="calm">
            <p>{t("plan.approved_by", { name: actorName(work, approval.moved.actor) })}</p>
            <Paragraphs words={said(approval, "text")} />
          </Notice>
        ) : null}
        <Waiting plan={plan} />
        <Approve plan={plan} />
        {may(work, { object: "plan", id: plan.id, move: "revise" }) ? (
          <Opening label={t("plan.revise")} isOpen={isOpen} open={open} describedBy={`title-${plan.id}`}>
            <PlanForm plan={plan} close={() => open(false)} />
          </Opening>
        ) : null}
        <Earlier versions={earlier} />
      </RecordCard>
    </ul>
  );
}

function NoPlan() {
  const { work } = useWork();
  const [isOpen, open] = useOpening(FORM);
  const mayDraft = may(work, { object: "plan", id: "new", move: "draft" });
  return (
    <>
      <p class="small">{t(mayDraft ? "plan.none" : "plan.none_yet")}</p>
      {mayDraft ? (
        <Opening label={t("plan.draft")} isOpen={isOpen} open={open}>
          <PlanForm plan={undefined} close={() => open(false)} />
        </Opening>
      ) : null}
    </>
  );
}

export function PlanPage() {
  const { work } = useWork();
  const [plan] = every(work.state, "plan");
  return (
    <>
      <p>{t("plan.about")}</p>
      <Sealed />
      {plan ? <Plan plan={plan} /> : <NoPlan />}
      <Tasks />
    </>
  );
}
