/** How it ended: a letter to each side, that all are out, appeals, and the time afterwards. */

import { caseRecord, isAllFound, type Moved } from "../../../../lib/caseworkState.ts";
import { movesOf } from "../../../../lib/moves.ts";
import { unpacked } from "../../../../lib/letterShape.ts";
import { Disclosure } from "../../../../ui/Disclosure.tsx";
import { Facts } from "../../../../ui/Facts.tsx";
import { day, moment } from "../../times.ts";
import { t, term } from "../../words.ts";
import { Deed } from "../Deed.tsx";
import type { CaseRecord, JudgedMove } from "../model.ts";
import { Opening } from "../MoveForm.tsx";
import { may } from "../moving.ts";
import { actorName, partyName, said } from "../naming.ts";
import { PressMove } from "../PressMove.tsx";
import { Failing, Sealed } from "../records.tsx";
import { dayOf } from "../terms.ts";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { missingForAftercare, reopeningBy } from "./after.ts";
import { Appeals } from "./Appeals.tsx";
import { Closing } from "./Closing.tsx";
import { Letter } from "./Letter.tsx";
import { formOf, OutcomeForm } from "./OutcomeForm.tsx";
import { Settlements } from "./Settlements.tsx";
import { isOwed, mayTell, toldBy, toldLast } from "./parts.ts";

const TITLE = "letters-title";

/** The newest letter of this kind, as it was sent. */
function Sent({ move }: { move: JudgedMove }) {
  const [text, shape] = [said(move, "text"), said(move, "shape")];
  if (text === "") return null;
  return (
    <Disclosure summary={t("ending.letter")}>
      <Letter paragraphs={unpacked({ text, shape })} language={said(move, "language")} />
    </Disclosure>
  );
}

function Told({ told }: { told: Moved }) {
  const { work } = useWork();
  return (
    <Facts
      pairs={[
        [t("ending.told"), `${actorName(work, told.actor)} · ${moment(new Date(told.at))}`],
        [t("ending.until"), told.due ? day(dayOf(work, told.due)) : ""],
      ]}
    />
  );
}

function Writing({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  const [isOpen, open] = useOpening(formOf(party.id));
  if (!mayTell(work, party.id)) return null;
  const isAnother = toldLast(party) !== undefined && !isOwed(work, party);
  return (
    <Opening
      label={t(isAnother ? "ending.write_again" : "ending.write")}
      isOpen={isOpen}
      open={open}
      describedBy={`title-${party.id}`}
    >
      <OutcomeForm party={party.id} close={() => open(false)} />
    </Opening>
  );
}

function stateOf(told: Moved | undefined, owed: boolean): string {
  if (told === undefined) return t("ending.not_yet");
  return owed ? t("ending.again") : t("ending.told");
}

/** One side. Who has no way in that two confirmed gets the letter in another way. */
function Side({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  const told = toldLast(party);
  const sent = movesOf(work.moves, "party", party.id).findLast(({ moved }) => moved.move === "tell_outcome");
  const isIn = party.code === "reporter" || party.state === "confirmed";
  return (
    <li class="card record">
      <div class="split">
        <h3 id={`title-${party.id}`}>
          {party.code === "reporter"
            ? t("ending.to_reporter")
            : t("ending.to", { name: partyName(work, party.id) })}
        </h3>
        <span class="state">{stateOf(told, isOwed(work, party))}</span>
      </div>
      {sent ? <Failing record={party} /> : null}
      {told ? <Told told={told} /> : null}
      {sent ? <Sent move={sent} /> : null}
      {isIn ? null : <p class="waits">{t("ending.on_paper")}</p>}
      <Writing party={party} />
      <Deed
        record={party}
        move="tell_reopened"
        label={t("ending.tell_reopened")}
        words={t("ending.tell_reopened_say")}
        done={() => t("ending.tell_reopened_done")}
      />
    </li>
  );
}

/** Whoever leads reads what is missing before the time afterwards can begin. */
function NotYet() {
  const { work } = useWork();
  const lacking = missingForAftercare(work);
  if (lacking === "") return null;
  return (
    <p class="waits">
      {t("ending.not_after")} {term("unmet", lacking)}
    </p>
  );
}

/** Appealed with success, or something came up: it is looked into once more. */
function Again({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const reasons = reopeningBy(work);
  if (reasons.length === 0) return null;
  return (
    <Deed
      record={record}
      move="reopen"
      label={t("ending.reopen")}
      describedBy={TITLE}
      codes={reasons}
      legend={t("ending.reopen_why")}
      words={t("ending.reopen_say")}
      hint={t("ending.reopen_hint")}
      isTold
      done={() => t("ending.reopened")}
    />
  );
}

function After() {
  const { work } = useWork();
  const record = caseRecord(work.state);
  const out = { object: "case", id: "case", move: "send_letters", words: {} };
  return (
    <>
      <NotYet />
      <div class="row deeds">
        {may(work, out) ? (
          <PressMove
            step={out}
            label={t("ending.all_out")}
            done={() => t("ending.all_out_done")}
            kind="main"
          />
        ) : null}
        <Deed
          record={record}
          move="start_aftercare"
          label={t("ending.aftercare")}
          describedBy={TITLE}
          words={t("ending.aftercare_say")}
          isTold
          done={() => t("ending.aftercare_done")}
        />
        <Again record={record} />
      </div>
    </>
  );
}

export function LettersPage() {
  const { work } = useWork();
  return (
    <>
      <p>{t("ending.about")}</p>
      <Sealed />
      <h2 id={TITLE}>{t("ending.title")}</h2>
      {isAllFound(work.state) ? null : <p class="small">{t("ending.too_early")}</p>}
      <ul class="plain records">
        {toldBy(work).map(each => (
          <Side key={each.id} party={each} />
        ))}
      </ul>
      <After />
      <Closing move="close" />
      <Appeals />
      <Settlements />
    </>
  );
}
