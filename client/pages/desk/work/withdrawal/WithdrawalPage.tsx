/** What becomes of a case whose reporter took the report back: asked once, then stopped, or gone on with. */

import { caseRecord, last } from "../../../../lib/caseworkState.ts";
import { CODES } from "../../../../lib/caseworkTable.ts";
import { Facts } from "../../../../ui/Facts.tsx";
import { moment } from "../../times.ts";
import { t, term } from "../../words.ts";
import { Deed } from "../Deed.tsx";
import { closedBy } from "../letters/closing.ts";
import type { CaseRecord, Work } from "../model.ts";
import { against, meets } from "../moving.ts";
import { partyName } from "../naming.ts";
import { PressMove } from "../PressMove.tsx";
import { Past } from "../records.tsx";
import { caseStep, closedStep, returnsUntil, sinceTakenBack, untold } from "../takenBack.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";

const TITLE = "title-withdrawal";

/** What is shown of the case's own moves here. */
const MOVES = [
  "withdraw",
  "come_back",
  "check_withdrawal",
  "announce_continuing",
  "stop",
  "continue_without",
];

type About = "withdrawn" | "over" | "stopped" | "continues" | "back";

function aboutOf(work: Work): About {
  const { course } = work.state;
  if (course === "stopped") return "stopped";
  if (course === "continues_without") return "continues";
  if (course !== "withdrawn") return "back";
  return meets(work, caseStep("stop"), "return_over") ? "over" : "withdrawn";
}

function Standing({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const when = last(record, "withdraw")?.at;
  const code = sinceTakenBack(work, "announce_continuing")?.code ?? "";
  return (
    <Facts
      pairs={[
        [t("withdrawal.when"), when === undefined ? "" : moment(new Date(when))],
        [t("withdrawal.until"), returnsUntil(work)],
        [t("withdrawal.why"), code === "" ? "" : codeWords(code)],
      ]}
    />
  );
}

/** Asked once: afterwards the answer is waited for, or that time is over. */
function Check({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  if (sinceTakenBack(work, "check_withdrawal")) return null;
  return (
    <Deed
      record={record}
      move="check_withdrawal"
      label={t("ways.ask")}
      words={t("withdrawal.check_words")}
      hint={t("withdrawal.check_hint")}
      text={t("withdrawal.question")}
      describedBy={TITLE}
      isTold
      done={() => t("ways.is_asked")}
    />
  );
}

/** Told first, whatever the reason. */
function Announce({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  if (sinceTakenBack(work, "announce_continuing")) return null;
  return (
    <Deed
      record={record}
      move="announce_continuing"
      label={t("withdrawal.announce")}
      legend={t("withdrawal.why")}
      codes={CODES["continuing"]}
      words={t("withdrawal.told_words")}
      hint={t("withdrawal.announce_hint")}
      describedBy={TITLE}
      isTold
      done={() => t("withdrawal.is_told")}
    />
  );
}

function Continue({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const told = sinceTakenBack(work, "announce_continuing");
  if (!told) return null;
  return (
    <Deed
      record={record}
      move="continue_without"
      label={t("withdrawal.continue")}
      words={t("withdrawal.continue_words")}
      hint={t("withdrawal.continue_hint")}
      clear={{ code: told.code ?? "" }}
      describedBy={TITLE}
      done={() => t("withdrawal.goes_on")}
    />
  );
}

function Stop({ record }: { record: CaseRecord }) {
  return (
    <Deed
      record={record}
      move="stop"
      label={t("withdrawal.stop")}
      words={t("withdrawal.told_words")}
      text={t("withdrawal.stop_text")}
      describedBy={TITLE}
      isTold
      done={() => t("withdrawal.is_stopped")}
    />
  );
}

/** No words go with it: nothing can say why. */
function TellClosed({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  const name = partyName(work, party.id);
  return (
    <PressMove
      step={closedStep(party)}
      label={t("withdrawal.tell_closed", { name })}
      question={t("withdrawal.tell_closed_asked", { name })}
      done={() => t("data.given")}
    />
  );
}

function Close() {
  const { store } = useWork();
  return (
    <PressMove
      step={{ ...caseStep("close_stopped"), words: {} }}
      whole={step => closedBy(store.id, step.move, "")}
      label={t("withdrawal.close")}
      question={t("withdrawal.close_asked")}
      describedBy={TITLE}
      done={() => t("withdrawal.is_closed")}
    />
  );
}

/** Why whoever looks cannot do what comes next; nothing where they can, or nothing comes. */
function NotYet({ moves }: { moves: readonly string[] }) {
  const { work } = useWork();
  const code = CODES["continuing"]?.[0] ?? "";
  const why = moves.map(move =>
    against(work, caseStep(move, move === "announce_continuing" ? { code } : {})),
  );
  // Whose turn it is stands over every part.
  const others = why.filter(each => each !== "not_yours");
  if (why.includes("") || others.length === 0) return null;
  return (
    <ul class="plain small">
      {[...new Set(others)].map(each => (
        <li key={each}>{term("unmet", each)}</li>
      ))}
    </ul>
  );
}

function Waiting({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const isAsked = sinceTakenBack(work, "check_withdrawal") !== undefined;
  return (
    <>
      <NotYet moves={isAsked ? ["stop", "announce_continuing"] : ["check_withdrawal"]} />
      <div class="row deeds">
        <Check record={record} />
        <Stop record={record} />
        <Announce record={record} />
        <Continue record={record} />
      </div>
    </>
  );
}

function Stopped() {
  const { work } = useWork();
  return (
    <>
      {work.state.phase === "closed" ? null : <NotYet moves={["close_stopped"]} />}
      <div class="row deeds">
        {untold(work).map(party => (
          <TellClosed key={party.id} party={party} />
        ))}
        <Close />
      </div>
    </>
  );
}

export function WithdrawalPage() {
  const { work } = useWork();
  const record = caseRecord(work.state);
  const about = aboutOf(work);
  return (
    <>
      <h2 id={TITLE}>{t("work_part.withdrawal")}</h2>
      <p>{t(`withdrawal.about_${about}`)}</p>
      <Standing record={record} />
      {about === "withdrawn" || about === "over" ? <Waiting record={record} /> : null}
      {about === "stopped" ? <Stopped /> : null}
      <Past record={record} moves={MOVES} />
    </>
  );
}
