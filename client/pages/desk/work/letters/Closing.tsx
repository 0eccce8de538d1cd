/** The end of a case: closed with a letter to the reporter, and what is kept of it until when. */

import { useState } from "preact/hooks";
import { caseRecord } from "../../../../lib/caseworkState.ts";
import type { KeptUntilView } from "../../../../lib/wire.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Refusal } from "../../../../ui/Notice.tsx";
import { useAction } from "../../../../ui/useAction.ts";
import { api } from "../../case/model.ts";
import { day, today } from "../../times.ts";
import { t, term } from "../../words.ts";
import { Deed } from "../Deed.tsx";
import { against } from "../moving.ts";
import { useWork } from "../useWork.ts";

const TITLE = "title-closing";

function Row({ row }: { row: KeptUntilView["kept"][number] }) {
  const until = row.day === "" ? t("kept_until.unknown") : t("kept_until.gone", { day: day(row.day) });
  const waits = row.waits.filter(each => each !== "hold");
  return (
    <li>
      <b>{term("retained", row.kind)}</b> {until}
      <span class="small"> {row.source}</span>
      {row.verified ? null : <span class="small"> {t("kept_until.unverified")}</span>}
      {waits.map(each => (
        <p key={each}>{term("kept_until", each)}</p>
      ))}
    </li>
  );
}

function Shown({ view }: { view: KeptUntilView }) {
  return (
    <div role="status">
      {view.held ? <p class="flag">{t("kept_until.hold")}</p> : null}
      <p>{t(view.closed ? "kept_until.closed" : "kept_until.still_open")}</p>
      <ul>
        {view.kept.map(row => (
          <Row key={row.kind} row={row} />
        ))}
      </ul>
      <p>{t("kept_until.not_reached")}</p>
    </div>
  );
}

function Kept() {
  const { store } = useWork();
  const [view, show] = useState<KeptUntilView | null>(null);
  const { run, error } = useAction(async () => show(await api.kept(store.id)));
  return (
    <>
      {view === null ? <Button onPress={() => run()}>{t("kept_until.title")}</Button> : <Shown view={view} />}
      <Refusal error={error} />
    </>
  );
}

/** Why it cannot be closed yet, for those whose turn it is. */
function NotYet({ move }: { move: string }) {
  const { work } = useWork();
  if (work.state.phase !== "aftercare" && move === "close") return null;
  const why = against(work, { object: "case", id: "case", move, when: today() });
  return why === "" || why === "not_yours" ? null : <p class="small">{term("unmet", why)}</p>;
}

/** `move`: `close`, or `close_unworked` where there was no inquiry. */
export function Closing({ move }: { readonly move: string }) {
  const { work } = useWork();
  return (
    <section class="card" aria-labelledby={TITLE}>
      <h2 id={TITLE}>{t("closing.title")}</h2>
      <NotYet move={move} />
      <Deed
        record={caseRecord(work.state)}
        move={move}
        label={t("closing.close")}
        words={t("closing.words")}
        hint={t("closing.hint")}
        clear={{ when: today() }}
        describedBy={TITLE}
        isTold
        done={() => t("withdrawal.is_closed")}
      />
      {/* Asked for once more where the case was closed meanwhile, or opened again. */}
      <Kept key={work.state.phase} />
    </section>
  );
}
