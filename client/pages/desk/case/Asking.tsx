/**
 * What the reporter is asked for. Evidence is the organisation's to gather: whoever asks the reporter
 * for it gives a reason, the reporter is told that they do not have to, oversight counts it, and
 * nothing waits.
 */

import type { Ref } from "preact";
import type { Asks } from "../../../lib/letter.ts";
import { ASKS, demandsProof } from "../../../lib/wordcheck.ts";
import { type Choice, RadioGroup } from "../../../ui/Choices.tsx";
import { TextArea } from "../../../ui/Field.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { t, term } from "../words.ts";

const MAX_REASON = 2_000;

/** What the part of the form says, by the ids of its controls. */
export interface AskingValues {
  /** `message` or `request`. */
  readonly kind: string;
  readonly asks: string;
  readonly "ask-reason": string;
}

export const NOTHING_ASKED: AskingValues = { kind: "message", asks: "", "ask-reason": "" };

function isAsks(value: string): value is Asks {
  return (ASKS as readonly string[]).includes(value);
}

/** What is asked for, null where it is a message. */
export function asksOf({ kind, asks }: AskingValues): Asks | null {
  return kind === "request" && isAsks(asks) ? asks : null;
}

/** Why, where it has to be said; the reporter reads it too. */
export function reasonOf(values: AskingValues): string {
  return demandsProof(asksOf(values) ?? "") ? values["ask-reason"].trim() : "";
}

/** What is still missing: a control's id and words; null where it can be sent. */
export function missingIn(
  values: AskingValues,
): { readonly id: string; readonly words: () => string } | null {
  if (values.kind !== "request") return null;
  const asks = asksOf(values);
  if (!asks) return { id: `asks-${ASKS[0] ?? ""}`, words: () => t("ask.choose") };
  if (!demandsProof(asks) || reasonOf(values) !== "") return null;
  return { id: "ask-reason", words: () => t("ask.reason_missing") };
}

export interface AskingProps {
  readonly values: AskingValues;
  readonly set: (id: keyof AskingValues, value: string) => void;
  /** Where the reason is written. */
  readonly box: Ref<HTMLTextAreaElement | null>;
}

function Proof({ values, set, box }: AskingProps) {
  return (
    <Notice kind="warm">
      <h3>{t("ask.proof")}</h3>
      <ul>
        <li>{t("ask.proof_told")}</li>
        <li>{t("ask.proof_counted")}</li>
        <li>{t("ask.proof_gates")}</li>
        <li>{t("ask.proof_clock")}</li>
      </ul>
      <TextArea
        id="ask-reason"
        label={t("ask.reason")}
        hint={t("ask.reason_hint")}
        rows={2}
        maxLength={MAX_REASON}
        required
        value={values["ask-reason"]}
        onValue={value => set("ask-reason", value)}
        areaRef={box}
      />
    </Notice>
  );
}

function asksOptions(): readonly Choice[] {
  return ASKS.map(code => ({
    value: code,
    label: term("asks", code),
    hint: demandsProof(code) ? t("ask.not_theirs") : null,
  }));
}

function kindOptions(): readonly Choice[] {
  return (["message", "request"] as const).map(kind => ({
    value: kind,
    label: t(`ask.${kind}`),
    hint: t(`ask.${kind}_hint`),
  }));
}

/** The part of the composer that makes a message a request. */
export function Asking({ values, set, box }: AskingProps) {
  return (
    <div class="asking">
      <RadioGroup
        name="kind"
        class="pairs"
        legend={t("ask.kind")}
        options={kindOptions()}
        value={values.kind}
        onValue={value => set("kind", value)}
      />
      <div aria-live="polite">
        {values.kind === "request" ? (
          <RadioGroup
            name="asks"
            class="pairs"
            legend={t("ask.what")}
            options={asksOptions()}
            value={values.asks}
            onValue={value => set("asks", value)}
          />
        ) : null}
        {values.kind === "request" && demandsProof(values.asks) ? <Proof {...{ values, set, box }} /> : null}
      </div>
    </div>
  );
}
