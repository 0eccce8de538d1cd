/** What was written down, with each correction beside the line that it corrects: nothing is overwritten. */

import { holds } from "../../../../lib/moves.ts";
import type { Line as OneLine } from "../../../../lib/transcript.ts";
import { Notice } from "../../../../ui/Notice.tsx";
import { Line, Paragraphs } from "../../../../ui/Written.tsx";
import { moment } from "../../times.ts";
import { t } from "../../words.ts";
import type { CaseRecord, JudgedMove } from "../model.ts";
import { partyName, said } from "../naming.ts";
import { useWork } from "../useWork.ts";
import { correctionsOf, linesIn, newestMove } from "./content.ts";

function Both({ line: { number, first, corrected } }: { line: OneLine }) {
  const last = corrected.length - 1;
  return (
    <li value={number}>
      {corrected.length > 0 ? (
        <del>
          <Line words={first} />
        </del>
      ) : (
        <Line words={first} />
      )}
      {corrected.map((words, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- they never change places
        <p key={at}>
          <b>{t("interview.corrected")}</b>{" "}
          {at === last ? (
            <ins>{words === "" ? t("talk.struck") : <Line words={words} />}</ins>
          ) : (
            <del>
              <Line words={words} />
            </del>
          )}
        </p>
      ))}
    </li>
  );
}

function Added({ move }: { move: JudgedMove }) {
  const words = said(move, "text");
  if (words === "" || move.faults.length > 0) return null;
  return (
    <>
      <p class="small">
        <b>{t("talk.added")}</b> · {moment(new Date(move.moved.at))}
      </p>
      <Paragraphs words={words} />
    </>
  );
}

/** By whose signature it stands, or that it does not: of a record that fails nothing is said. */
function Signed({ interview }: { interview: CaseRecord }) {
  const { work } = useWork();
  const signed = newestMove(work, interview, "approve", "approve_on_paper", "not_approve");
  if (!signed || !holds(work.moves, interview)) return null;
  const name = partyName(work, interview.party);
  const when = moment(new Date(signed.moved.at));
  const words = {
    approve: t("talk.signed", { name, when }),
    approve_on_paper: t("talk.signed_paper", { name, when }),
    not_approve: t("talk.not_signed", { name, when }),
  };
  return (
    <Notice kind="calm">
      <p>{words[signed.moved.move as keyof typeof words]}</p>
      {said(signed, "text") === "" ? null : <Paragraphs words={said(signed, "text")} />}
    </Notice>
  );
}

/** Nothing before there is one, or where it cannot be read. */
export function Transcript({ interview }: { interview: CaseRecord }) {
  const { work } = useWork();
  const sent = newestMove(work, interview, "send_transcript");
  if (!sent || said(sent, "text") === "") return null;
  return (
    <section aria-labelledby={`written-${interview.id}`}>
      <h4 id={`written-${interview.id}`}>{t("interview.lines")}</h4>
      <ol class="lines transcript">
        {linesIn(work, interview, sent).map(line => (
          <Both key={line.number} line={line} />
        ))}
      </ol>
      {correctionsOf(work, interview).map(each => (
        <Added key={each.view.event} move={each} />
      ))}
      <Signed interview={interview} />
    </section>
  );
}
