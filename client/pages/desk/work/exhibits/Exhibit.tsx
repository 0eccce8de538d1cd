/** One exhibit: what it is, what can be done with it, and everything that was done with it. */

import { hasMinor } from "../../../../lib/caseworkMinor.ts";
import { CODES } from "../../../../lib/caseworkTable.ts";
import { movesOf } from "../../../../lib/moves.ts";
import { Facts } from "../../../../ui/Facts.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { Notice } from "../../../../ui/Notice.tsx";
import { Paragraphs } from "../../../../ui/Written.tsx";
import { size } from "../../times.ts";
import { t } from "../../words.ts";
import { DeedOfTwo } from "../ByTwo.tsx";
import { Deed } from "../Deed.tsx";
import type { CaseRecord } from "../model.ts";
import { newest, partyName, said } from "../naming.ts";
import { RecordCard } from "../records.tsx";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";
import { isOfReport, numberOf } from "./copies.ts";
import { Custody } from "./Custody.tsx";
import { Keeping } from "./Keeping.tsx";
import { Receive, Verify } from "./Receiving.tsx";

const WITHHOLDING = CODES["withholding"] ?? [];
/** What changes hands is signed by two; what is intimate is opened by two and never copied here. */
const ALONE = (CODES["handling"] ?? []).filter(code => code !== "transferred");
/** By two also of anything else, where somebody under age is in the case. */
const MULTIPLIES = ["copied", "exported"];
const BY_TWO = ["viewed", "transferred", "sealed"];

const done = (): string => t("exhibits.moved");

/** Looked at, copied, handed on: each with why. */
function Handling({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const isIntimate = record.code === "intimate";
  const isGuarded = hasMinor(work.state);
  const alone = isGuarded ? ALONE.filter(code => !MULTIPLIES.includes(code)) : ALONE;
  const both = isGuarded ? [...MULTIPLIES, "transferred"] : ["transferred"];
  const { digest } = record;
  const words = { words: t("custody.text"), hint: t("exhibits.why_hint"), done };
  return (
    <>
      {isIntimate ? null : (
        <Deed
          record={record}
          move="handle"
          label={t("exhibits.handle")}
          legend={t("exhibits.handled_how")}
          codes={alone}
          clear={{ digest }}
          {...words}
        />
      )}
      {(isIntimate ? BY_TWO : both).map(code => (
        <DeedOfTwo
          key={code}
          record={record}
          move="handle"
          label={t("exhibits.by_two", { what: codeWords(code) })}
          sign={t("exhibits.sign", { what: codeWords(code) })}
          what={codeWords(code)}
          clear={{ digest, code }}
          {...words}
        />
      ))}
    </>
  );
}

/** It leaves the case: two sign, and nothing does while the case is held. */
function Leaving({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  if (work.state.raised.has("legal_hold")) return <p class="small">{t("exhibits.held")}</p>;
  const words = { words: t("exhibits.why_leaves"), done };
  return (
    <>
      <DeedOfTwo
        record={record}
        move="give_back"
        label={t("exhibits.give_back")}
        sign={t("exhibits.sign_back")}
        what={t("exhibits.give_back")}
        {...words}
      />
      <DeedOfTwo
        record={record}
        move="destroy"
        label={t("exhibits.destroy")}
        sign={t("exhibits.sign_destroy")}
        what={t("exhibits.destroy")}
        {...words}
        words={t("exhibits.why_destroyed")}
      />
    </>
  );
}

function Deeds({ record }: { record: CaseRecord }) {
  return (
    <div class="row deeds">
      <Receive record={record} />
      <Verify record={record} />
      <Deed
        record={record}
        move="exhibit"
        label={t("exhibits.exhibit")}
        words={t("exhibits.shows")}
        hint={t("exhibits.shows_hint")}
        done={done}
      />
      <Deed
        record={record}
        move="withhold"
        label={t("exhibits.withhold")}
        legend={t("exhibits.withhold_why")}
        words={t("custody.text")}
        codes={WITHHOLDING}
        done={done}
      />
      <Deed
        record={record}
        move="restore"
        label={t("exhibits.restore")}
        words={t("custody.text")}
        done={done}
      />
      {["noted", "returned", "destroyed"].includes(record.state) ? null : (
        <>
          <Handling record={record} />
          <Leaving record={record} />
        </>
      )}
    </div>
  );
}

/** What it is, and what it shows: not why somebody looked at it last. */
function About({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const moves = movesOf(work.moves, "exhibit", record.id);
  const words = ["note", "exhibit"].map(name => {
    const move = moves.findLast(({ moved }) => moved.move === name);
    return said(move, "text");
  });
  return (
    <>
      {[...new Set(words)].map(each => (
        <Paragraphs key={each} words={each} />
      ))}
    </>
  );
}

function What({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const newestOf = (name: string): string => newest(work, record, name);
  const bytes = Number(newestOf("size"));
  const line = (name: string) => (newestOf(name) === "" ? "" : <Name>{newestOf(name)}</Name>);
  return (
    <Facts
      pairs={[
        [t("evidence.kind"), codeWords(record.code)],
        [t("exhibits.source"), line("source")],
        [t("exhibits.party"), record.party === "" ? "" : <Name>{partyName(work, record.party)}</Name>],
        [t("exhibits.basis"), line("basis")],
        [t("custody.kept"), isOfReport(work, record) ? t("exhibits.in_report") : line("kept")],
        [t("exhibits.size"), bytes > 0 ? size(bytes) : ""],
      ]}
    />
  );
}

/** What another reporter said: how long it may be used, and what both accounts have in common. */
function LentHere({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  if (!record.past[0]?.digest) return null;
  return (
    <Notice kind="calm">
      <p>{t("lend.here")}</p>
      <Paragraphs words={newest(work, record, "overlap")} />
    </Notice>
  );
}

export function Exhibit({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const name = newest(work, record, "name");
  const title = [numberOf(work, record), name].filter(each => each !== "").join(" · ");
  return (
    <RecordCard record={record} family="exhibit_state" title={<Name>{title}</Name>}>
      {record.code === "ordinary" ? null : (
        <Notice kind="warm">
          <p>{t(record.code === "intimate" ? "exhibits.intimate" : "exhibits.privileged")}</p>
        </Notice>
      )}
      <LentHere record={record} />
      <About record={record} />
      <What record={record} />
      <Keeping record={record} />
      <Deeds record={record} />
      <Custody record={record} />
    </RecordCard>
  );
}
