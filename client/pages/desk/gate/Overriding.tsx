/** What was refused, for the board: it alone may have it done all the same, and says why. */

import { useState } from "preact/hooks";
import { deskApi, type RefusedAction } from "../../../lib/deskapi.ts";
import { Button } from "../../../ui/Button.tsx";
import { TextArea } from "../../../ui/Field.tsx";
import { Name } from "../../../ui/Name.tsx";
import { Refusal } from "../../../ui/Notice.tsx";
import { useAction } from "../../../ui/useAction.ts";
import { announce } from "../frameState.ts";
import { day } from "../times.ts";
import { useWords } from "../useWords.ts";
import { KINDS } from "./kinds.ts";

const MOST = 2000;

export interface OverridingProps {
  readonly actions: readonly RefusedAction[];
  readonly again: () => Promise<void>;
}

function Refused({ action, again }: { action: RefusedAction } & Pick<OverridingProps, "again">) {
  const { t } = useWords();
  const [why, setWhy] = useState("");
  const overriding = useAction(async () => {
    await deskApi().overrideAction(action.id, { why });
    announce(t("gate.decided"));
    await again();
  });
  return (
    <li class="card">
      <h3>
        <Name>{action.name}</Name> ({action.person}): {t(KINDS[action.kind])}
      </h3>
      <p>{t("gate.effect", { day: day(action.day) })}</p>
      <p dir="auto">{action.why}</p>
      {action.mine ? (
        <p>{t("gate.mine")}</p>
      ) : (
        <>
          <TextArea label={t("gate.reason")} rows={3} maxLength={MOST} value={why} onValue={setWhy} />
          <Refusal error={overriding.error} />
          <Button onPress={overriding.run}>{t("gate.override")}</Button>
        </>
      )}
    </li>
  );
}

/** The part of the board. */
export function Overriding({ actions, again }: OverridingProps) {
  const { t } = useWords();
  return (
    <section aria-labelledby="gate-refused">
      <h2 id="gate-refused">{t("gate.refused")}</h2>
      {actions.length === 0 ? <p>{t("gate.none")}</p> : null}
      <ul class="plain">
        {actions.map(action => (
          <Refused key={action.id} action={action} again={again} />
        ))}
      </ul>
    </section>
  );
}
