/** The retaliation gate at the desk: who files, who looks, and the board; each sees their own part. */

import type { GateView } from "../../../lib/deskapi.ts";
import { deskApi } from "../../../lib/deskapi.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { type Content, redraw } from "../frameState.ts";
import { useWords } from "../useWords.ts";
import { useState } from "preact/hooks";
import { Filing } from "./Filing.tsx";
import { Looking } from "./Looking.tsx";
import { Overriding } from "./Overriding.tsx";

function State({ view }: { view: GateView }) {
  const { t } = useWords();
  if (view.keepers === 0)
    return (
      <Notice kind="warm">
        <p>{t("gate.no_keeper")}</p>
      </Notice>
    );
  return view.away ? (
    <Notice kind="warm">
      <p>{t("gate.away")}</p>
    </Notice>
  ) : null;
}

function GatePage({ start }: { start: GateView }) {
  const { t } = useWords();
  const [view, setView] = useState(start);
  const again = async (): Promise<void> => {
    setView(await deskApi().gate());
    redraw();
  };
  return (
    <div class="page narrow">
      <h1>{t("gate.title")}</h1>
      <p class="lead">{t("gate.lead")}</p>
      <State view={view} />
      <Notice kind="calm">
        <p>{t("gate.presumed")}</p>
      </Notice>
      {view.seat === "files" ? <Filing actions={view.filed} again={again} /> : null}
      {view.seat === "looks" ? <Looking actions={view.looks} again={again} /> : null}
      {view.oversees ? <Overriding actions={view.refused} again={again} /> : null}
    </div>
  );
}

/** The page. Raises ApiError (`not_found`) for who has no part in the gate. */
export async function gatePage(): Promise<Content> {
  const view = await deskApi().gate();
  return () => <GatePage start={view} />;
}
