/** What is decided with a reason, for good: it is kept while it is half written, and asked once more. */

import type { Ref } from "preact";
import { useRef } from "preact/hooks";
import { Confirm } from "../../../ui/Confirm.tsx";
import { TextArea } from "../../../ui/Field.tsx";
import { Refusal } from "../../../ui/Notice.tsx";
import { useAction } from "../../../ui/useAction.ts";
import { announce } from "../frameState.ts";
import { sendUnsent } from "../unsent.ts";
import { type UnsentForm, UnsentHint, useUnsent } from "../useUnsent.tsx";
import { useWords } from "../useWords.ts";
import { LocalizedError } from "../words.ts";

const MOST = 2000; // letters of each, as the server takes them

export interface Reason {
  readonly why: string;
  readonly asked: string;
}

export interface Way {
  readonly label: string;
  /** What is about to be done, as a question. */
  readonly question: string;
  readonly decide: (reason: Reason) => Promise<unknown>;
}

export interface ReasonedProps {
  /** Id of the action. */
  readonly id: string;
  /** Whether the gate asks something. */
  readonly asks?: boolean;
  readonly ways: readonly Way[];
  readonly again: () => Promise<void>;
}

interface FieldsProps extends Pick<ReasonedProps, "asks"> {
  readonly draft: UnsentForm<keyof Reason>;
  readonly area: Ref<HTMLTextAreaElement>;
}

function Fields({ draft, asks, area }: FieldsProps) {
  const { t } = useWords();
  const { values, set } = draft;
  return (
    <>
      <UnsentHint draft={draft} />
      {asks ? (
        <TextArea
          label={t("gate.asks")}
          rows={4}
          maxLength={MOST}
          value={values.asked}
          onValue={asked => set("asked", asked)}
        />
      ) : null}
      <TextArea
        label={t("gate.reason")}
        rows={3}
        maxLength={MOST}
        value={values.why}
        onValue={why => set("why", why)}
        areaRef={area}
      />
    </>
  );
}

export function Reasoned({ id, asks = false, ways, again }: ReasonedProps) {
  const { t } = useWords();
  const form = `gate/${id}`;
  const draft = useUnsent<keyof Reason>(form, { why: "", asked: "" });
  const area = useRef<HTMLTextAreaElement>(null);
  const deciding = useAction(async ({ decide }: Way) => {
    const reason = { why: draft.values.why.trim(), asked: draft.values.asked.trim() };
    if (reason.why === "" || (asks && reason.asked === "")) {
      area.current?.focus();
      throw new LocalizedError(() => t("gate.incomplete"));
    }
    await sendUnsent(form, () => decide(reason));
    announce(t("gate.decided"));
    await again();
  });
  return (
    <>
      <Fields draft={draft} asks={asks} area={area} />
      <Refusal error={deciding.error} />
      <div class="row">
        {ways.map(way => (
          <Confirm
            key={way.label}
            question={way.question}
            yes={way.label}
            no={t("confirm.not_now")}
            onConfirm={() => deciding.run(way)}
          >
            {way.label}
          </Confirm>
        ))}
      </div>
    </>
  );
}
