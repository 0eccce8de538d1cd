/** Looking at what is planned against somebody who is not near: approved or refused, with a reason. */

import { useState } from "preact/hooks";
import { deskApi, type SeenAction } from "../../../lib/deskapi.ts";
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

export interface LookingProps {
  readonly actions: readonly SeenAction[];
  readonly again: () => Promise<void>;
}

function Seen({ action, again }: { action: SeenAction } & Pick<LookingProps, "again">) {
  const { t } = useWords();
  const [asked, setAsked] = useState("");
  const [why, setWhy] = useState("");
  const deciding = useAction(async (approve: boolean) => {
    await deskApi().decideAction(action.id, { approve, why, asked });
    announce(t("gate.decided"));
    await again();
  });
  return (
    <li class="card">
      <h3>
        <Name>{action.name}</Name> ({action.person}): {t(KINDS[action.kind])}
      </h3>
      <p>{t("gate.effect", { day: day(action.day) })}</p>
      {action.late ? <p>{t("gate.late")}</p> : null}
      {action.asks ? (
        <TextArea label={t("gate.asks")} rows={4} maxLength={MOST} value={asked} onValue={setAsked} />
      ) : null}
      <TextArea label={t("gate.reason")} rows={3} maxLength={MOST} value={why} onValue={setWhy} />
      <Refusal error={deciding.error} />
      <div class="row">
        <Button onPress={() => deciding.run(true)}>{t("gate.approve")}</Button>
        <Button onPress={() => deciding.run(false)}>{t("gate.refuse")}</Button>
      </div>
    </li>
  );
}

/** The part of who looks. */
export function Looking({ actions, again }: LookingProps) {
  const { t } = useWords();
  return (
    <section aria-labelledby="gate-looks">
      <h2 id="gate-looks">{t("gate.looks")}</h2>
      {actions.length === 0 ? <p>{t("gate.none")}</p> : null}
      <ul class="plain">
        {actions.map(action => (
          <Seen key={action.id} action={action} again={again} />
        ))}
      </ul>
    </section>
  );
}
