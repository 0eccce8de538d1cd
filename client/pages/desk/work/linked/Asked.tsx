/** A question that is answered by no or yes, and why. */

import { RadioGroup } from "../../../../ui/Choices.tsx";
import { TextArea } from "../../../../ui/Field.tsx";
import type { UnsentForm } from "../../useUnsent.tsx";
import { t, term } from "../../words.ts";
import { MAX_TEXT } from "../MoveForm.tsx";

const ANSWERS = ["no", "yes"] as const;

interface AskedProps {
  /** Begins the ids of both fields. */
  name: string;
  /** The answer's member of the form; the words are `text`. */
  member: string;
  legend: string;
  why: string;
  form: UnsentForm<string>;
}

export function Asked({ name, member, legend, why, form: { values, set } }: AskedProps) {
  return (
    <>
      <RadioGroup
        name={`${name}-${member}`}
        legend={legend}
        options={ANSWERS.map(value => ({ value, label: term("answer", value) }))}
        value={values[member] ?? ""}
        onValue={value => set(member, value)}
      />
      <TextArea
        id={`${name}-text`}
        label={why}
        hint={t("linked.why_hint")}
        rows={3}
        maxLength={MAX_TEXT}
        value={values["text"] ?? ""}
        onValue={value => set("text", value)}
      />
    </>
  );
}
