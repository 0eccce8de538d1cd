/** Writing to the reporter and writing notes; words outlive whatever goes wrong. */

import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { ApiError } from "../../../lib/api.ts";
import { check, type Flag, flagsOf, type Override } from "../../../lib/wordcheck.ts";
import { Button } from "../../../ui/Button.tsx";
import { Field, TextArea } from "../../../ui/Field.tsx";
import { Notice, Refusal } from "../../../ui/Notice.tsx";
import { type Action, useAction } from "../../../ui/useAction.ts";
import { announce } from "../frameState.ts";
import { explain } from "../errors.ts";
import { unsent } from "../unsent.ts";
import { type UnsentForm, UnsentHint, useUnsent } from "../useUnsent.tsx";
import { count, list, t, LocalizedError } from "../words.ts";
import { Asking, type AskingValues, asksOf, missingIn, NOTHING_ASKED, reasonOf } from "./Asking.tsx";
import { sendLetter, type Thread } from "./letters.ts";
import type { OpenCase } from "./model.ts";
import { type CaseNow, useCase } from "./useCase.ts";
import { type Found, Warned } from "./Warned.tsx";

const MAX_WORDS = 200_000; // characters; well under the largest bucket of a letter

/** It was not sent; `stale`: because the page is older than the case. */
export class NotSent extends LocalizedError {
  override name = "NotSent";
  readonly stale: boolean;

  constructor(error: unknown) {
    super(() => t("thread.unsent", { why: explain(error) }));
    this.stale = error instanceof ApiError && error.status === 409;
  }
}

type Box = RefObject<HTMLTextAreaElement | null>;
type Id = "words" | keyof AskingValues;

interface Composing {
  readonly thread: Thread;
  readonly draft: UnsentForm<Id>;
  readonly words: Box;
  readonly reason: Box;
}

/** Names of those who can read it now, besides whoever writes. */
function readers(open: OpenCase): string {
  const others = open.holders.filter(({ id, released, left }) => id !== open.me && released && !left);
  const names = others.map(({ name }) => name);
  return names.length === 0 ? t("thread.only_you") : list(names);
}

/** What a half-written one is kept as. */
function formOf(open: OpenCase, thread: Thread): string {
  return `${open.id}/${thread}`;
}

/** In all that the reporter will read. */
function questionable({ thread, draft: { values }, words, reason }: Composing): Found[] {
  if (thread === "note") return [];
  const boxes = [
    { text: reasonOf(values) === "" ? "" : values["ask-reason"], box: reason },
    { text: values.words, box: words },
  ];
  return boxes.flatMap(({ text, box }) => {
    const select = (start: number, end: number): void => {
      box.current?.focus();
      box.current?.setSelectionRange(start, end);
    };
    return check(text).map(finding => ({ ...finding, text, select }));
  });
}

/** Raises LocalizedError, and moves the writer to what is missing. */
function refuseIncomplete({ draft: { values }, words }: Composing): void {
  if (values.words.trim() === "") {
    words.current?.focus();
    throw new LocalizedError(() => t("thread.empty"));
  }
  const missing = missingIn(values);
  if (!missing) return;
  document.getElementById(missing.id)?.focus();
  throw new LocalizedError(missing.words);
}

async function send(
  { open, store }: CaseNow,
  { thread, draft: { values } }: Composing,
  flags: readonly Flag[],
  override: Override | null,
): Promise<void> {
  const [asks, reason] = [asksOf(values), reasonOf(values)];
  const written = { thread, words: values.words, asks, reason, flags, override };
  const attempt = (now: OpenCase): Promise<void> =>
    sendLetter(now, written).catch((error: unknown) => {
      throw new NotSent(error);
    });
  await store.act(attempt, {
    message: () => t(asks ? "thread.sent_request" : `thread.sent_${thread}`),
    form: formOf(open, thread),
  });
}

interface Sending extends Composing {
  readonly flags: readonly Found[];
  readonly sending: Action<[]>;
  readonly overriding: Action<[Override]>;
  readonly edit: () => void;
}

function useSending(thread: Thread, onSent: () => void): Sending {
  const now = useCase();
  const form = useUnsent<Id>(formOf(now.open, thread), { words: "", ...NOTHING_ASKED });
  const [flags, setFound] = useState<readonly Found[]>([]);
  const set = (id: Id, value: string): void => {
    setFound([]); // what was warned of may be gone: it is looked at again when it is sent
    form.set(id, value);
  };
  const draft = { ...form, set };
  const composing: Composing = {
    thread,
    draft,
    words: useRef<HTMLTextAreaElement>(null),
    reason: useRef<HTMLTextAreaElement>(null),
  };
  const sending = useAction(async () => {
    setFound([]);
    overriding.clear();
    refuseIncomplete(composing);
    const warned = questionable(composing);
    if (warned.length === 0) {
      await send(now, composing, [], null);
      onSent();
      return;
    }
    setFound(warned);
    announce(count("warned.title", warned.length));
  });
  const overriding = useAction(async (override: Override) => {
    sending.clear();
    await send(now, composing, flagsOf(flags), override);
    onSent();
  });
  const edit = (): void => {
    setFound([]);
    const [first] = flags;
    first?.select(first.start, first.end);
  };
  return { ...composing, flags, sending, overriding, edit };
}

/** Where the page is what is old, a new one takes the words over. */
export function Problem({ error }: { error: unknown }) {
  const { store } = useCase();
  const stale = error instanceof NotSent && error.stale;
  return (
    <Refusal error={error}>
      {stale ? (
        <Button onPress={() => store.refresh(() => t("thread.renewed"))}>{t("thread.renew")}</Button>
      ) : null}
    </Refusal>
  );
}

interface ComposerProps {
  readonly thread: Thread;
  readonly onSent: () => void;
}

function Composer({ thread, onSent }: ComposerProps) {
  const { open } = useCase();
  const { draft, words, reason, flags, sending, overriding, edit } = useSending(thread, onSent);
  const names = readers(open);
  const hint = t(thread === "note" ? "thread.note_readers" : "thread.message_readers", { names });
  return (
    <form class={`composer ${thread}`} onSubmit={event => event.preventDefault()}>
      <UnsentHint draft={draft} />
      {thread === "message" ? <Asking values={draft.values} set={draft.set} box={reason} /> : null}
      <TextArea
        id={`write-${thread}`}
        label={t(`thread.write_${thread}`)}
        hint={hint}
        rows={4}
        maxLength={MAX_WORDS}
        value={draft.values.words}
        onValue={value => draft.set("words", value)}
        areaRef={words}
      />
      {thread === "message" ? <p class="hint">{t("thread.no_proof")}</p> : null}
      {flags.length > 0 ? <Warned flags={flags} send={overriding.run} edit={edit} /> : null}
      <Problem error={sending.error ?? overriding.error} />
      <Button kind="main" onPress={sending.run}>
        {t(`thread.send_${thread}`)}
      </Button>
    </form>
  );
}

/** Why nothing can be written, and what was written before that. */
function Unsendable({ thread }: { thread: Thread }) {
  const { open } = useCase();
  const words = unsent.value.get(formOf(open, thread))?.["words"] ?? "";
  return (
    <div class="composer">
      <Notice kind="calm">
        <p>{t("thread.only_read")}</p>
      </Notice>
      {words === "" ? null : (
        <Field id={`unsent-${thread}`} label={t("draft.unsendable")}>
          {attributes => <textarea {...attributes} rows={4} readOnly dir="auto" value={words} />}
        </Field>
      )}
    </div>
  );
}

/** Where the thread is answered; `may`: by whoever looks. After each letter the form begins again. */
export function Answer({ thread, may }: { thread: Thread; may: boolean }) {
  const [sent, setSent] = useState(0);
  if (!may) return <Unsendable thread={thread} />;
  return <Composer key={sent} thread={thread} onSent={() => setSent(sent + 1)} />;
}
