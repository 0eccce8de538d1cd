/** The draft as one side is told it: what was put, what was found out, and until when they may say something. */

import { t } from "../../words.ts";
import type { CaseRecord, Work } from "../model.ts";
import { MoveForm, missing, type Values, Words } from "../MoveForm.tsx";
import type { Step } from "../moving.ts";
import { newest, said } from "../naming.ts";
import { useWork } from "../useWork.ts";
import { endOf, firstEnd } from "../terms.ts";
import { calledBy, memberOf, newestOf } from "./content.ts";
import { dayIn, DueOf } from "./Sending.tsx";

interface FormProps {
  readonly name: string;
  /** Of what is told: all that is not decided, or what is alleged of one person. */
  readonly alleged: readonly CaseRecord[];
  readonly base: Pick<Step, "object" | "id" | "move">;
  readonly isTold: boolean;
  readonly close: () => void;
}

/** As it was put last, else as it was noted. */
function putOf(work: Work, { id, put_by }: CaseRecord): string {
  const sent = newestOf(work, { object: "notice", id: put_by }, "send");
  return said(sent, memberOf("put", id)) || newest(work, { object: "allegation", id }, "act");
}

function startOf(work: Work, alleged: readonly CaseRecord[], isTold: boolean, due: string): Values {
  const shared = isTold ? undefined : newestOf(work, { object: "case", id: "case" }, "share_draft");
  const members = alleged.flatMap(each => [
    [memberOf("put", each.id), putOf(work, each)],
    [memberOf("evidence", each.id), said(shared, memberOf("evidence", each.id))],
  ]);
  return { text: "", due, ...Object.fromEntries(members) };
}

function written(values: Values, name: string, ids: readonly string[]): Values {
  for (const id of ids) {
    const control = memberOf("evidence", id);
    if ((values[control] ?? "").trim() === "") {
      missing(`${name}-${control}`, () => t("sharing.missing"));
    }
  }
  const members = ids.flatMap(id => [memberOf("put", id), memberOf("evidence", id)]);
  return Object.fromEntries(["text", ...members].map(each => [each, (values[each] ?? "").trim()]));
}

/** Everybody who reads it has the same words of what is alleged; what is told of the evidence is each side's own. */
export function SharingForm({ name, alleged, base, isTold, close }: FormProps) {
  const { work } = useWork();
  const ids = alleged.map(({ id }) => id);
  const earliest = firstEnd(work, "comment", base.object === "party" ? base.id : "reporter");
  const step = (values: Values): Step => {
    const words = written(values, name, ids);
    const due = dayIn(values, name, earliest);
    return { ...base, due: endOf(work, due), words: { ...words, due } };
  };
  return (
    <MoveForm
      name={name}
      start={startOf(work, alleged, isTold, earliest)}
      step={step}
      told={isTold ? ids.flatMap(id => [memberOf("put", id), memberOf("evidence", id)]) : []}
      button={t("sharing.send")}
      done={() => t("sharing.done")}
      close={close}
    >
      {form => (
        <>
          {ids.map(id => (
            <fieldset key={id} class="put">
              <legend dir="auto">{calledBy(work, id, true)}</legend>
              <Words form={form} control={memberOf("put", id)} label={t("notices.put")} rows={3} />
              <Words
                form={form}
                control={memberOf("evidence", id)}
                label={t("notices.evidence")}
                hint={t("sharing.evidence_hint")}
              />
            </fieldset>
          ))}
          <Words form={form} control="text" label={t("notices.closing")} rows={2} />
          <DueOf form={form} earliest={earliest} label={t("sharing.due")} />
        </>
      )}
    </MoveForm>
  );
}
