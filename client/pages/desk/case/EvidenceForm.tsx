/** Adding something that somebody outside holds. All but its kind and its day is sealed. */

import { useRef } from "preact/hooks";
import { newId } from "../../../lib/bytes.ts";
import { dayIn, serverTime } from "../../../lib/clock.ts";
import { ofOverwriting } from "../../../lib/days.ts";
import { sealLetter } from "../../../lib/desk.ts";
import { defaultOverwritten, EVIDENCE_KINDS, type EvidenceKind } from "../../../lib/evidence.ts";
import { Button } from "../../../ui/Button.tsx";
import { Select, TextArea, TextField } from "../../../ui/Field.tsx";
import { Refusal } from "../../../ui/Notice.tsx";
import { type Action, useAction } from "../../../ui/useAction.ts";
import { useFocus } from "../../../ui/useFocus.ts";
import { type AskedDay, AskedDayField, useAskedDay } from "../AskedDay.tsx";
import { explain } from "../errors.ts";
import { desk } from "../session.ts";
import { today } from "../times.ts";
import { unsent } from "../unsent.ts";
import { type UnsentForm, UnsentHint, useUnsent } from "../useUnsent.tsx";
import { t, term, LocalizedError } from "../words.ts";
import { api, keysOf, type OpenCase } from "./model.ts";
import { useCase } from "./useCase.ts";

const MAX = 500;
const MAX_WORDS = 5_000;

/** The members of the letter. */
const TEXTS = ["what", "where", "holder", "reach", "from", "until", "words"] as const;
type Text = (typeof TEXTS)[number];
type Id = Text | "kind" | "day";

const EMPTY = { what: "", where: "", holder: "", reach: "", from: "", until: "", words: "" };

/** What a half-written one is kept as. */
export function evidenceForm({ id }: OpenCase): string {
  return `${id}/evidence`;
}

async function note(
  open: OpenCase,
  values: Readonly<Record<Id, string>>,
  overwritten: string,
): Promise<void> {
  const content = Object.fromEntries(TEXTS.map(name => [name, values[name].trim()])) as Record<Text, string>;
  const letter = { kind: "evidence" as const, seq: keysOf(open).nextSeq, content, now: serverTime() };
  const { id, seq, sealed } = await sealLetter(keysOf(open), letter);
  await api.noteEvidence(open.id, {
    id: newId(),
    evidence: newId(),
    kind: values.kind,
    overwritten: overwritten === "" ? null : overwritten,
    letter: { id, seq, sealed, generation: open.generation },
  });
}

/** The day from which it counts: when it was made, as far as that is known here. */
function dayOf(open: OpenCase, from: string): string {
  const written = /^\d{4}-\d\d-\d\d/.exec(from.trim())?.[0] ?? "";
  if (!Number.isNaN(Date.parse(written))) return written;
  return open.disclosed ?? dayIn(desk().site.zone, new Date(open.received));
}

/** Suggests the day by kind and time, until somebody who knows better writes one. */
function useEvidenceDraft(open: OpenCase): UnsentForm<Id> {
  const form = evidenceForm(open);
  const values = unsent.value.get(form);
  const kind = values?.["kind"] ?? EVIDENCE_KINDS[0] ?? "";
  const suggested = defaultOverwritten(kind as EvidenceKind, dayOf(open, values?.["from"] ?? "")) ?? "";
  return useUnsent<Id>(form, { ...EMPTY, kind: EVIDENCE_KINDS[0] ?? "", day: suggested });
}

interface Noting {
  readonly draft: UnsentForm<Id>;
  readonly day: AskedDay;
  readonly what: { current: HTMLInputElement | null };
  readonly adding: Action<[]>;
}

function useNoting(added: () => void): Noting {
  const { open, store } = useCase();
  const draft = useEvidenceDraft(open);
  const day = useAskedDay(ofOverwriting(today()), draft.values.day, value => draft.set("day", value));
  const what = useRef<HTMLInputElement>(null);
  const adding = useAction(async () => {
    if (draft.values.what.trim() === "") {
      what.current?.focus();
      throw new LocalizedError(() => t("evidence.what_missing"));
    }
    const overwritten = day.read();
    if (overwritten === null) return;
    const send = (now: OpenCase): Promise<void> =>
      note(now, draft.values, overwritten).catch((error: unknown) => {
        throw new LocalizedError(() => t("thread.unsent", { why: explain(error) }));
      });
    await store.act(send, { message: () => t("evidence.added"), form: evidenceForm(open) });
    added();
  });
  return { draft, day, what, adding };
}

interface OneProps extends Pick<Noting, "draft"> {
  readonly name: "what" | "where" | "holder" | "reach" | "from" | "until";
  readonly label: string;
  readonly hint?: string;
  readonly inputRef?: Noting["what"];
}

function One({ draft, name, ...props }: OneProps) {
  return (
    <TextField
      {...props}
      id={`add-${name}`}
      maxLength={MAX}
      value={draft.values[name]}
      onValue={value => draft.set(name, value)}
    />
  );
}

function KindAndDay({ draft, day }: Pick<Noting, "draft" | "day">) {
  return (
    <div class="two">
      <Select
        id="add-kind"
        label={t("evidence.kind")}
        options={EVIDENCE_KINDS.map(value => ({ value, label: term("evidence_kind", value) }))}
        value={draft.values.kind}
        onValue={value => draft.set("kind", value)}
      />
      <AskedDayField asked={day} id="add-day" label={t("evidence.day")} hint={t("evidence.day_hint")} />
    </div>
  );
}

function Texts({ draft, what }: Pick<Noting, "draft" | "what">) {
  const hint = t("evidence.time_hint");
  return (
    <>
      <One
        draft={draft}
        name="what"
        label={t("evidence.what")}
        hint={t("evidence.what_hint")}
        inputRef={what}
      />
      <div class="two">
        <One draft={draft} name="where" label={t("evidence.where")} />
        <One draft={draft} name="holder" label={t("evidence.holder")} />
      </div>
      <One draft={draft} name="reach" label={t("evidence.reach")} hint={t("evidence.reach_hint")} />
      <div class="two">
        <One draft={draft} name="from" label={t("letter.from")} hint={hint} />
        <One draft={draft} name="until" label={t("letter.until")} hint={hint} />
      </div>
      <TextArea
        id="add-words"
        label={t("word.anything_else")}
        rows={2}
        maxLength={MAX_WORDS}
        value={draft.values.words}
        onValue={value => draft.set("words", value)}
      />
    </>
  );
}

export interface EvidenceFormProps {
  /** Thrown away on purpose. */
  readonly close: () => void;
  readonly added: () => void;
}

export function EvidenceForm({ close, added }: EvidenceFormProps) {
  const { draft, day, what, adding } = useNoting(added);
  const heading = useFocus<HTMLHeadingElement>(!draft.restored);
  return (
    <form class="inset" onSubmit={event => event.preventDefault()}>
      <h3 tabIndex={-1} ref={heading}>
        {t("evidence.add")}
      </h3>
      <p class="hint">{t("evidence.sealed")}</p>
      <UnsentHint draft={draft} />
      <KindAndDay draft={draft} day={day} />
      <Texts draft={draft} what={what} />
      <Refusal error={adding.error} />
      <div class="row">
        <Button kind="main" onPress={adding.run}>
          {t("evidence.keep")}
        </Button>
        <Button kind="link" onPress={close}>
          {t("evidence.cancel")}
        </Button>
      </div>
    </form>
  );
}
