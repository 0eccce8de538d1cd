/** Making a package and handing it over: to whom it is sealed, how it was given, how far it is, and saving it. */

import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { start, type Started } from "../../../../lib/agefile.ts";
import { newPassphrase, startWithPassphrase } from "../../../../lib/package/passphrase.ts";
import { type BadRecipient, readRecipient } from "../../../../lib/package/recipient.ts";
import { holds } from "../../../../lib/moves.ts";
import { NAME } from "../../../../lib/package/ways.ts";
import { Busy } from "../../../../ui/Busy.tsx";
import { Button } from "../../../../ui/Button.tsx";
import { RadioGroup } from "../../../../ui/Choices.tsx";
import { TextArea, TextField } from "../../../../ui/Field.tsx";
import { Live, Refusal } from "../../../../ui/Notice.tsx";
import { useAction } from "../../../../ui/useAction.ts";
import { useStore } from "../../../../ui/useStore.ts";
import { size } from "../../times.ts";
import { LocalizedError, t } from "../../words.ts";
import { saveCopy } from "../exhibits/copies.ts";
import type { CaseRecord } from "../model.ts";
import { missing, Opening } from "../MoveForm.tsx";
import { may } from "../moving.ts";
import { newest } from "../naming.ts";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { handOver, type Part, type Progress, ready } from "./making.ts";

/** In words what did not work; nothing where no file was picked after all. */
function inWords(error: unknown): unknown {
  const { name, file = "" } = error as Error & { readonly file?: string };
  if (name === "BadItem") return new LocalizedError(() => t("handover.bad_file", { name: file }));
  if (name === "QuotaExceededError") return new LocalizedError(() => t("package.full"));
  if (name === "BadRecipient") {
    const isSecret = (error as BadRecipient).fault === "secret";
    return new LocalizedError(() => t(isSecret ? "package.secret_key" : "package.bad_key"));
  }
  return error;
}

/** What it is sealed to, and what is shown of that. Raises BadRecipient. */
async function sealedTo(by: string, typed: string, words: Promise<string>) {
  if (by === "words") {
    const shown = await words;
    return { shown, started: () => startWithPassphrase(shown) };
  }
  const recipient = await readRecipient(typed);
  return { shown: "", started: (): Promise<Started> => start([recipient]) };
}

function Passphrase({ children }: { children: string }) {
  if (children === "") return null;
  return (
    <>
      <h4>{t("package.words")}</h4>
      <p class="mono" id="handover-words" dir="ltr" lang="en" translate={false}>
        {children}
      </p>
      <p>{t("package.words_hint")}</p>
    </>
  );
}

/** Parts are saved one after the other: the next is made when this one is said to be safe. */
function Parts({ part }: { part: Part }) {
  const { number, last, blob, taken } = part;
  const name = last && number === 1 ? NAME : `${NAME}.part${String(number).padStart(3, "0")}`;
  // An address keeps its part in memory, and the next one is as large.
  const saved = useRef<(() => void)[]>([]);
  const next = (): void => {
    for (const release of saved.current.splice(0)) release();
    taken();
  };
  return (
    <div class="row">
      <Button kind="main" onPress={() => void saved.current.push(saveCopy(name, blob))}>
        {t("package.part", { number })}
      </Button>
      <Button onPress={next}>{t("package.part_next")}</Button>
    </div>
  );
}

function Going({ now: { first, done, all } }: { now: Progress }) {
  const label = t(first ? "handover.checking" : "handover.making");
  const words = t("files.progress", { done: size(Math.min(done, all)), all: size(all) });
  return (
    <>
      <p>{label}</p>
      <Busy label={label} done={Math.min(done, all)} all={all} words={words} />
    </>
  );
}

/** What was made stays here until it is said to be safe: the words, and the file where it is not on a disk yet. */
function Saving({ record }: { record: CaseRecord }) {
  const own = useStore(ready).get(record.id);
  if (!own) return null;
  return (
    <>
      <Passphrase>{own.words}</Passphrase>
      <p>{t(own.href === "" ? "package.saved" : "package.ready")}</p>
      <div class="row">
        {own.href === "" ? null : (
          <a class="button" href={own.href} download={NAME}>
            {t("package.save")}
          </a>
        )}
        <Button onPress={own.remove}>{t("package.remove")}</Button>
      </div>
    </>
  );
}

interface Making {
  readonly run: (values: Given) => Promise<boolean>;
  readonly error: unknown;
  readonly busy: boolean;
  readonly shown: string;
  readonly now: Progress | null;
  readonly part: Part | null;
}

interface Given {
  /** `words` or `key`. */
  readonly by: string;
  readonly key: string;
  readonly to: string;
  readonly how: string;
  readonly text: string;
}

function useMaking(record: CaseRecord): Making {
  const { work, store } = useWork();
  const [shown, show] = useState("");
  const [now, tell] = useState<Progress | null>(null);
  const [part, give] = useState<Part | null>(null);
  // Drawn before the press: a list that comes late would cost the browser's leave to ask for a file.
  const next = useRef(newPassphrase());
  const take = (given: Part): void => give({ ...given, taken: () => (give(null), given.taken()) });
  const made = async ({ by, key, to, how, text }: Given): Promise<void> => {
    if (to.trim() === "") missing(`handover-to-${record.id}`, () => t("handover.to_missing"));
    const { shown: words, started } = await sealedTo(by, key, next.current);
    next.current = newPassphrase();
    show(words);
    const said = { to: to.trim(), how: how.trim(), text: text.trim() };
    await handOver({ work, record, started, shown: words, words: said, progress: tell, part: take });
    await store.reload();
  };
  const { run, error, busy } = useAction(async (given: Given) => {
    try {
      await made(given);
    } catch (fault) {
      show("");
      give(null);
      if ((fault as Error).name !== "AbortError") throw inWords(fault);
    } finally {
      tell(null);
    }
  });
  return { run, error, busy, shown, now, part };
}

function ForWhom({ by, set, record }: { by: string; set: (by: string) => void; record: CaseRecord }) {
  return (
    <RadioGroup
      name={`handover-by-${record.id}`}
      legend={t("package.for_whom")}
      options={[
        { value: "words", label: t("package.by_words"), hint: t("package.by_words_hint") },
        { value: "key", label: t("package.by_key"), hint: t("package.by_key_hint") },
      ]}
      value={by}
      onValue={set}
    />
  );
}

interface FieldsProps {
  readonly record: CaseRecord;
  readonly given: Given;
  readonly change: (name: keyof Given) => (value: string) => void;
}

/** The transfer form, and for whom it is sealed. */
function Fields({ record, given, change }: FieldsProps) {
  return (
    <>
      <p class="small">{t("handover.form")}</p>
      <TextField
        id={`handover-to-${record.id}`}
        label={t("handover.to")}
        value={given.to}
        onValue={change("to")}
      />
      <TextField label={t("handover.how")} value={given.how} onValue={change("how")} />
      <TextArea label={t("handover.why")} rows={2} value={given.text} onValue={change("text")} />
      <ForWhom by={given.by} set={change("by")} record={record} />
      {given.by === "key" ? (
        <TextArea
          label={t("package.key")}
          rows={3}
          dir="ltr"
          spellcheck={false}
          value={given.key}
          onValue={change("key")}
        />
      ) : null}
    </>
  );
}

function Form({ record, close }: { record: CaseRecord; close: () => void }) {
  const { work } = useWork();
  const { run, error, busy, shown, now, part } = useMaking(record);
  const start: Given = { by: "words", key: "", to: newest(work, record, "to"), how: "", text: "" };
  const [given, set] = useState(start);
  const change = (name: keyof Given) => (value: string) => set(all => ({ ...all, [name]: value }));
  return (
    <form class="moving" onSubmit={event => event.preventDefault()}>
      <Fields record={record} given={given} change={change} />
      <Refusal error={error} />
      <div class="row">
        <Button kind="main" onPress={() => run(given)}>
          {t("handover.make")}
        </Button>
        {busy ? null : <Button onPress={close}>{t("confirm.not_now")}</Button>}
      </div>
      <Passphrase>{shown}</Passphrase>
      {now ? <Going now={now} /> : null}
      <Live>{part ? <Parts part={part} /> : null}</Live>
    </form>
  );
}

/** Nothing where whoever looks may not, or not yet. */
export function HandOver({ record }: { record: CaseRecord }): ComponentChildren {
  const { work } = useWork();
  const [isOpen, open] = useOpening(`handover-${record.id}`);
  const move = record.state === "untold" ? "hand_over_untold" : "hand_over";
  const mayNow = holds(work.moves, record) && may(work, { object: "package", id: record.id, move });
  return (
    <>
      {mayNow ? (
        <Opening label={t("handover.begin")} isOpen={isOpen} open={open} describedBy={`title-${record.id}`}>
          <Form record={record} close={() => open(false)} />
        </Opening>
      ) : null}
      <Saving record={record} />
    </>
  );
}
