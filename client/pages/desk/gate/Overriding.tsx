/** What was refused, for the board: it alone may have it done all the same, and says why. */

import { deskApi, type RefusedAction } from "../../../lib/deskapi.ts";
import { useWords } from "../useWords.ts";
import { ActionCard, ActionList } from "./ActionCard.tsx";
import { Reasoned } from "./Reasoned.tsx";

export interface OverridingProps {
  readonly actions: readonly RefusedAction[];
  readonly again: () => Promise<void>;
}

function Refused({ action, again }: { action: RefusedAction } & Pick<OverridingProps, "again">) {
  const { t } = useWords();
  const overriding = {
    label: t("gate.override"),
    question: t("gate.sure_override"),
    decide: ({ why }: { why: string }) => deskApi().overrideAction(action.id, { why }),
  };
  return (
    <ActionCard action={action}>
      <p dir="auto">{action.why}</p>
      {action.mine ? <p>{t("gate.mine")}</p> : <Reasoned id={action.id} ways={[overriding]} again={again} />}
    </ActionCard>
  );
}

/** The part of the board. */
export function Overriding({ actions, again }: OverridingProps) {
  const { t } = useWords();
  return (
    <ActionList id="gate-refused" title={t("gate.refused")}>
      {actions.map(action => (
        <Refused key={action.id} action={action} again={again} />
      ))}
    </ActionList>
  );
}
