/** What is typed and chosen. */

import { useState } from "preact/hooks";
import { Checkbox, RadioGroup } from "../../ui/Choices.tsx";
import { DayField, Field, Select, TextArea, TextField } from "../../ui/Field.tsx";
import { useWords } from "../desk/useWords.ts";
import { Part } from "./Part.tsx";

/** What the others are framed by, here round a control that only shows. */
export function Framed() {
  const { t } = useWords();
  return (
    <Part name="Field">
      <Field id="unsent" label={t("draft.unsendable")} hint={t("thread.only_read")}>
        {attributes => <textarea {...attributes} readOnly rows={2} dir="auto" value="كتبتُ نصف جملة" />}
      </Field>
    </Part>
  );
}

export function Fields() {
  const { t } = useWords();
  const [line, setLine] = useState("");
  const [lines, setLines] = useState("");
  const [day, setDay] = useState("");
  return (
    <>
      <Part name="TextField">
        <TextField
          id="line"
          label={t("account.label")}
          hint={t("account.label_hint")}
          value={line}
          onValue={setLine}
        />
        <TextField
          id="wrong"
          label={t("notifications.address")}
          error={t("notifications.empty")}
          dir="ltr"
          value=""
          onValue={setLine}
        />
      </Part>
      <Part name="TextArea">
        <TextArea
          id="lines"
          label={t("recovery.words")}
          hint={t("recovery.hint")}
          rows={3}
          value={lines}
          onValue={setLines}
        />
      </Part>
      <Part name="DayField">
        <DayField id="day" label={t("oversight.month")} value={day} onValue={setDay} max="2026-12-31" />
      </Part>
    </>
  );
}

export function Choosing() {
  const { t, term } = useWords();
  const [one, setOne] = useState("open");
  const [ticked, setTicked] = useState(false);
  const [tier, setTier] = useState("");
  const tiers = ["1", "2", "3"].map(value => ({ value, label: term("tier", value) }));
  const filters = (["open", "closed"] as const).map(value => ({ value, label: t(`queue.${value}`) }));
  return (
    <>
      <Part name="Select">
        <Select id="one" label={t("queue.show")} value={one} onValue={setOne} options={filters} />
      </Part>
      <Part name="Checkbox">
        <Checkbox
          id="ticked"
          label={t("join.compared")}
          hint={t("join.root_differs")}
          checked={ticked}
          onChecked={setTicked}
        />
        <Checkbox label={t("queue.urgent")} checked disabled onChecked={setTicked} />
      </Part>
      <Part name="RadioGroup">
        <RadioGroup name="tier" legend={t("account.tier")} options={tiers} value={tier} onValue={setTier} />
      </Part>
    </>
  );
}
