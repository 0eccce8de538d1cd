/** What is found of each allegation, one at a time, and what follows. */

import { every } from "../../../../lib/caseworkState.ts";
import { holds } from "../../../../lib/moves.ts";
import { Disclosure } from "../../../../ui/Disclosure.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { moment } from "../../times.ts";
import { t, term } from "../../words.ts";
import type { CaseRecord, JudgedMove } from "../model.ts";
import { Opening } from "../MoveForm.tsx";
import { may } from "../moving.ts";
import { actorName, partyName } from "../naming.ts";
import { Past, RecordCard, Sealed, Told } from "../records.tsx";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";
import { Found, MakeFinding, waiting } from "./MakeFinding.tsx";
import { Outcomes } from "./Outcomes.tsx";
import { findingsOf, foundBy, isToBeVaried, sheetsOf } from "./sheet.ts";
import { SheetForm, SheetShown } from "./Sheet.tsx";

function By({ move }: { move: JudgedMove }) {
  const { work } = useWork();
  return (
    <p class="small">
      <Name>{actorName(work, move.moved.actor)}</Name> · {moment(new Date(move.moved.at))}
    </p>
  );
}

function Sheets({ finding, allegation }: { finding: CaseRecord; allegation: string }) {
  const { work } = useWork();
  const [newestSheet, ...earlier] = sheetsOf(work, finding);
  if (!newestSheet) return null;
  return (
    <>
      <Disclosure summary={t("sheet.title")}>
        <By move={newestSheet} />
        <SheetShown sheet={newestSheet} allegation={allegation} />
      </Disclosure>
      {earlier.length === 0 ? null : (
        <Disclosure summary={t("sheet.earlier")}>
          {earlier.map(each => (
            <section key={each.view.event}>
              <By move={each} />
              {each.faults.length > 0 ? (
                <p class="flag">{t("work.unsure")}</p>
              ) : (
                <SheetShown sheet={each} allegation={allegation} />
              )}
            </section>
          ))}
        </Disclosure>
      )}
    </>
  );
}

function Writing({ finding, allegation }: { finding: CaseRecord | undefined; allegation: string }) {
  const { work } = useWork();
  const name = `sheet-${allegation}`;
  const [isOpen, open] = useOpening(name);
  const step = finding
    ? { object: "finding", id: finding.id, move: "revise" }
    : { object: "finding", id: "new", move: "draft", about: [allegation] };
  if (!may(work, step)) return null;
  const [before] = finding ? sheetsOf(work, finding) : [];
  return (
    <Opening
      label={t(finding ? "sheet.revise" : "sheet.draft")}
      isOpen={isOpen}
      open={open}
      describedBy={`title-${finding?.id ?? allegation}`}
    >
      <SheetForm
        name={name}
        allegation={allegation}
        finding={finding}
        before={before}
        close={() => open(false)}
      />
    </Opening>
  );
}

/** Why it cannot be found yet, for who decides. */
function Waits({ finding }: { finding: CaseRecord }) {
  const { work } = useWork();
  const why = finding.state === "drafted" ? waiting(work, finding) : "";
  return why === "" ? null : <p class="waits">{term("unmet", why)}</p>;
}

function Titled({ allegation }: { allegation: CaseRecord }) {
  const { work } = useWork();
  return (
    <>
      {codeWords(allegation.code)} · <Name>{partyName(work, allegation.party)}</Name>
    </>
  );
}

function Finding({ finding, allegation }: { finding: CaseRecord; allegation: CaseRecord }) {
  const { work } = useWork();
  const made = foundBy(work, finding);
  return (
    <RecordCard record={finding} family="finding_state" title={<Titled allegation={allegation} />}>
      <Told record={allegation} name="act" />
      {made && holds(work.moves, finding) ? <Found made={made} /> : null}
      <Sheets finding={finding} allegation={allegation.id} />
      <Waits finding={finding} />
      <div class="row deeds">
        <Writing finding={finding} allegation={allegation.id} />
        <MakeFinding finding={finding} move="make" />
        {isToBeVaried(work, finding) ? <MakeFinding finding={finding} move="vary" /> : null}
      </div>
      <Past record={finding} />
    </RecordCard>
  );
}

/** An allegation of which nothing was drafted, since it was put last or the case was reopened. */
function Unfound({ allegation }: { allegation: CaseRecord }) {
  return (
    <RecordCard record={allegation} family="alleged_state" title={<Titled allegation={allegation} />}>
      <Told record={allegation} name="act" />
      <div class="row deeds">
        <Writing finding={undefined} allegation={allegation.id} />
      </div>
    </RecordCard>
  );
}

/** What stands of one allegation; what it was found before it was looked into again comes last. */
function Of({ allegation }: { allegation: CaseRecord }) {
  const { work } = useWork();
  const findings = findingsOf(work, allegation.id);
  const isOpen = findings.some(({ state }) => state === "drafted") || allegation.state === "found";
  return (
    <>
      {isOpen ? null : <Unfound allegation={allegation} />}
      {findings.map(each => (
        <Finding key={each.id} finding={each} allegation={allegation} />
      ))}
    </>
  );
}

export function FindingsPage() {
  const { work } = useWork();
  const alleged = every(work.state, "allegation");
  return (
    <>
      <p>{t("finding.about")}</p>
      <Sealed />
      {alleged.length === 0 ? <p class="small">{t("finding.none")}</p> : null}
      <ul class="plain records">
        {alleged.map(each => (
          <Of key={each.id} allegation={each} />
        ))}
      </ul>
      <Outcomes />
    </>
  );
}
