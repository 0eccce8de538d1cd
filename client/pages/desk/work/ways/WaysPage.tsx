/**
 * Two ways for a case to go on that nobody can choose at once: without an inquiry, which the reporter alone
 * asks for, and that too little is known, after three questions and a second signature.
 */

import type { ComponentChildren } from "preact";
import { COUNT } from "../../../../lib/caseworkTable.ts";
import { caseRecord, last } from "../../../../lib/caseworkState.ts";
import { Notice } from "../../../../ui/Notice.tsx";
import { moment } from "../../times.ts";
import { count, t, term } from "../../words.ts";
import { DeedOfTwo } from "../ByTwo.tsx";
import { Deed } from "../Deed.tsx";
import { Closing } from "../letters/Closing.tsx";
import type { CaseRecord, Work } from "../model.ts";
import { against, maySecond } from "../moving.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";

const done = (): string => t("decide.done");

/** Why this way cannot be chosen yet; empty where it can. */
function notYet(work: Work, code: string): string {
  const refusal = against(work, { object: "case", id: "case", move: "triage", code });
  return refusal === "" ? "" : term("unmet", refusal);
}

/** Questions that count: what was asked before the reporter came again does not. */
function questions({ past }: CaseRecord): readonly string[] {
  const came = past.findLastIndex(({ move }) => move === "visit" || move === "come_back");
  return past.slice(came + 1).flatMap(({ move, at }) => (move === "ask_silent" ? [at] : []));
}

function Silent({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const asked = questions(record);
  const why = notYet(work, "insufficient");
  const step = { object: "case", id: "case", move: "triage" };
  const isOpen = why === "" || (maySecond(work, step) && asked.length >= COUNT.questions);
  return (
    <section aria-labelledby="ways-silent">
      <h3 id="ways-silent">{t("ways.silent")}</h3>
      <p>{t("ways.silent_about")}</p>
      <p class="small">{count("ways.asked", asked.length)}</p>
      <ul class="plain small">
        {asked.map(at => (
          <li key={at}>{moment(new Date(at))}</li>
        ))}
      </ul>
      <div class="row deeds">
        <Deed
          record={record}
          move="ask_silent"
          label={t("ways.ask")}
          words={t("ways.question")}
          hint={t("ways.question_hint")}
          isTold
          done={() => t("ways.is_asked")}
        />
      </div>
      {isOpen ? <Insufficient record={record} /> : <p class="small">{why}</p>}
    </section>
  );
}

function Insufficient({ record }: { record: CaseRecord }) {
  return (
    <div class="row deeds">
      <DeedOfTwo
        record={record}
        move="triage"
        label={t("ways.insufficient")}
        sign={t("ways.sign")}
        words={t("decide.reason")}
        hint={t("decide.reason_hint")}
        clear={{ code: "insufficient" }}
        isTold
        done={done}
      />
    </div>
  );
}

function Informal({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const asked = last(record, "ask_informal", "revoke_informal");
  const isAsked = asked?.move === "ask_informal";
  const why = isAsked ? notYet(work, "informal") : "";
  return (
    <section aria-labelledby="ways-informal">
      <h3 id="ways-informal">{codeWords("informal")}</h3>
      <p>{t("ways.informal_about")}</p>
      {isAsked ? (
        <Asked>{t("ways.informal_asked", { when: moment(new Date(asked.at)) })}</Asked>
      ) : (
        <p class="small">{t("ways.informal_none")}</p>
      )}
      {why === "" ? null : <p class="small">{why}</p>}
      {isAsked && why === "" ? (
        <Deed
          record={record}
          move="triage"
          label={t("ways.informal_choose")}
          words={t("decide.reason")}
          hint={t("decide.reason_hint")}
          clear={{ code: "informal" }}
          isTold
          done={done}
        />
      ) : null}
    </section>
  );
}

function Asked({ children }: { children: ComponentChildren }) {
  return (
    <Notice kind="calm">
      <p>{children}</p>
    </Notice>
  );
}

export function WaysPage() {
  const { work } = useWork();
  const record = caseRecord(work.state);
  return (
    <>
      <h2 id="title-case">{t("decide.section")}</h2>
      <p>{t("ways.about")}</p>
      <Silent record={record} />
      <Informal record={record} />
      <Closing move="close_unworked" />
    </>
  );
}
