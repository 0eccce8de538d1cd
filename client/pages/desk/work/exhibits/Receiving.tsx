/** Receiving an exhibit and checking that it is the same: digests are worked out here, of what there is. */

import { MAX_COPY, sealCopy } from "../../../../lib/exhibits.ts";
import { Busy } from "../../../../ui/Busy.tsx";
import { Field } from "../../../../ui/Field.tsx";
import { Live, Notice, Refusal } from "../../../../ui/Notice.tsx";
import { type Action, useAction } from "../../../../ui/useAction.ts";
import { LocalizedError, t } from "../../words.ts";
import type { CaseRecord, Work } from "../model.ts";
import { type FormNow, LineOf, missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { may, type Step } from "../moving.ts";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import {
  checkSame,
  copyName,
  digestWords,
  isOfReport,
  keptOf,
  openedCopy,
  openedKept,
  reportDigests,
  saveCopy,
} from "./copies.ts";
import { remember } from "./keeping.ts";

type Move = "receive" | "verify";
const TOOL = "Heard";
const DIGESTS = ["digest", "plain", "sha256", "size"] as const;
const EMPTY = { digest: "", plain: "", sha256: "", size: "", from: "", kept: "", condition: "", text: "" };

/** What was worked out of the chosen file; raises LocalizedError where none was chosen. */
function worked(values: Values, name: string): Values {
  if ((values["digest"] ?? "") === "") missing(`${name}-file`, () => t("exhibits.choose"));
  return Object.fromEntries(DIGESTS.map(each => [each, values[each] ?? ""]));
}

/** Of the file of the report, or of the copy that Heard keeps; else of what was chosen. */
async function digestsFor(work: Work, record: CaseRecord, values: Values, name: string): Promise<Values> {
  const kept = keptOf(work, record);
  if (!isOfReport(work, record) && !kept?.whole) return worked(values, name);
  const found = await (kept?.whole ? openedKept(work, kept) : reportDigests(work, record));
  return { digest: found.sealed, ...digestWords(found) };
}

async function stepOf(work: Work, record: CaseRecord, move: Move, values: Values): Promise<Step> {
  const found = await digestsFor(work, record, values, `${move}-${record.id}`);
  if (move === "verify") checkSame(work, record, found["digest"] ?? "", found["plain"] ?? "");
  const { digest = "", ...sealed } = found;
  const own = move === "receive" ? ["text", "from", "kept", "condition"] : ["text"];
  const said = Object.fromEntries(own.map(each => [each, (values[each] ?? "").trim()]));
  return { object: "exhibit", id: record.id, move, digest, words: { ...said, ...sealed, tool: TOOL } };
}

/** Seals what is received to the file and saves it; of what is checked, opens the sealed copy. */
async function take(work: Work, record: CaseRecord, move: Move, file: File): Promise<Values> {
  if (file.size > MAX_COPY) throw new LocalizedError(() => t("exhibits.too_large"));
  if (move === "verify") {
    const opened = await openedCopy(work, file);
    return { digest: opened.sealed, ...digestWords(opened) };
  }
  const recipient = work.file?.opened.mayWrite ? work.file.opened.recipient : "";
  if (recipient === "") throw new LocalizedError(() => t("work.no_file"));
  const copy = await sealCopy(file, recipient);
  const sealed = new Blob([copy.bytes], { type: "application/octet-stream" });
  saveCopy(copyName(work, record), sealed);
  remember(copy.sealed, sealed);
  return { digest: copy.sealed, ...digestWords(copy) };
}

interface PickProps {
  readonly form: FormNow;
  readonly record: CaseRecord;
  readonly move: Move;
}

/** Works out the digests of what is chosen, and says them in the form. */
function useTaking({ form, record, move }: PickProps): Action<[File]> {
  const { work } = useWork();
  return useAction(async (file: File) => {
    const found = await take(work, record, move, file);
    for (const [name, value] of Object.entries(found)) form.set(name, value);
  });
}

function Taken({ words }: { words: string }) {
  return (
    <Notice kind="calm">
      <p>{words}</p>
    </Notice>
  );
}

function Pick(props: PickProps) {
  const { work } = useWork();
  const { form, record, move } = props;
  const { run, busy, error } = useTaking(props);
  const name = copyName(work, record);
  const isNew = move === "receive";
  const isTaken = (form.values["digest"] ?? "") !== "" && !busy;
  return (
    <>
      <Field
        id={form.idOf("file")}
        label={t(isNew ? "exhibits.pick" : "exhibits.pick_copy", { name })}
        hint={t(isNew ? "exhibits.pick_hint" : "exhibits.pick_copy_hint")}
      >
        {attributes => (
          <input
            {...attributes}
            type="file"
            onChange={({ currentTarget: { files } }) => {
              const [file] = files ?? [];
              if (file) void run(file);
            }}
          />
        )}
      </Field>
      {busy ? <Busy label={t("exhibits.working")} words={t("exhibits.working")} /> : null}
      <Refusal error={error} />
      <Live>
        {isTaken ? <Taken words={t(isNew ? "exhibits.saved" : "exhibits.opened", { name })} /> : null}
      </Live>
    </>
  );
}

function Fields({ form, record, move }: { form: FormNow; record: CaseRecord; move: Move }) {
  const { work } = useWork();
  const isReports = isOfReport(work, record);
  const isHere = isReports || (keptOf(work, record)?.whole ?? false);
  return (
    <>
      {isHere ? (
        <p class="small">{t("exhibits.compared")}</p>
      ) : (
        <Pick form={form} record={record} move={move} />
      )}
      {move === "receive" && !isReports ? (
        <>
          <LineOf form={form} control="from" label={t("custody.from")} />
          <LineOf form={form} control="kept" label={t("custody.kept")} hint={t("exhibits.kept_hint")} />
          <LineOf form={form} control="condition" label={t("custody.condition")} />
        </>
      ) : null}
      <Words form={form} control="text" label={t("exhibits.words")} rows={2} />
    </>
  );
}

function Taking({ record, move }: { record: CaseRecord; move: Move }) {
  const { work } = useWork();
  const name = `${move}-${record.id}`;
  const [isOpen, open] = useOpening(name);
  const digest = move === "verify" ? record.digest : "0".repeat(64);
  if (!may(work, { object: "exhibit", id: record.id, move, digest })) return null;
  return (
    <Opening label={t(`exhibits.${move}`)} isOpen={isOpen} open={open} describedBy={`title-${record.id}`}>
      <MoveForm
        name={name}
        start={EMPTY}
        step={values => stepOf(work, record, move, values)}
        button={t(`exhibits.${move}`)}
        done={() => t(`exhibits.${move}_done`)}
        close={() => open(false)}
      >
        {form => <Fields form={form} record={record} move={move} />}
      </MoveForm>
    </Opening>
  );
}

export function Receive({ record }: { record: CaseRecord }) {
  return <Taking record={record} move="receive" />;
}

export function Verify({ record }: { record: CaseRecord }) {
  return <Taking record={record} move="verify" />;
}
