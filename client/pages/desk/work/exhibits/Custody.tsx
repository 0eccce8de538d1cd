/** The custody record of an exhibit: what was done with it, by whom, when, why, and that it was the same. */

import { movesOf } from "../../../../lib/moves.ts";
import { Disclosure } from "../../../../ui/Disclosure.tsx";
import { Facts } from "../../../../ui/Facts.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { Line } from "../../../../ui/Written.tsx";
import { list, type Key, t } from "../../words.ts";
import type { CaseRecord, JudgedMove } from "../model.ts";
import { actorName, said } from "../naming.ts";
import { useWork } from "../useWork.ts";
import { codeWords, moveWords } from "../words.ts";

const SAID = ["from", "kept", "condition", "tool"] as const;

/** To the minute and in UTC: it is read in another place, years later. */
function utc(at: string): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function deedWords({ moved }: JudgedMove): string {
  const { move, code = "" } = moved;
  return move === "handle" ? codeWords(code) : moveWords(move);
}

function Digest({ children }: { children: string }) {
  return children === "" ? null : (
    <code class="digest" dir="ltr">
      {children}
    </code>
  );
}

function Entry({ move }: { move: JudgedMove }) {
  const { work } = useWork();
  const { actor, at, agreed = [], digest = "", code = "", move: done } = move.moved;
  const own = SAID.map(name => [t(`custody.${name}` as Key), line(said(move, name))] as const);
  return (
    <li>
      <p>
        <b>{deedWords(move)}</b>
        {done === "withhold" ? ` · ${codeWords(code)}` : null}
        {move.faults.length > 0 ? ` · ${t("work.unsure")}` : null}
      </p>
      <p class="small">
        <Name>{list([actor, ...agreed].map(id => actorName(work, id)))}</Name>
        {" · "}
        <time dateTime={at} dir="ltr">
          {utc(at)}
        </time>
      </p>
      <Facts
        pairs={[
          [t("custody.text"), line(said(move, "text"))],
          ...own,
          // Of a note it says whose account it is, and nothing of any bytes.
          [t("custody.sealed"), digest === "" || done === "note" ? "" : <Digest>{digest}</Digest>],
          [t("custody.sha256"), digestIn(move)],
        ]}
        class="facts inner"
      />
    </li>
  );
}

function line(words: string) {
  return words === "" ? "" : <Line words={words} />;
}

/** As sha256sum prints it; of what is too large for that, by blocks. */
function digestIn(move: JudgedMove) {
  const found = said(move, "sha256") || said(move, "plain");
  return found === "" ? "" : <Digest>{found}</Digest>;
}

/** Oldest first, as it is read in court. */
export function Custody({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const moves = movesOf(work.moves, "exhibit", record.id);
  return (
    <Disclosure summary={t("custody.title")}>
      <p class="small">{t("custody.about")}</p>
      <ol class="plain past">
        {moves.map(each => (
          <Entry key={each.view.event} move={each} />
        ))}
      </ol>
    </Disclosure>
  );
}
