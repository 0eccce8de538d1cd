/** Whether Heard has the sealed bytes of an exhibit, or their digest alone; and sending them. */

import { useEffect } from "preact/hooks";
import type { KeptView } from "../../../../lib/wire.ts";
import { Busy } from "../../../../ui/Busy.tsx";
import { Button } from "../../../../ui/Button.tsx";
import { Field } from "../../../../ui/Field.tsx";
import { Refusal } from "../../../../ui/Notice.tsx";
import { useAction } from "../../../../ui/useAction.ts";
import { useStore } from "../../../../ui/useStore.ts";
import { size } from "../../times.ts";
import { t } from "../../words.ts";
import type { CaseRecord, Work } from "../model.ts";
import { useWork } from "../useWork.ts";
import { copyName, isOfReport, keptCopy, keptOf, saveCopy } from "./copies.ts";
import { Looking } from "./Looking.tsx";
import { isNotedAsCopied } from "./together.ts";
import { sealedHere, send, type Upload, uploads } from "./keeping.ts";

const STATES = ["received", "verified", "exhibited", "withheld"];
const LEFT = ["returned", "destroyed"];

function mayKeep({ open, file }: Work): boolean {
  return open.proven && !open.lapsed && (file?.reads ?? false);
}

function Sending({ upload }: { upload: Upload }) {
  const words = upload.isWaiting
    ? t("keeping.waiting")
    : t("keeping.so_far", { done: size(upload.done), all: size(upload.size) });
  return <Busy label={t("keeping.sending")} done={upload.done} all={upload.size} words={words} />;
}

/** A copy for another place, once its record has it: who took it, when and why. */
function Save({ record, kept }: { record: CaseRecord; kept: KeptView }) {
  const { work } = useWork();
  const { run, busy, error } = useAction(async () =>
    saveCopy(copyName(work, record), await keptCopy(work, kept)),
  );
  if (!isNotedAsCopied(work, record)) return <p class="small">{t("keeping.note_first")}</p>;
  return (
    <>
      <Button onPress={() => run()} describedBy={`title-${record.id}`}>
        {t("keeping.save")}
      </Button>
      {busy ? <Busy label={t("keeping.fetching")} /> : null}
      <Refusal error={error} />
    </>
  );
}

/** With Heard; a copy of it can still be taken to another place. What is intimate nobody copies. */
function Here({ record, kept }: { record: CaseRecord; kept: KeptView }) {
  return (
    <div class="keeping">
      <p>{t("keeping.here", { size: size(kept.size) })}</p>
      <Looking record={record} kept={kept} />
      {record.code === "intimate" ? null : <Save record={record} kept={kept} />}
    </div>
  );
}

function Choose({ record, error }: { record: CaseRecord; error: unknown }) {
  const { work, store } = useWork();
  const name = copyName(work, record);
  const kept = keptOf(work, record);
  return (
    <>
      <Field
        id={`keeping-${record.id}`}
        label={t("keeping.choose", { name })}
        hint={kept ? t("keeping.go_on", { done: size(kept.received), all: size(kept.size) }) : undefined}
      >
        {attributes => (
          <input
            {...attributes}
            type="file"
            onChange={({ currentTarget: { files } }) => {
              const [file] = files ?? [];
              if (file) void send(store, record, file);
            }}
          />
        )}
      </Field>
      <Refusal error={error} />
    </>
  );
}

function NotHere({ record }: { record: CaseRecord }) {
  const { work, store } = useWork();
  const upload = useStore(uploads).get(record.id);
  const isKeeping = mayKeep(work);
  useEffect(() => {
    const copy = sealedHere(record);
    // After what refused it nothing is sent again by itself.
    if (copy && isKeeping && !uploads.value.has(record.id)) void send(store, record, copy);
  }, [record, store, isKeeping]);
  if (upload?.error === null) return <Sending upload={upload} />;
  return (
    <div class="keeping">
      <p>{t("keeping.digest_only", { name: copyName(work, record) })}</p>
      {isKeeping ? <Choose record={record} error={upload?.error ?? null} /> : null}
    </div>
  );
}

/** What is left of it elsewhere: nobody here can take that away. */
function Left({ isReports }: { isReports: boolean }) {
  return <p>{t(isReports ? "keeping.stays" : "keeping.gone")}</p>;
}

/** Nothing of a file of the report, before it has left: Heard has it; nor of what is not received. */
export function Keeping({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const isReports = isOfReport(work, record);
  if (LEFT.includes(record.state)) return <Left isReports={isReports} />;
  if (isReports || !STATES.includes(record.state)) return null;
  const kept = keptOf(work, record);
  return kept?.whole ? <Here record={record} kept={kept} /> : <NotHere record={record} />;
}
