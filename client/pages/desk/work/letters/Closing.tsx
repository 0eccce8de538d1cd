/** The end of a case: closed with a letter to the reporter, and what is kept of it until when. */

import { useEffect, useState } from "preact/hooks";
import type { KeptUntilView } from "../../../../lib/wire.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Refusal } from "../../../../ui/Notice.tsx";
import { useAction } from "../../../../ui/useAction.ts";
import { api } from "../../case/model.ts";
import { day } from "../../times.ts";
import { t, term } from "../../words.ts";
import { missing, MoveForm, Opening, Words } from "../MoveForm.tsx";
import { against, may, type Step } from "../moving.ts";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { closedBy, inCase, keptLines } from "./closing.ts";

const TITLE = "title-closing";

function Row({ row }: { row: KeptUntilView["kept"][number] }) {
  const until = row.day === "" ? t("kept_until.unknown") : t("kept_until.gone", { day: day(row.day) });
  const waits = row.waits.filter(each => each !== "hold");
  return (
    <li>
      <b>{term("retained", row.kind)}</b> {until} <span class="small">({row.source})</span>
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
  const why = against(work, inCase(move));
  return why === "" || why === "not_yours" ? null : <p class="small">{term("unmet", why)}</p>;
}

/** Raises LocalizedError, ApiError. */
function stepOf(id: string, move: string, text: string): Promise<Step> {
  if (text.trim() === "") missing(`${move}-text`, () => t("work.words_missing"));
  return closedBy(id, move, text.trim());
}

/** What the letter says under the words that somebody writes. */
function Follows() {
  const { store } = useWork();
  const [view, show] = useState<KeptUntilView | null>(null);
  const [error, refuse] = useState<unknown>(null);
  useEffect(() => {
    let isShown = true;
    api.kept(store.id).then(
      kept => isShown && show(kept),
      fault => isShown && refuse(fault),
    );
    return () => {
      isShown = false;
    };
  }, [store.id]);
  return (
    <>
      <p class="small">{t("closing.follows")}</p>
      <ul class="small">
        {(view === null ? [] : keptLines(view)).map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Refusal error={error} />
    </>
  );
}

function Close({ move }: { move: string }) {
  const { work, store } = useWork();
  const [isOpen, open] = useOpening(move);
  if (!may(work, inCase(move))) return null;
  return (
    <Opening label={t("closing.close")} isOpen={isOpen} open={open} describedBy={TITLE}>
      <MoveForm
        name={move}
        start={{ text: "" }}
        step={({ text = "" }) => stepOf(store.id, move, text)}
        told={["text"]}
        button={t("closing.close")}
        done={() => t("withdrawal.is_closed")}
        close={() => open(false)}
      >
        {form => (
          <>
            <Words form={form} control="text" label={t("closing.words")} hint={t("closing.hint")} rows={3} />
            <Follows />
          </>
        )}
      </MoveForm>
    </Opening>
  );
}

/** `move`: `close`, or `close_unworked` where there was no inquiry. */
export function Closing({ move }: { readonly move: string }) {
  const { work } = useWork();
  return (
    <section class="card" aria-labelledby={TITLE}>
      <h2 id={TITLE}>{t("closing.title")}</h2>
      <NotYet move={move} />
      <Close move={move} />
      {/* Asked for once more where the case was closed meanwhile, or opened again. */}
      <Kept key={work.state.phase} />
    </section>
  );
}
