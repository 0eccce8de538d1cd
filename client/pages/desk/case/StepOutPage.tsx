/** Stepping out of a case for a conflict: what happens then, and an optional sealed reason. */

import { newId } from "../../../lib/bytes.ts";
import { serverTime } from "../../../lib/clock.ts";
import type { Sure } from "../../../lib/confirm.ts";
import { sealLetter } from "../../../lib/desk.ts";
import { Button } from "../../../ui/Button.tsx";
import { TextArea } from "../../../ui/Field.tsx";
import { Refusal } from "../../../ui/Notice.tsx";
import { type Action, useAction } from "../../../ui/useAction.ts";
import { confirm } from "../Confirming.tsx";
import { flashNext } from "../frameState.ts";
import { desk } from "../session.ts";
import { dropUnsent } from "../unsent.ts";
import { type UnsentForm, UnsentHint, useUnsent } from "../useUnsent.tsx";
import { t } from "../words.ts";
import { api, keysOf, type OpenCase, reference } from "./model.ts";
import type { CaseStore } from "./store.ts";

const MAX_REASON = 20_000;

function steppingOut(id: string, open: OpenCase | null, reason: string): Promise<Sure<unknown>> {
  if (!open || reason.trim() === "") return api.stepOut(id, { id: newId(), note: null });
  return withReason(open, reason);
}

async function withReason(open: OpenCase, reason: string): Promise<Sure<unknown>> {
  const seq = keysOf(open).nextSeq;
  const letter = { kind: "note" as const, seq, content: { words: reason }, now: serverTime() };
  const { id: note, sealed } = await sealLetter(keysOf(open), letter);
  const { generation } = open;
  return api.stepOut(open.id, { id: newId(), note: { id: note, seq, sealed, generation } });
}

export interface StepOutPageProps {
  readonly store: CaseStore;
  /** Null before the first opening. */
  readonly open: OpenCase | null;
}

interface Going {
  readonly draft: UnsentForm<"reason">;
  /** Whether a reason can be given: it would be sealed to the newest key, not where nobody known has used that. */
  readonly sealable: boolean;
  readonly going: Action<[]>;
}

function useGoing({ store: { id }, open }: StepOutPageProps): Going {
  const ref = reference(id);
  const sealable = open?.proven === true ? open : null;
  const draft = useUnsent(`${id}/out`, { reason: "" });
  const going = useAction(async () => {
    const asked = { words: t("confirm.stepping_out", { ref }), site: desk().site.site };
    await confirm(await steppingOut(id, sealable, draft.values.reason), asked);
    dropUnsent(id); // what was begun on a case that is not theirs any more
    flashNext(() => t("out.done", { ref }));
    location.hash = "#/";
  });
  return { draft, sealable: sealable !== null, going };
}

function Reason({ draft }: Pick<Going, "draft">) {
  return (
    <>
      <UnsentHint draft={draft} />
      <TextArea
        id="reason"
        label={t("out.reason")}
        hint={t("out.reason_hint")}
        rows={3}
        maxLength={MAX_REASON}
        value={draft.values.reason}
        onValue={value => draft.set("reason", value)}
      />
    </>
  );
}

export function StepOutPage({ store, open }: StepOutPageProps) {
  const ref = reference(store.id);
  const { draft, sealable, going } = useGoing({ store, open });
  return (
    <div class="page narrow">
      <Button kind="link" onPress={() => (open ? store.refresh() : store.go({ name: "before" }))}>
        {t("case.back", { ref })}
      </Button>
      <h1>{t("out.title", { ref })}</h1>
      <p class="lead">{t("out.lead")}</p>
      <ul>
        <li>{t("out.gone")}</li>
        <li>{t("out.next")}</li>
        <li>{t("out.seen")}</li>
        <li>{t("out.read")}</li>
      </ul>
      {sealable ? <Reason draft={draft} /> : null}
      <Refusal error={going.error} />
      <Button kind="main" onPress={going.run}>
        {t("out.send")}
      </Button>
    </div>
  );
}
