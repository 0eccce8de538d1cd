/** What several pages of a worked case show of a record: its words, what fails, what was done with it. */

import type { ComponentChildren } from "preact";
import { holds, movesOf } from "../../../lib/moves.ts";
import { Disclosure } from "../../../ui/Disclosure.tsx";
import { Name } from "../../../ui/Name.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { Line, Paragraphs } from "../../../ui/Written.tsx";
import { iso, moment } from "../times.ts";
import { type Key, t } from "../words.ts";
import type { CaseRecord, JudgedMove } from "./model.ts";
import { actorName, newest, said, saidIn } from "./naming.ts";
import { useWork } from "./useWork.ts";
import { moveWords } from "./words.ts";

/** Nothing where nothing is wrong. */
export function Failing({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  if (holds(work.moves, record)) return null;
  const faults = movesOf(work.moves, record.object, record.id).flatMap(each => each.faults);
  return (
    <Notice kind="grave">
      <b>{t("fault.title")}</b>
      <ul>
        {[...new Set(faults)].map(fault => (
          <li key={fault}>{t(`fault.${fault}`)}</li>
        ))}
        {faults.length === 0 ? <li>{t("work.not_taken_up")}</li> : null}
      </ul>
      <p>{t("fault.next")}</p>
    </Notice>
  );
}

/** The state in words; not of a record that fails: nobody may take it for true. */
export function State({ record, family }: { record: CaseRecord; family: string }) {
  const { work } = useWork();
  const isGood = holds(work.moves, record);
  return <span class="state">{isGood ? t(`${family}.${record.state}` as Key) : t("work.unsure")}</span>;
}

/**
 * Far down a long list a card is laid out once it comes near the screen; it can be found, and read aloud, before.
 * Here, because the style sheet comes to who signs in, too.
 */
const FAR = { contentVisibility: "auto", containIntrinsicSize: "auto 11rem" };

/** A record as a card: its heading, its state, what fails. */
export function RecordCard({
  record,
  title,
  family,
  isFar = false,
  children,
}: {
  readonly record: CaseRecord;
  readonly title: ComponentChildren;
  readonly family: string;
  /** Whether it stands far down in a long list. */
  readonly isFar?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <li class="card record" style={isFar ? FAR : undefined} id={`record-${record.id}`}>
      <div class="split">
        <h3 id={`title-${record.id}`}>{title}</h3>
        <State record={record} family={family} />
      </div>
      <Failing record={record} />
      {children}
    </li>
  );
}

/** Words of the newest letter that has them, or that they are sealed to others. */
export function Told({ record, name = "text" }: { record: CaseRecord; name?: string }) {
  const { work } = useWork();
  const words = newest(work, record, name);
  return words === "" ? null : <Paragraphs words={words} />;
}

/** What exactly it is, by the moves that say it, and under it what was written of it last. */
export function ToldWhat({ record, moves }: { record: CaseRecord; moves: readonly string[] }) {
  const { work } = useWork();
  const what = saidIn(work, record, moves);
  const last = newest(work, record, "text");
  return (
    <>
      <Paragraphs words={what} />
      {last === what ? null : <Paragraphs words={last} />}
    </>
  );
}

function Step({ move, words }: { move: JudgedMove; words: readonly string[] }) {
  const { work } = useWork();
  const when = new Date(move.moved.at);
  const texts = words.map(name => said(move, name)).filter(each => each !== "");
  return (
    <li>
      <p class="small">
        <b>{moveWords(move.moved.move)}</b>
        {" · "}
        <Name>{actorName(work, move.moved.actor)}</Name>
        {" · "}
        <time dateTime={iso(when)}>{moment(when)}</time>
        {move.faults.length > 0 ? ` · ${t("work.unsure")}` : null}
      </p>
      {texts.map(each => (
        <p key={each} class="small">
          <Line words={each} />
        </p>
      ))}
    </li>
  );
}

const SAID: readonly string[] = ["act", "text", "reason"];

interface PastProps {
  readonly record: CaseRecord;
  /** What letters said that is shown with it. */
  readonly words?: readonly string[];
  /** Only what was done in these ways; without, all of it. */
  readonly moves?: readonly string[];
}

/** What was done with it, the newest first. */
export function Past({ record, words = SAID, moves: of }: PastProps) {
  const { work } = useWork();
  const all = movesOf(work.moves, record.object, record.id).toReversed();
  const moves = of === undefined ? all : all.filter(({ moved }) => of.includes(moved.move));
  if (moves.length === 0) return null;
  return (
    <Disclosure summary={t("work.past")}>
      <ol class="plain past" reversed>
        {moves.map(each => (
          <Step key={each.view.event} move={each} words={words} />
        ))}
      </ol>
    </Disclosure>
  );
}

/** What somebody wrote, in a list of facts: nothing where it is empty. */
export function fact(words: string): ComponentChildren {
  return words === "" ? "" : <Line words={words} />;
}

/** Shown in place of words that are sealed to others. */
export function Sealed() {
  const { work } = useWork();
  if (!work.file || work.file.reads) return null;
  return (
    <Notice kind="calm">
      <p>{t("work.sealed")}</p>
    </Notice>
  );
}
