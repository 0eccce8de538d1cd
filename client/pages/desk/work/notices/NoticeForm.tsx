/** What is to be put to one person: each allegation so that it can be answered, and all that is relied on. */

import { Checkbox } from "../../../../ui/Choices.tsx";
import { t } from "../../words.ts";
import type { CaseRecord } from "../model.ts";
import { type FormNow, missing, MoveForm, type Values, Words } from "../MoveForm.tsx";
import type { Step } from "../moving.ts";
import { newest } from "../naming.ts";
import { useWork } from "../useWork.ts";
import { calledBy, memberOf, versionsOf, wordsOf } from "./content.ts";

const PARTS = ["put", "material"] as const;
const on = (id: string): string => `on_${id}`;

interface FormProps {
  readonly name: string;
  readonly party: string;
  readonly alleged: readonly CaseRecord[];
  /** What is rewritten; nothing where it is the first. */
  readonly notice?: CaseRecord;
  readonly isSupplementary?: boolean;
  readonly close: () => void;
}

function Of({ form, id }: { form: FormNow; id: string }) {
  return (
    <>
      <Words
        form={form}
        control={memberOf("put", id)}
        label={t("notices.put")}
        hint={t("notices.put_hint")}
      />
      <Words
        form={form}
        control={memberOf("material", id)}
        label={t("notices.material")}
        hint={t("notices.material_hint")}
      />
    </>
  );
}

/** Which of them it is about can be chosen only as long as nothing is written of it. */
function Fields({ form, ids, isNew }: { form: FormNow; ids: readonly string[]; isNew: boolean }) {
  const { work } = useWork();
  return (
    <>
      {ids.map(id => (
        <fieldset key={id} class="put">
          <legend dir="auto">{calledBy(work, id)}</legend>
          {isNew && ids.length > 1 ? (
            <Checkbox
              id={form.idOf(on(id))}
              label={t("notices.about_this")}
              checked={form.values[on(id)] === "yes"}
              onChecked={is => form.set(on(id), is ? "yes" : "")}
            />
          ) : null}
          {form.values[on(id)] === "yes" ? <Of form={form} id={id} /> : null}
        </fieldset>
      ))}
      <Words
        form={form}
        control="text"
        label={t("notices.closing")}
        hint={t("notices.closing_hint")}
        rows={3}
      />
    </>
  );
}

function written(values: Values, name: string, ids: readonly string[]): Values {
  for (const id of ids) {
    for (const part of PARTS) {
      const control = memberOf(part, id);
      if ((values[control] ?? "").trim() === "") missing(`${name}-${control}`, () => t("notices.missing"));
    }
  }
  const members = ids.flatMap(id => PARTS.map(part => memberOf(part, id)));
  return Object.fromEntries(["text", ...members].map(each => [each, (values[each] ?? "").trim()]));
}

function useStart({ alleged, notice, isSupplementary = false }: FormProps): Values {
  const { work } = useWork();
  const ids = notice?.about ?? alleged.map(({ id }) => id);
  const before = notice ? wordsOf(versionsOf(work, notice)[0], ids, PARTS) : {};
  const first = Object.fromEntries(
    alleged.map(each => [memberOf("put", each.id), newest(work, each, "act")]),
  );
  const empty = Object.fromEntries(ids.map(id => [memberOf("material", id), ""]));
  // What is added to a notice is about what was not put yet, unless somebody chooses more.
  const isChosen = (id: string): boolean =>
    !isSupplementary || alleged.some(each => each.id === id && each.state === "noted");
  const chosen = ids.map(id => [on(id), isChosen(id) ? "yes" : ""]);
  return { text: "", ...empty, ...first, ...before, ...Object.fromEntries(chosen) };
}

export function NoticeForm(props: FormProps) {
  const { name, party, alleged, notice, isSupplementary = false, close } = props;
  const ids = notice?.about ?? alleged.map(({ id }) => id);
  const step = (values: Values, id: string): Step => {
    const about = ids.filter(each => values[on(each)] === "yes");
    if (about.length === 0) missing(`${name}-${on(ids[0] ?? "")}`, () => t("notices.none_chosen"));
    const words = written(values, name, about);
    if (notice) return { object: "notice", id: notice.id, move: "revise", words };
    const code = isSupplementary ? "supplementary" : "first";
    return { object: "notice", id, move: "draft", code, party, about, words };
  };
  return (
    <MoveForm
      name={name}
      start={useStart(props)}
      step={step}
      told={ids.flatMap(id => PARTS.map(part => memberOf(part, id)))}
      button={t("notices.save")}
      done={() => t("notices.saved")}
      close={close}
    >
      {form => (
        <>
          <p class="small">{t("notices.lead")}</p>
          <Fields form={form} ids={ids} isNew={!notice} />
        </>
      )}
    </MoveForm>
  );
}
