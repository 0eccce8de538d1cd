/** Looking at what is planned against somebody who is not near: approved or refused, with a reason. */

import { deskApi, type SeenAction } from "../../../lib/deskapi.ts";
import { useWords } from "../useWords.ts";
import { ActionCard, ActionList } from "./ActionCard.tsx";
import { Reasoned } from "./Reasoned.tsx";

export interface LookingProps {
  readonly actions: readonly SeenAction[];
  readonly again: () => Promise<void>;
}

function Seen({ action, again }: { action: SeenAction } & Pick<LookingProps, "again">) {
  const { t } = useWords();
  const way = (approve: boolean) => ({
    label: t(approve ? "gate.approve" : "gate.refuse"),
    question: t(approve ? "gate.sure_approve" : "gate.sure_refuse"),
    decide: (reason: { why: string; asked: string }) =>
      deskApi().decideAction(action.id, { approve, ...reason }),
  });
  return (
    <ActionCard action={action}>
      {action.late ? <p>{t("gate.late")}</p> : null}
      <Reasoned id={action.id} asks={action.asks} ways={[way(true), way(false)]} again={again} />
    </ActionCard>
  );
}

/** The part of who looks. */
export function Looking({ actions, again }: LookingProps) {
  const { t } = useWords();
  return (
    <ActionList id="gate-looks" title={t("gate.looks")}>
      {actions.map(action => (
        <Seen key={action.id} action={action} again={again} />
      ))}
    </ActionList>
  );
}
