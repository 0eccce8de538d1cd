/** Who does something of a case, and by which day: a task, or what was decided. */

import { between, inDays } from "../../../lib/days.ts";
import { DayField, Select } from "../../../ui/Field.tsx";
import { today } from "../times.ts";
import { t } from "../words.ts";
import type { CaseRecord, Work } from "./model.ts";
import { type FormNow, missing, type Values } from "./MoveForm.tsx";
import { dayOf, endOf } from "./terms.ts";

const LONGEST_DAYS = 365;

/** Whom something can be given to: who may have the file. */
function people({ view }: Work): readonly { readonly value: string; readonly label: string }[] {
  return view.may_hold.map(({ id, name }) => ({ value: id, label: name }));
}

/** Whose it is and until when, as the form of this name says; raises LocalizedError where there is no such day. */
export function givenIn(values: Values, name: string, work: Work): { holder: string; due: string } {
  const holder = (values["holder"] ?? "") || (people(work)[0]?.value ?? "");
  const date = values["due"] ?? "";
  const { earliest, latest } = between(today(), inDays(LONGEST_DAYS, today()));
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || date < earliest || date > latest) {
    missing(`${name}-due`, () => t("task.due_missing"));
  }
  return { holder, due: endOf(work, date) };
}

/** Whether its last day is over on this day, which who asks of many works out once. */
export function isOverdue(work: Work, { due }: CaseRecord, on: string): boolean {
  return due !== "" && dayOf(work, due) < on;
}

/** `label`: over the list of people. */
export function Doing({ work, form, label }: { work: Work; form: FormNow; label: string }) {
  return (
    <>
      <Select
        id={form.idOf("holder")}
        label={label}
        value={form.values["holder"] ?? ""}
        onValue={value => form.set("holder", value)}
        options={people(work)}
      />
      <DayField
        id={form.idOf("due")}
        class="narrow"
        label={t("task.due")}
        value={form.values["due"] ?? ""}
        onValue={value => form.set("due", value)}
        min={today()}
        max={inDays(LONGEST_DAYS, today())}
      />
    </>
  );
}
