/** Appeals of both sides: read, heard and decided by a reviewer who had no part in the case. */

import { caseRecord, every, isOpenAppeal, last, one } from "../../../../lib/caseworkState.ts";
import { Facts } from "../../../../ui/Facts.tsx";
import { Paragraphs } from "../../../../ui/Written.tsx";
import { t } from "../../words.ts";
import { Deed } from "../Deed.tsx";
import { findingsOf, isToBeVaried } from "../findings/sheet.ts";
import type { CaseRecord, Work } from "../model.ts";
import { may } from "../moving.ts";
import { newest, partyName } from "../naming.ts";
import { Past, RecordCard, Told } from "../records.tsx";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";

const DECISIONS = ["allow", "vary", "remit", "dismiss"] as const;

/** What it is against, as it is alleged. */
function againstOf(work: Work, { about }: CaseRecord): string {
  const alleged = about.flatMap(id => one(work.state, "allegation", id) ?? []);
  return alleged.map(each => newest(work, each, "act") || codeWords(each.code)).join("\n\n");
}

/** Whether somebody else decides on it. */
function isOthers(work: Work, { id, state }: CaseRecord): boolean {
  const move = state === "lodged" ? "hear" : "allow";
  return !may(work, { object: "appeal", id, move });
}

/** What comes after it, said until it is done. */
function nextOf(work: Work, { state, about, past }: CaseRecord): string {
  if (state === "varied") return about.some(id => isOwedVaried(work, id)) ? t("appeal.vary_next") : "";
  if (state !== "remitted") return "";
  const opened = last(caseRecord(work.state), "reopen")?.at ?? "";
  const isDone = Date.parse(opened) >= Date.parse(past.at(-1)?.at ?? "");
  return isDone ? "" : t("appeal.remit_next");
}

function isOwedVaried(work: Work, allegation: string): boolean {
  return findingsOf(work, allegation).some(each => isToBeVaried(work, each));
}

function Appeal({ appeal }: { appeal: CaseRecord }) {
  const { work } = useWork();
  const next = nextOf(work, appeal);
  const waits = isOpenAppeal(appeal) && isOthers(work, appeal);
  return (
    <RecordCard record={appeal} family="appeal_state" title={codeWords(appeal.code)}>
      <Facts
        pairs={[
          [t("appeal.by"), partyName(work, appeal.party)],
          [t("appeal.about"), <Paragraphs key="about" words={againstOf(work, appeal)} />],
        ]}
      />
      <Told record={appeal} />
      {waits ? <p class="waits">{t("appeal.waits")}</p> : null}
      {next === "" ? null : <p class="waits">{next}</p>}
      <div class="row deeds">
        <Deed
          record={appeal}
          move="hear"
          label={t("appeal.hear")}
          words={t("appeal.hear_say")}
          isTold
          done={() => t("appeal.moved")}
        />
        {DECISIONS.map(move => (
          <Deed
            key={move}
            record={appeal}
            move={move}
            label={t(`appeal.${move}`)}
            words={t("appeal.say")}
            isTold
            done={() => t("appeal.moved")}
          />
        ))}
      </div>
      <Past record={appeal} />
    </RecordCard>
  );
}

export function Appeals() {
  const { work } = useWork();
  const appeals = every(work.state, "appeal");
  return (
    <>
      <h2>{t("appeal.title")}</h2>
      {appeals.length === 0 ? <p class="small">{t("appeal.none")}</p> : null}
      <ul class="plain records">
        {appeals.map(each => (
          <Appeal key={each.id} appeal={each} />
        ))}
      </ul>
    </>
  );
}
