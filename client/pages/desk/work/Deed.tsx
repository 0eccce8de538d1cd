/** A move of a record with a few words, and a reason from a list where the move has one. */

import { RadioGroup } from "../../../ui/Choices.tsx";
import { t } from "../words.ts";
import type { CaseRecord } from "./model.ts";
import { type FormNow, missing, MoveForm, Opening, type Values, Words } from "./MoveForm.tsx";
import { may, type Step } from "./moving.ts";
import { useOpening } from "./useOpening.ts";
import { useWork } from "./useWork.ts";
import { codeWords } from "./words.ts";

export interface DeedProps {
  readonly record: CaseRecord;
  readonly move: string;
  readonly label: string;
  readonly done: () => string;
  /** Over the box; whether it may stay empty. */
  readonly words: string;
  readonly hint?: string | undefined;
  readonly optional?: boolean;
  /** What the box says at first. */
  readonly text?: string;
  /** What its letters say besides. */
  readonly more?: Values;
  /** Reasons of which one is chosen. */
  readonly codes?: readonly string[] | undefined;
  readonly legend?: string;
  /** The id of the heading that it stands under, where that is not the record's own. */
  readonly describedBy?: string;
  /** What else the move says in clear. */
  readonly clear?: Partial<Step>;
  /** What the letter to the reporter says instead. */
  readonly told?: Values;
  /** Signed beside a move that somebody else makes then: whoever gives it has asked who may. */
  readonly asAssent?: boolean;
  /** Whether the reporter reads the words. */
  readonly isTold?: boolean;
}

type Base = Pick<Step, "object" | "id" | "move"> & Partial<Step>;

function Reasons({ form, legend, codes }: { form: FormNow; legend: string; codes: readonly string[] }) {
  return (
    <RadioGroup
      name={form.idOf("code")}
      legend={legend}
      options={codes.map(value => ({ value, label: codeWords(value) }))}
      value={form.values["code"] ?? ""}
      onValue={value => form.set("code", value)}
    />
  );
}

/** The step that the form says. Raises LocalizedError where something is missing. */
function stepOf(values: Values, base: Base, deed: DeedProps): Step {
  const { codes, optional, more = {}, told } = deed;
  const name = nameOf(base, deed);
  const text = (values["text"] ?? "").trim();
  const code = values["code"] ?? "";
  if (codes && !codes.includes(code))
    missing(`${name}-code-${codes[0] ?? ""}`, () => t("form.choose_reason"));
  if (!optional && text === "") missing(`${name}-text`, () => t("work.words_missing"));
  return { ...base, ...(codes ? { code } : {}), words: { ...more, text }, ...(told ? { told } : {}) };
}

/** One move may stand there more than once, as one thing each. */
function nameOf({ move, id }: Base, { asAssent, clear }: DeedProps): string {
  const code = clear?.code ? `-${clear.code}` : "";
  return `${asAssent ? "sign-" : ""}${move}${code}-${id}`;
}

function DeedForm({ deed, base, close }: { deed: DeedProps; base: Base; close: () => void }) {
  const { label, done, words, hint, text = "", codes, legend = "", isTold, asAssent = false } = deed;
  return (
    <MoveForm
      name={nameOf(base, deed)}
      start={{ text, code: "" }}
      step={values => stepOf(values, base, deed)}
      told={isTold ? ["text"] : []}
      asAssent={asAssent}
      button={label}
      done={done}
      close={close}
    >
      {form => (
        <>
          {codes ? <Reasons form={form} legend={legend} codes={codes} /> : null}
          <Words form={form} control="text" label={words} hint={hint} rows={3} />
        </>
      )}
    </MoveForm>
  );
}

/** Nothing where whoever looks may not. */
export function Deed(deed: DeedProps) {
  const { record, move, label, codes, clear } = deed;
  const { work } = useWork();
  const base = { object: record.object, id: record.id, move, ...clear };
  const [isOpen, open] = useOpening(nameOf(base, deed));
  if (!deed.asAssent && !may(work, codes ? { ...base, code: codes[0] ?? "" } : base)) return null;
  return (
    <Opening label={label} isOpen={isOpen} open={open} describedBy={deed.describedBy ?? `title-${record.id}`}>
      <DeedForm deed={deed} base={base} close={() => open(false)} />
    </Opening>
  );
}
