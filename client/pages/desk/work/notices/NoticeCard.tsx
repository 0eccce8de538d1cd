/** One notice: its words, what waits, what was answered, and what whoever looks can do with it. */

import { newestFound } from "../../../../lib/caseworkAsked.ts";
import { type Moved, one } from "../../../../lib/caseworkState.ts";
import { CODES } from "../../../../lib/caseworkTable.ts";
import { holds, movesOf } from "../../../../lib/moves.ts";
import { Facts } from "../../../../ui/Facts.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { Notice } from "../../../../ui/Notice.tsx";
import { Paragraphs } from "../../../../ui/Written.tsx";
import { day } from "../../times.ts";
import { list, t } from "../../words.ts";
import { Deed } from "../Deed.tsx";
import type { CaseRecord, JudgedMove, Work } from "../model.ts";
import { Opening } from "../MoveForm.tsx";
import { may } from "../moving.ts";
import { actorName, namedIn, said } from "../naming.ts";
import { PressMove } from "../PressMove.tsx";
import { fact, Past, RecordCard } from "../records.tsx";
import { dayOf } from "../terms.ts";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { codeWords, moveWords, objectWords } from "../words.ts";
import { isOtherThanShown, memberOf, namesIn, newestOf, standing, wordsOf } from "./content.ts";
import { NoticeForm } from "./NoticeForm.tsx";
import { Said } from "./Said.tsx";
import { Extend } from "../Extending.tsx";
import { Send } from "./Sending.tsx";

const PARTS = ["put", "material"] as const;
const ROUTES = CODES["route_out"] ?? [];

/** Names that stand in it, for who looks whether anybody could be recognised by it. */
function Recognised({ notice }: { notice: CaseRecord }) {
  const { work } = useWork();
  const version = standing(work, notice);
  if (notice.state !== "drafted" || !version) return null;
  const texts = notice.about.flatMap(id => PARTS.map(part => said(version, memberOf(part, id))));
  const names = namesIn([...texts, said(version, "text")], namedIn(work));
  return (
    <Notice kind="calm">
      <p>{t("notices.look")}</p>
      {names.length > 0 ? <p class="flag">{t("notices.names", { names: list(names) })}</p> : null}
    </Notice>
  );
}

const REPLIES: readonly string[] = [
  "reply",
  "reply_late",
  "decline",
  "admit",
  "retract",
  "object",
  "strike_words",
];

/** What somebody answered to it: the person it is put to, or the reporter before it went out. */
function Answers({ notice }: { notice: CaseRecord }) {
  const { work } = useWork();
  const answers = movesOf(work.moves, "notice", notice.id).filter(({ moved }) =>
    REPLIES.includes(moved.move),
  );
  return (
    <>
      {answers.map(each => (
        <Answer key={each.view.event} notice={notice} move={each} />
      ))}
    </>
  );
}

/** Whether all that it is about was found before this was said. */
function isAfterAll({ state }: Work, { about }: CaseRecord, { at }: Moved): boolean {
  const found = about.every(id => one(state, "allegation", id)?.state === "found");
  return found && Date.parse(at) > newestFound(state);
}

function Answer({ notice, move }: { notice: CaseRecord; move: JudgedMove }) {
  const { work } = useWork();
  const code = move.moved.code ?? "";
  return (
    <Notice kind={code === "danger" ? "grave" : "calm"}>
      <p class="small">
        <b>{moveWords(move.moved.move)}</b> · <Name>{actorName(work, move.moved.actor)}</Name> ·{" "}
        {day(dayOf(work, move.moved.at))}
        {code === "" ? null : ` · ${codeWords(code)}`}
      </p>
      {move.faults.length > 0 ? (
        <p class="flag">{t("work.unsure")}</p>
      ) : (
        <Paragraphs words={said(move, "text")} />
      )}
      {isAfterAll(work, notice, move.moved) ? <p class="small">{t("notices.after_found")}</p> : null}
    </Notice>
  );
}

/** Before it goes out. */
function Preparing({ notice }: { notice: CaseRecord }) {
  const { work } = useWork();
  const version = newestOf(work, notice, "draft", "revise");
  return (
    <>
      <Deed
        record={notice}
        move="check"
        label={t("notices.check")}
        words={t("notices.check_words")}
        hint={t("notices.check_hint")}
        done={() => t("notices.checked")}
      />
      {version ? (
        <PressMove
          step={{
            object: "notice",
            id: notice.id,
            move: "preview",
            words: wordsOf(version, notice.about, PARTS),
          }}
          label={t("notices.preview")}
          question={t("notices.preview_sure")}
          done={() => t("notices.previewed")}
          kind="main"
          describedBy={`title-${notice.id}`}
        />
      ) : null}
    </>
  );
}

/** About the reporter's objection, by somebody who has not written it. */
function Deciding({ notice }: { notice: CaseRecord }) {
  return (
    <>
      {(["uphold", "overrule"] as const).map(move => (
        <Deed
          key={move}
          record={notice}
          move={move}
          label={t(`notices.${move}`)}
          words={t("notices.decide_words")}
          isTold
          done={() => t("team.moved")}
        />
      ))}
    </>
  );
}

/** Once it is out. */
function Waiting({ notice }: { notice: CaseRecord }) {
  return (
    <>
      <Deed
        record={notice}
        move="attempt"
        label={t("notices.attempt")}
        words={t("notices.attempt_words")}
        codes={ROUTES}
        legend={t("notices.attempt_route")}
        optional
        done={() => t("team.moved")}
      />
      <Extend record={notice} />
      <Deed
        record={notice}
        move="record_silence"
        label={t("notices.silence")}
        words={t("notices.silence_words")}
        hint={t("notices.silence_hint")}
        optional
        done={() => t("team.moved")}
      />
    </>
  );
}

function Revise({ notice }: { notice: CaseRecord }) {
  const { work } = useWork();
  const name = `notice-${notice.id}`;
  const [isOpen, open] = useOpening(name);
  if (!may(work, { object: "notice", id: notice.id, move: "revise" })) return null;
  return (
    <Opening label={t("notices.revise")} isOpen={isOpen} open={open} describedBy={`title-${notice.id}`}>
      <NoticeForm name={name} party={notice.party} alleged={[]} notice={notice} close={() => open(false)} />
    </Opening>
  );
}

/** Whoever may not go on with it reads who does. */
const WAITS = ["drafted", "previewed", "objected", "sent", "read", "extended"] as const;

function Waits({ notice }: { notice: CaseRecord }) {
  const waits = WAITS.find(each => each === notice.state);
  return waits ? <p class="waits">{t(`notices.waits_${waits}`)}</p> : null;
}

function titleOf({ code }: CaseRecord): string {
  const title = objectWords("notice");
  return code === "supplementary" ? `${title} · ${codeWords(code)}` : title;
}

export function NoticeCard({ notice }: { notice: CaseRecord }) {
  const { work } = useWork();
  const version = standing(work, notice);
  const isSound = holds(work.moves, notice);
  return (
    <RecordCard record={notice} family="notice_state" title={titleOf(notice)}>
      {isSound && version ? <Said move={version} ids={notice.about} parts={PARTS} /> : null}
      <Facts
        pairs={[
          [t("notices.due"), notice.due === "" ? "" : day(dayOf(work, notice.due))],
          [t("notices.on_call"), notice.holder === "" ? "" : actorName(work, notice.holder)],
          [t("notices.call"), version ? fact(said(version, "call")) : ""],
        ]}
      />
      {isOtherThanShown(movesOf(work.moves, "notice", notice.id), notice.about) ? (
        <p class="flag">{t("notices.other")}</p>
      ) : null}
      <Recognised notice={notice} />
      <Answers notice={notice} />
      {isSound ? (
        <>
          <Waits notice={notice} />
          <Send notice={notice} />
          <div class="row deeds">
            <Preparing notice={notice} />
            <Deciding notice={notice} />
            <Waiting notice={notice} />
            <Revise notice={notice} />
          </div>
        </>
      ) : null}
      <Past record={notice} />
    </RecordCard>
  );
}
