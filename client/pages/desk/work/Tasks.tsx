/** Who does what by which day: added, given to somebody, done, dropped with a reason, taken up again. */

import { every } from "../../../lib/caseworkState.ts";
import { CODES } from "../../../lib/caseworkTable.ts";
import { Facts } from "../../../ui/Facts.tsx";
import { Name } from "../../../ui/Name.tsx";
import { day, today } from "../times.ts";
import { t } from "../words.ts";
import { Deed } from "./Deed.tsx";
import { Doing, givenIn, isOverdue } from "./Doing.tsx";
import { Later } from "./Later.tsx";
import type { CaseRecord } from "./model.ts";
import { missing, MoveForm, Opening, type Values, Words } from "./MoveForm.tsx";
import { may, type Step } from "./moving.ts";
import { PressMove } from "./PressMove.tsx";
import { actorName, newest } from "./naming.ts";
import { Past, RecordCard } from "./records.tsx";
import { dayOf } from "./terms.ts";
import { useOpening } from "./useOpening.ts";
import { useWork } from "./useWork.ts";

const FORM = "task";
const DROPPING = CODES["dropping"] ?? [];

/** What is open first, the soonest before the others. */
function ordered(tasks: readonly CaseRecord[]): CaseRecord[] {
  const rank = ({ state }: CaseRecord): number => (state === "open" ? 0 : 1);
  return tasks.toSorted((a, b) => rank(a) - rank(b) || a.due.localeCompare(b.due));
}

function AddForm({ close }: { close: () => void }) {
  const { work } = useWork();
  const step = (values: Values, id: string): Step => {
    const text = (values["text"] ?? "").trim();
    if (text === "") missing(`${FORM}-text`, () => t("task.empty"));
    const words = { text, reason: "" };
    return { object: "task", id, move: "add", ...givenIn(values, FORM, work), words };
  };
  return (
    <MoveForm
      name={FORM}
      start={{ text: "", holder: work.view.may_hold[0]?.id ?? "", due: "" }}
      step={step}
      button={t("task.save")}
      done={() => t("task.added")}
      close={close}
    >
      {form => (
        <>
          <Words form={form} control="text" label={t("task.text")} rows={2} />
          <Doing work={work} form={form} label={t("task.who")} />
        </>
      )}
    </MoveForm>
  );
}

function Assign({ task }: { task: CaseRecord }) {
  const { work } = useWork();
  const name = `assign-${task.id}`;
  const [isOpen, open] = useOpening(name);
  const base = { object: "task", id: task.id, move: "assign" };
  if (!may(work, base)) return null;
  const step = (values: Values): Step => ({
    ...base,
    ...givenIn(values, name, work),
    words: { text: newest(work, task, "text"), reason: "" },
  });
  return (
    <Opening label={t("task.assign")} isOpen={isOpen} open={open} describedBy={`title-${task.id}`}>
      <MoveForm
        name={name}
        start={{ holder: task.holder, due: dayOf(work, task.due) }}
        step={step}
        button={t("task.assign")}
        done={() => t("task.assigned")}
        close={() => open(false)}
      >
        {form => <Doing work={work} form={form} label={t("task.who")} />}
      </MoveForm>
    </Opening>
  );
}

function Deeds({ task }: { task: CaseRecord }) {
  const { work } = useWork();
  const words = { text: newest(work, task, "text"), reason: "" };
  const about = { object: "task", id: task.id, words };
  return (
    <div class="row deeds">
      <PressMove
        step={{ ...about, move: "do" }}
        label={t("task.do")}
        done={() => t("task.moved")}
        describedBy={`title-${task.id}`}
      />
      <PressMove
        step={{ ...about, move: "take_up" }}
        label={t("task.take_up")}
        done={() => t("task.moved")}
        describedBy={`title-${task.id}`}
      />
      <Assign task={task} />
      <Deed
        record={task}
        move="drop"
        label={t("task.drop")}
        words={t("task.drop_words")}
        codes={DROPPING}
        legend={t("task.drop_why")}
        optional
        done={() => t("task.moved")}
      />
    </div>
  );
}

/** Drawn with the list itself are so many; of the others what can be done follows. */
const AT_ONCE = 20;

function Task({ task, on, isFirst }: { task: CaseRecord; on: string; isFirst: boolean }) {
  const { work } = useWork();
  const text = newest(work, task, "text");
  return (
    <RecordCard
      record={task}
      family="task_state"
      title={text === "" ? t("object.task") : text}
      isFar={!isFirst}
    >
      <Facts
        pairs={[
          [t("task.who"), <Name key="who">{actorName(work, task.holder)}</Name>],
          [t("task.due"), task.due === "" ? "" : day(dayOf(work, task.due))],
        ]}
      />
      {task.state === "open" && isOverdue(work, task, on) ? <p class="flag">{t("task.late")}</p> : null}
      <Later now={isFirst}>
        {() => (
          <>
            <Deeds task={task} />
            <Past record={task} />
          </>
        )}
      </Later>
    </RecordCard>
  );
}

export function Tasks() {
  const { work } = useWork();
  const [isOpen, open] = useOpening(FORM);
  const tasks = ordered(every(work.state, "task"));
  const on = today();
  const holder = work.view.may_hold[0]?.id ?? "";
  const mayAdd = holder !== "" && may(work, { object: "task", id: "new", move: "add", holder });
  return (
    <section aria-labelledby="tasks-title">
      <h2 id="tasks-title">{t("task.title")}</h2>
      {tasks.length === 0 ? <p class="small">{t("task.none")}</p> : null}
      <ul class="plain records">
        {tasks.map((each, at) => (
          <Task key={each.id} task={each} on={on} isFirst={at < AT_ONCE} />
        ))}
      </ul>
      {mayAdd ? (
        <Opening label={t("task.add")} isOpen={isOpen} open={open}>
          <AddForm close={() => open(false)} />
        </Opening>
      ) : null}
    </section>
  );
}
